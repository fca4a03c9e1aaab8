"""The desk's shifts for the tests of hand-overs: 王婷 early, 何雨桐 late, on the week of AT."""

from datetime import datetime

from anju.core.actors import SYSTEM
from anju.handovers.commands.drafting import draft_handover
from anju.handovers.commands.shifts import set_desk_shifts
from anju.handovers.commands.signing import sign_off
from anju.handovers.leavings import Leaving
from anju.handovers.models import Handover
from anju.handovers.queries.left import left_of
from anju.handovers.queries.spans import Span, own_span
from anju.organization.models import Department, Project, User
from anju.rosters.models import Shift
from tests import world
from tests.rosters import tables

EARLY_OVER = tables.at(23, "15:58")
LATE_CAME = tables.at(23, "16:03")


def wang() -> User:
    return world.receptionist()


def he() -> User:
    return world.person("he", "何雨桐", post="receptionist", phone="13812345679")


def department() -> Department:
    return world.department(world.project())


def watched(*shifts: Shift, project: Project | None = None) -> None:
    """Let these shifts be handed over, since the week before."""
    set_desk_shifts(
        project=project or world.project(), shifts=shifts, by=SYSTEM, at=tables.WEEK_BEFORE
    )


def rostered() -> None:
    """Put 王婷 into the early shift (08–16) and 何雨桐 into the late one (14–20), every day."""
    world.project()
    early, late = tables.shift("早班"), tables.shift("晚班")
    days = range(23, 30)
    tables.arranged(early, wang(), days=days)
    tables.arranged(late, he(), days=days)
    set_desk_shifts(project=world.project(), shifts=(), by=SYSTEM, at=tables.WEEK_BEFORE)
    watched(early, late)


def span(user: User | None = None, at: datetime = EARLY_OVER) -> Span:
    return own_span(world.project(), department(), user or wang(), at)


def leaving(user: User | None = None, at: datetime = EARLY_OVER) -> Leaving:
    who = user or wang()
    own = span(who, at)
    return left_of(
        world.project(), department(), who, since=own.starts_at, until=own.next_ends_at, at=at
    )


def drafted(user: User | None = None, at: datetime = EARLY_OVER) -> Handover:
    who = user or wang()
    return draft_handover(
        project=world.project(), span=span(who, at), outgoing=who, by=world.by(who), at=at
    )


def signed(
    user: User | None = None,
    at: datetime = EARLY_OVER,
    *,
    handover: Handover | None = None,
    notes: str = "",
    answer: str = "",
) -> Handover:
    """Sign somebody's shift off, having seen all there is."""
    who = user or wang()
    found = handover or drafted(who, at)
    return sign_off(
        handover=found,
        span=span(who, at),
        outgoing=who,
        notes=notes,
        answer=answer,
        seen=leaving(who, at).keys,
        by=world.by(who),
        at=at,
    )
