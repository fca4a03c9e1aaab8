"""Reading the terms with a provider of short messages."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.validators import RegexValidator

from anju.messaging.models import SmsProvider
from anju.messaging.states import Adapter
from anju.ui.forms import Form


def _typed(**more: str) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", **more})


class ProviderForm(Form):
    """Terms with a provider."""

    name = forms.CharField(label="名称", max_length=40, help_text="员工看到的名字。")
    code = forms.CharField(
        label="代号",
        max_length=20,
        validators=[
            RegexValidator(r"^[a-z][a-z0-9-]*$", "代号用小写字母、数字和短横线,以小写字母开头。")
        ],
        widget=_typed(),
        help_text="小写字母和数字,写在回执地址里,以后不能改。",
    )
    adapter = forms.ChoiceField(label="接口", choices=Adapter.choices)
    url = forms.CharField(
        label="接口地址",
        max_length=200,
        widget=_typed(inputmode="url"),
        help_text="以 https:// 开头。",
    )
    key_id = forms.CharField(label="密钥编号", max_length=60, widget=_typed())
    secret = forms.CharField(
        label="密钥",
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    signature = forms.CharField(
        label="短信签名", max_length=20, help_text="服务商审核通过的签名,不带【】,例如 安和物业。"
    )

    def __init__(self, *args: Any, is_new: bool, may_be_plain: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_be_plain = may_be_plain
        if is_new:
            self.fields["secret"].required = True
            return
        del self.fields["code"], self.fields["adapter"]
        self.fields["secret"].help_text = "已保存;要换才填。"

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        parts = urlsplit(url)
        schemes = ("https", "http") if self.may_be_plain else ("https",)
        if parts.scheme not in schemes or not parts.hostname or parts.query or parts.username:
            raise forms.ValidationError("请填写以 https:// 开头的完整接口地址,不带问号后面的部分。")
        return url

    def clean_signature(self) -> str:
        signature: str = self.cleaned_data["signature"].strip("【】 ")
        if not signature:
            raise forms.ValidationError("请填写签名里的文字。")
        return signature

    def facts(self) -> dict[str, Any]:
        """Return what was read, as the commands take it; the form is valid."""
        said = dict(self.cleaned_data)
        if "adapter" in said:
            said["adapter"] = Adapter(said["adapter"])
        return said

    @staticmethod
    def of(provider: SmsProvider) -> dict[str, object]:
        """Return the terms as this form's initial values, without the secret."""
        return {name: getattr(provider, name) for name in ("name", "url", "key_id", "signature")}


class TrialForm(Form):
    """A test message."""

    phone = forms.CharField(label="发到手机", max_length=20, help_text="自己的号码。")
    template = forms.CharField(
        label="模板编号",
        max_length=60,
        required=False,
        help_text="服务商要求模板时填一个审核过的。",
    )
