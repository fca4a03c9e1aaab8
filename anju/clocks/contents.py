"""What editors hand in: calendars with the lists in force, and policies not yet saved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from anju.clocks.models import WorkCalendar
from anju.clocks.reckoning.calendars import Calendar
from anju.clocks.reckoning.holidays import HolidayList
from anju.clocks.reckoning.stored import calendar_from_dict, calendar_to_dict, target_to_dict
from anju.clocks.reckoning.targets import Target
from anju.clocks.rungs import Rung, rung_to_dict

BY_HAND = {"by_hand": True}


@dataclass(frozen=True, slots=True)
class PolicyDraft:
    """A policy of a list that is being edited; `target` None leaves the time to a person."""

    name: str
    target: Target | None
    calendar: WorkCalendar
    conditions: dict[str, Any] = field(default_factory=dict)
    rungs: tuple[Rung, ...] = ()

    @property
    def stored_target(self) -> dict[str, Any]:
        """The target as a policy's row keeps it."""
        return dict(BY_HAND) if self.target is None else target_to_dict(self.target)

    @property
    def stored_stages(self) -> list[dict[str, Any]]:
        """The chain as a policy's row keeps it."""
        return [rung_to_dict(rung) for rung in self.rungs]


def with_lists(content: Calendar | Mapping[str, Any], lists: Iterable[HolidayList]) -> Calendar:
    """Return a calendar with these holiday lists; one that does not follow them keeps none.

    :raises CalendarRefused: if the content is no calendar.
    """
    said = calendar_to_dict(content, with_lists=False) if isinstance(content, Calendar) else content
    follows = said.get("follows_state_council") is True
    return calendar_from_dict(said, lists=tuple(lists) if follows else ())
