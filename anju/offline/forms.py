"""Reading what a device says of an entry, and why a supervisor does not take one."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms

from anju.clocks.commands.answering import Offline
from anju.ui.forms import Form

EARLIEST, LATEST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
FARTHEST_OFF = 20 * 365 * 24 * 3_600_000
"""How far a device's clock may be off, in milliseconds; an empty battery sets it to 1970."""


class EnvelopeForm(Form):
    """What every entry carries beside the fields of its form."""

    entry = forms.UUIDField()
    after = forms.UUIDField(required=False)
    made_at = forms.DateTimeField()
    offset = forms.IntegerField(min_value=-FARTHEST_OFF, max_value=FARTHEST_OFF, required=False)
    seen_at = forms.DateTimeField(required=False)
    owner = forms.IntegerField()

    def times(self, *, at: datetime) -> Offline:
        """Return the device's times; nothing can have been seen after it reached us."""
        facts: dict[str, Any] = self.cleaned_data
        seen_at = facts["seen_at"]
        return Offline(
            device_at=min(max(facts["made_at"], _UNIX), LATEST),
            offset=timedelta(milliseconds=facts["offset"] or 0),
            seen_at=min(max(seen_at, EARLIEST), at) if seen_at else EARLIEST,
        )


class DiscardForm(Form):
    """Why an entry is not taken."""

    reason = forms.CharField(
        label="作废原因",
        max_length=200,
        help_text="例如:已由李师傅重新上门处理。登记的本人会看到。",
    )


_UNIX = datetime(1970, 1, 1, tzinfo=UTC)
