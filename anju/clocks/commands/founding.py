"""The calendars and policies that a project starts with."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.clocks.contents import with_lists
from anju.clocks.hooks import clock_kinds
from anju.clocks.kinds import ClockKind
from anju.clocks.models import CalendarVersion, ClockPolicy, PolicyVersion, WorkCalendar
from anju.clocks.queries.calendars import lists_across_projects
from anju.clocks.reckoning.presets import presets
from anju.clocks.reckoning.stored import calendar_to_dict, target_to_dict
from anju.clocks.rungs import rung_to_dict
from anju.clocks.verbs import ClocksVerb
from anju.core.actors import Actor
from anju.organization.models import Project


@transaction.atomic
def load_presets(*, project: Project, by: Actor, at: datetime) -> int:
    """Make the preset calendars and the default policies that a project lacks; returns how many.

    What is there, changed or not, is left as it is.
    """
    there = set(WorkCalendar.objects.of(project).values_list("code", flat=True))
    missing = [code for code in presets() if code not in there]
    _add_calendars(project, missing, by=by, at=at)
    known = set(PolicyVersion.objects.filter(project=project).values_list("kind", flat=True))
    kinds = [kind for kind in clock_kinds() if kind.defaults and kind.code not in known]
    _add_policies(project, kinds, by=by, at=at)
    count = len(missing) + len(kinds)
    if count:
        record(
            ClocksVerb.PRESETS_LOADED,
            subject=project,
            project_id=project.pk,
            by=by,
            at=at,
            changes={"count": (0, count)},
        )
    return count


def _add_calendars(project: Project, codes: Sequence[str], *, by: Actor, at: datetime) -> None:
    lists = lists_across_projects() if codes else ()
    calendars = WorkCalendar.objects.bulk_create(
        WorkCalendar(project=project, code=code, name=presets()[code].name) for code in codes
    )
    versions = CalendarVersion.objects.bulk_create(
        CalendarVersion(
            project=project,
            calendar=calendar,
            number=1,
            content=calendar_to_dict(with_lists(presets()[calendar.code], lists)),
            made_by_id=by.id,
            made_by_name=by.name,
            made_at=at,
        )
        for calendar in calendars
    )
    for version in versions:
        version.calendar.current = version
    WorkCalendar.objects.bulk_update(calendars, ["current"])


def _add_policies(project: Project, kinds: Sequence[ClockKind], *, by: Actor, at: datetime) -> None:
    calendars = {calendar.code: calendar for calendar in WorkCalendar.objects.of(project)}
    versions = PolicyVersion.objects.bulk_create(
        PolicyVersion(
            project=project,
            kind=kind.code,
            number=1,
            made_by_id=by.id,
            made_by_name=by.name,
            made_at=at,
        )
        for kind in kinds
    )
    ClockPolicy.objects.bulk_create(
        ClockPolicy(
            project=project,
            version=version,
            rank=rank,
            name=default.name,
            conditions=dict(default.conditions),
            target=target_to_dict(default.target),
            calendar=calendars[default.calendar],
            stages=[rung_to_dict(rung) for rung in default.chain],
        )
        for kind, version in zip(kinds, versions, strict=True)
        for rank, default in enumerate(kind.defaults, start=1)
    )
