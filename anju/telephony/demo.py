"""The demonstration's telephone: a week of 绿苑小区, some calls in vain, one to be called back.

Heard through the command that hears real events, from the numbers of the demonstration's own
residents, which no operator has. Nobody in it exists.
"""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from anju.core.actors import Actor
from anju.core.periods import SHANGHAI
from anju.organization.models import Project
from anju.organization.queries.staff import staff_of
from anju.residents.models import PersonState, Phone
from anju.telephony.commands.backs import close_by_call, open_call_back
from anju.telephony.commands.hearing import hear_report
from anju.telephony.commands.lines import block_number, change_line
from anju.telephony.commands.marking import end_as_misdial
from anju.telephony.models import Call
from anju.telephony.reports import read_report

CODE, SEED, DAYS = "lvyuan", 20_266, 7
OURS = "057187650000"
DESK = ("wang", "he")
PUSHY, UNKNOWN = "17099991234", ("17099995678", "17099990123")
HOURS = (8, 9, 9, 10, 10, 11, 14, 15, 15, 16, 17, 18, 19)


def load(*, today: date, by: Actor, at: datetime) -> None:
    """Let a week of calls be heard; a project with any call is left as it is."""
    project = Project.objects.filter(code=CODE).first()
    if project is None or Call.objects.of(project).exists():
        return
    people = {user.login for user in staff_of(project, on=today)}
    numbers = _numbers(project)
    if not numbers or not set(DESK) <= people:
        return
    _set_up(project, by=by, at=at)
    draw = random.Random(SEED)  # noqa: S311  a story, no secret
    for number, (kind, began) in enumerate(_plan(today, at, draw)):
        other = draw.choice(UNKNOWN) if draw.random() < 0.12 else draw.choice(numbers)
        _live(project, f"demo-{number}", kind, other, began, draw, by)
    _open_ones(project, numbers, at, by)


def _numbers(project: Project) -> list[str]:
    phones = Phone.objects.filter(project=project, person__state=PersonState.ACTIVE)
    return list(phones.order_by("pk").values_list("number", flat=True)[:60])


def _set_up(project: Project, *, by: Actor, at: datetime) -> None:
    change_line(
        project=project,
        is_enabled=True,
        area_code="0571",
        numbers=[OURS],
        addresses=[],
        by=by,
        at=at,
    )
    block_number(
        project=project,
        number=PUSHY,
        reason="每天多次推销装修,已劝阻两次",
        until=at + timedelta(days=30),
        by=by,
        at=at,
    )


def _plan(today: date, at: datetime, draw: random.Random) -> Iterator[tuple[str, datetime]]:
    for ago in range(DAYS, -1, -1):
        day = today - timedelta(days=ago)
        for hour in sorted(draw.choices(HOURS, k=draw.randint(4, 7))):
            began = datetime.combine(day, time(hour, draw.randint(0, 59)), SHANGHAI)
            if began < at - timedelta(hours=2):
                kinds = ("talk", "held", "missed", "out", "misdial")
                yield draw.choices(kinds, (10, 2, 2, 3, 1))[0], began


def _live(
    project: Project,
    call_id: str,
    kind: str,
    other: str,
    began: datetime,
    draw: random.Random,
    by: Actor,
) -> None:
    """Let one call take place, and be called back the same hour if it was in vain."""
    length, user = draw.randint(40, 420), draw.choice(DESK)
    direction = "out" if kind == "out" else "in"
    _say(project, "newCall", call_id, other, began, by, direction=direction)
    if kind == "missed":
        _say(project, "hangup", call_id, other, _later(began, 28), by, cause="noAnswer")
        call = Call.objects.of(project).get(call_id=call_id)
        open_call_back(call=call, by=by, at=_later(began, 29))
        back = _later(began, draw.randint(240, 1300))
        _live(project, f"{call_id}-back", "out", other, back, draw, by)
        return
    answered = _later(began, draw.randint(3, 12))
    _say(project, "answer", call_id, other, answered, by, direction=direction, user=user)
    if kind == "held":
        _say(project, "hold", call_id, other, _later(answered, 30), by)
        _say(project, "resume", call_id, other, _later(answered, 30 + draw.randint(15, 50)), by)
        length += 90
    over = _later(answered, 15 if kind == "misdial" else length)
    _say(project, "hangup", call_id, other, over, by, direction=direction, cause="normalClearing")
    call = Call.objects.of(project).select_related("answered_by").get(call_id=call_id)
    close_by_call(call=call, by=by, at=_later(over, 1))
    if kind == "misdial" and call.answered_by is not None:
        who = call.answered_by
        actor = Actor(id=who.pk, name=who.name)
        end_as_misdial(call=call, user=who, by=actor, at=over)


def _open_ones(project: Project, numbers: list[str], at: datetime, by: Actor) -> None:
    """Leave one number to be called back: twice in vain within the last half hour."""
    began = at - timedelta(minutes=20)
    for turn, minutes in enumerate((0, 6)):
        moment, call_id = began + timedelta(minutes=minutes), f"demo-open-{turn}"
        _say(project, "newCall", call_id, numbers[4], moment, by)
        _say(project, "hangup", call_id, numbers[4], _later(moment, 25), by, cause="noAnswer")
        call = Call.objects.of(project).get(call_id=call_id)
        open_call_back(call=call, by=by, at=_later(moment, 26))


def _say(
    project: Project,
    event: str,
    call_id: str,
    other: str,
    moment: datetime,
    by: Actor,
    **more: str,
) -> None:
    direction = more.get("direction", "in")
    sides = {"from": other, "to": OURS} if direction == "in" else {"from": OURS, "to": other}
    said = {"event": event, "callId": call_id, "direction": direction, **sides, **more}
    hear_report(project=project, report=read_report(said), by=by, at=moment)


def _later(moment: datetime, seconds: int) -> datetime:
    return moment + timedelta(seconds=seconds)
