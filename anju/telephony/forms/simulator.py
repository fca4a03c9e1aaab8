"""Reading what is to be played for practice."""

from typing import Any

from django import forms

from anju.telephony.stories import STORIES
from anju.ui.forms import Form


class StoryForm(Form):
    """Which story, and who calls."""

    story = forms.ChoiceField(
        label="演练内容", choices=[(each.code, each.label) for each in STORIES]
    )
    person = forms.ChoiceField(label="谁来电", required=False)
    number = forms.CharField(
        label="或输入号码",
        required=False,
        max_length=60,
        help_text="可以故意写错或写成“匿名”,看屏幕怎么显示。填了就以这里为准。",
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "没有登记的号码"), *people]
