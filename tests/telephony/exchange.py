"""An exchange for tests: bodies as it sends them, and a line that lets them in."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.test import Client

from anju.core.actors import SYSTEM, Actor
from anju.organization.models import Project
from anju.residents.commands.registering import PersonFacts, register_person
from anju.residents.models import Person
from anju.telephony.commands.hearing import Outcome, hear_report
from anju.telephony.commands.lines import change_line, make_token
from anju.telephony.models import Call
from anju.telephony.reports import read_report
from tests import world

LI = "13812345678"
OURS = "0571-87650000"
EXCHANGE = Actor(id=None, name="电话交换机")


def line(project: Project | None = None) -> str:
    """Switch a project's line on and return a token that lets in."""
    here = project or world.project()
    change_line(
        project=here,
        is_enabled=True,
        area_code="0571",
        numbers=["057187650000"],
        addresses=[],
        by=SYSTEM,
        at=world.AT,
    )
    return make_token(project=here, by=SYSTEM, at=world.AT)


def body(event: str, call_id: str = "c1", *, number: str = LI, **more: Any) -> dict[str, Any]:
    """Return an event of an inbound call as the contract has it."""
    direction = more.get("direction", "in")
    sides = {"from": number, "to": OURS} if direction == "in" else {"from": OURS, "to": number}
    cause = {"cause": "normalClearing"} if event == "hangup" else {}
    return {"event": event, "direction": "in", "callId": call_id, **sides, **cause, **more}


def send(
    client: Client, token: str, said: dict[str, Any], *, code: str = "green", **how: Any
) -> Any:
    """Post a body as JSON and return the answer."""
    return client.post(f"/api/cti/v1/{code}/{token}", said, "application/json", **how)


def hear(
    event: str,
    call_id: str = "c1",
    *,
    at: datetime | None = None,
    project: Project | None = None,
    **more: Any,
) -> Outcome:
    """Let the command hear an event."""
    report = read_report(body(event, call_id, **more))
    return hear_report(
        project=project or world.project(), report=report, by=EXCHANGE, at=at or world.AT
    )


def missed(call_id: str = "m1", *, at: datetime | None = None, **more: Any) -> Call:
    """Return a call that nobody took."""
    began = at or world.AT
    hear("newCall", call_id, at=began, **more)
    over = began + timedelta(seconds=30)
    return hear("hangup", call_id, at=over, cause="noAnswer", **more).call


def resident(
    name: str = "李秀兰", *numbers: str, form: str = "李阿姨", project: Project | None = None
) -> Person:
    """Return somebody in register with telephones."""
    return register_person(
        project=project or world.project(),
        facts=PersonFacts(name=name, form_of_address=form),
        phones=numbers or (LI,),
        key=settings.ANJU_DATA_KEY,
        by=SYSTEM,
        at=world.AT,
    )
