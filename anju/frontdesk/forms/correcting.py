"""Reading a correction: the matter without its way out."""

from typing import Any

from django import forms

from anju.frontdesk.forms.matter import MatterForm

# What is settled once it was taken: its source's deadline, an injury, the fault it hangs under.
SETTLED = ("outside_due", "has_injured", "fault")


class CorrectForm(MatterForm):
    """A saved matter put right; a reason is asked once the ten minutes are over."""

    reason = forms.CharField(label="修改原因", required=False, max_length=200)

    def __init__(self, *args: Any, asks_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SETTLED:
            del self.fields[name]
        if not asks_reason:
            del self.fields["reason"]
