"""Evenings at which digests are drafted: a day of 绿苑小区 with something in it."""

from datetime import datetime, time, timedelta

from anju.core.actors import SYSTEM
from anju.core.periods import SHANGHAI
from anju.digests.commands.drafting import draft_missing
from anju.digests.models import Digest
from anju.tickets.states import MatterKind
from tests import world
from tests.tickets.shift import answered_now, later, matter, taken

EVENING = datetime.combine(world.TODAY, time(18, 1), SHANGHAI)


def evening(days: int = 0) -> datetime:
    """Return 18:01 so many days after today."""
    return EVENING + timedelta(days=days)


def a_day() -> None:
    """Let a repair, a complaint and a question come in, and nobody be there to repair."""
    taken(matter())
    taken(matter("楼道垃圾两天没人收", kind=MatterKind.COMPLAINT), at=later(20))
    taken(
        matter("物业费怎么交", kind=MatterKind.QUESTION, caller_name="司马相如"),
        answered_now(),
        at=later(40),
    )


def drafted(days: int = 0) -> list[Digest]:
    """Draft what is due at an evening."""
    return draft_missing(project=world.project(), by=SYSTEM, at=evening(days))


def only() -> Digest:
    """Return the draft of a day with something in it."""
    a_day()
    [digest] = drafted()
    return digest
