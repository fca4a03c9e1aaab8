"""How deadlines, calendars and policies are named in the trail."""

from collections import defaultdict
from collections.abc import Collection

from django.urls import reverse

from anju.audit.hooks import Title, describe
from anju.clocks.hooks import kind_label
from anju.clocks.models import Clock, ClockSetting, PolicyVersion, WorkCalendar


def _clocks(ids: Collection[int]) -> dict[int, Title]:
    """Name a clock by its kind and its case, and lead to the case."""
    clocks = list(Clock.objects.filter(pk__in=ids))
    wanted: dict[str, set[int]] = defaultdict(set)
    for clock in clocks:
        wanted[clock.subject_type].add(clock.subject_id)
    cases = {kind: describe(kind, those) for kind, those in wanted.items()}
    titles = {}
    for clock in clocks:
        case = cases[clock.subject_type].get(clock.subject_id)
        titles[clock.pk] = Title(f"{case.text}·{clock}", case.url) if case else Title(str(clock))
    return titles


def _calendars(ids: Collection[int]) -> dict[int, Title]:
    found = WorkCalendar.objects.filter(pk__in=ids)
    return {calendar.pk: Title(f"日历“{calendar.name}”") for calendar in found}


def _policies(ids: Collection[int]) -> dict[int, Title]:
    found = PolicyVersion.objects.filter(pk__in=ids)
    return {
        version.pk: Title(f"{kind_label(version.kind)}时限规则第 {version.number} 版")
        for version in found
    }


def _settings(ids: Collection[int]) -> dict[int, Title]:
    found = ClockSetting.objects.filter(pk__in=ids).select_related("project")
    return {
        row.pk: Title(str(row), reverse("clocks:settings", args=[row.project.code]))
        for row in found
    }


TITLES = {
    "clocks.clock": _clocks,
    "clocks.workcalendar": _calendars,
    "clocks.policyversion": _policies,
    "clocks.clocksetting": _settings,
}
