"""The forms of message templates."""

from typing import Any

from django import forms

from anju.contacts.models import MessageTemplate
from anju.contacts.states import Channel
from anju.contacts.variables import SAMPLES, check_text
from anju.core.errors import DomainError
from anju.ui.forms import Form


def provider_code() -> forms.CharField:
    """Return the field for the short message provider's own code."""
    return forms.CharField(
        label="短信平台模板编号",
        max_length=60,
        required=False,
        help_text="短信平台审核通过后给的编号;其他渠道不用填。",
    )


def passes_quiet() -> forms.BooleanField:
    """Return the field for passing quiet hours."""
    return forms.BooleanField(
        label="免打扰时间也可发",
        required=False,
        help_text="只给业主在等的消息:答复、承诺、约好的上门、突发。主动通知一律等到合适时间。",
    )


class TextForm(Form):
    """The text of a template."""

    text = forms.CharField(
        label="内容",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=f"变量写成 {{称呼}} 这样。可以用:{'、'.join(SAMPLES)}。",
    )
    provider_code = provider_code()
    passes_quiet = passes_quiet()
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, required: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.must_have = required

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        try:
            check_text(text, self.must_have)
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return text

    @staticmethod
    def of(template: MessageTemplate) -> dict[str, object]:
        """Return a template as this form's initial values."""
        return {
            "text": template.text,
            "provider_code": template.provider_code,
            "passes_quiet": template.passes_quiet,
            "seen": template.edition,
        }


class TemplateForm(Form):
    """A new template: occasion, channel, text, and what must be in it."""

    name = forms.CharField(
        label="场合", max_length=30, help_text="例如:受理;同一场合可以有几个渠道。"
    )
    channel = forms.ChoiceField(label="渠道", choices=Channel.choices)
    required_variables = forms.MultipleChoiceField(
        label="必须包含的变量",
        required=False,
        choices=[(name, name) for name in SAMPLES],
        widget=forms.CheckboxSelectMultiple,
    )
    text = forms.CharField(
        label="内容",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="变量写成 {称呼} 这样。",
    )
    provider_code = provider_code()
    passes_quiet = passes_quiet()


class ReasonForm(Form):
    """Why something is retired or cancelled."""

    reason = forms.CharField(label="原因", max_length=200, required=False)
