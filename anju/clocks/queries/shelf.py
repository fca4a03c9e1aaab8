"""Calendar versions and policies at hand while a piece of work lasts."""

from collections.abc import Iterable

from anju.clocks.lives import Happening
from anju.clocks.models import CalendarVersion, ClockPolicy, WorkCalendar
from anju.clocks.reckoning.calendars import Calendar
from anju.clocks.rungs import Rung


class Shelf:
    """Fetches each version and policy once, however many clocks ask for it."""

    def __init__(self) -> None:
        self._calendars: dict[int, Calendar] = {}
        self._rungs: dict[int, tuple[Rung, ...]] = {}
        self._newest: dict[int, int] = {}

    def calendar(self, version_id: int) -> Calendar:
        """Return a calendar version, ready to reckon with."""
        if version_id not in self._calendars:
            self.fetch(versions=[version_id])
        return self._calendars[version_id]

    def rungs(self, policy_id: int) -> tuple[Rung, ...]:
        """Return the escalation chain of a policy."""
        if policy_id not in self._rungs:
            self.fetch(policies=[policy_id])
        return self._rungs[policy_id]

    def newest(self, version_id: int) -> int:
        """Return the newest version of the calendar that a version is of."""
        if version_id not in self._newest:
            found = WorkCalendar.objects.filter(versions=version_id).values_list("current_id")
            self._newest[version_id] = found.get()[0] or version_id
        return self._newest[version_id]

    def put(self, version_id: int, calendar: Calendar) -> None:
        """Put a calendar there that is reckoned already, or that is not yet saved."""
        self._calendars[version_id] = calendar

    def put_policy(self, policy: ClockPolicy) -> None:
        """Put a policy there that is loaded already, with its calendar's newest version."""
        self._rungs[policy.pk] = policy.rungs
        current = policy.calendar.current
        if current is not None and current.pk not in self._calendars:
            self._calendars[current.pk] = current.reckoned()

    def fetch(self, *, versions: Iterable[int] = (), policies: Iterable[int] = ()) -> None:
        """Fetch many at once."""
        if missing := set(versions) - set(self._calendars):
            for version in CalendarVersion.objects.filter(pk__in=missing):
                self._calendars[version.pk] = version.reckoned()
        if missing := set(policies) - set(self._rungs):
            for policy in ClockPolicy.objects.filter(pk__in=missing):
                self._rungs[policy.pk] = policy.rungs

    def fetch_for(self, told: Iterable[Iterable[Happening]]) -> None:
        """Fetch all that replaying these events needs."""
        inputs = [happening.inputs for those in told for happening in those]
        self.fetch(
            versions={said["calendar_version"] for said in inputs if "calendar_version" in said},
            policies={said["policy"] for said in inputs if "policy" in said},
        )
