"""Why something changes."""

from django import forms

from anju.ui.forms import Form


class ReasonForm(Form):
    """The sentence that stands in the history."""

    reason = forms.CharField(
        label="修改说明",
        max_length=200,
        required=False,
        help_text="为什么改;会写进版本记录和受影响时限的说明。",
    )
