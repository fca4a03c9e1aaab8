"""A resident before the door of 绿苑小区: made, contacted, and what went to the outbox."""

from datetime import datetime
from typing import Any

from anju.contacts.commands.contacting import contact
from anju.contacts.models import Outreach
from anju.contacts.states import Channel, ContactReason
from anju.core.periods import SHANGHAI
from anju.messaging.models import Outgoing
from anju.residents.models import Person
from tests import world
from tests.residents import town

MOBILE = "13812345678"
NIGHT = datetime(2026, 11, 23, 22, 0, tzinfo=SHANGHAI)
MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=SHANGHAI)


def resident(name: str = "李秀兰", *phones: str, unit: str = "3-1-502", **facts: Any) -> Person:
    """Return somebody new who owns a unit, addressed as 李阿姨 and reached by short message."""
    facts.setdefault("form_of_address", f"{name[0]}阿姨")
    who = town.person(name, *(phones or (MOBILE,)), **facts)
    if not who.occupancies.exists() and unit:
        role = "FAMILY" if town.unit(unit).occupancies.exists() else "OWNER"
        town.lives(who, town.unit(unit), role)
    return who


def informed(who: Person, text: str = "周六上午清洗水箱,请提前储水。", **how: Any) -> Outreach:
    """Contact somebody on our own account, by short message at 10:00 unless told otherwise."""
    facts: dict[str, Any] = {
        "project": world.project(),
        "person": who,
        "unit": town.unit(),
        "reason": ContactReason.INFORM,
        "channel": Channel.SMS,
        "is_started_by_us": True,
        "by": world.by(world.supervisor()),
        "at": world.AT,
    }
    if not {"occasion", "template"} & set(how):
        facts["text"] = text
    return contact(**{**facts, **how})


def answered(who: Person, text: str = "水管已换好,请放心使用。", **how: Any) -> Outreach:
    """Contact somebody who waits for it."""
    return informed(who, text, **{"reason": ContactReason.ANSWER, "is_started_by_us": False, **how})


def outbox() -> list[Outgoing]:
    """Return the messages that wait to be sent, the earliest first."""
    return list(Outgoing.objects.order_by("pk"))
