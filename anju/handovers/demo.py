"""The demonstration's hand-overs: 绿苑小区's desk by its roster, and what it has lent.

The last shifts were taken over, one after an objection; the newest is signed and nobody has come.
Nobody in it exists.
"""

from datetime import date, datetime, timedelta

from anju.core.actors import SYSTEM, Actor
from anju.handovers.commands.drafting import add_line, draft_handover
from anju.handovers.commands.lending import Loan, lend_thing, return_thing
from anju.handovers.commands.shifts import set_desk_shifts
from anju.handovers.commands.signing import mark_unrelieved, object_to, relieve, sign_off
from anju.handovers.models import Handover, LentThing
from anju.handovers.presets import DESK
from anju.handovers.queries.left import left_of
from anju.handovers.queries.spans import Span, desk_shifts, spans_of
from anju.handovers.states import Condition, ThingKind
from anju.organization.models import Project, User
from anju.organization.queries.staff import departments_of, staff_of
from anju.residents.queries.people import units_found
from anju.rosters.queries.lists import live_shifts

CODE = "lvyuan"
SHIFTS = ("早班", "晚班")
LINES = (
    "2栋门禁刷卡无反应,已报工程部,20 分钟后恢复",
    "快递柜取件纠纷一起,已劝解",
    "地下车库 B 区有积水,已通知保洁处理",
)
NOTES = (
    "3栋电梯年检人员明天 9:00 到,请开机房门。前台热水器报修,工程部下午来换。",
    "多功能厅钥匙在抽屉第二格;社区通知 20 份已签收,待张贴。",
    "",
)


def load(*, today: date, by: Actor, at: datetime) -> None:
    """Hand over the shifts of the last two days; once there are any, nothing."""
    project = Project.objects.filter(code=CODE).first()
    if project is None or Handover.objects.of(project).exists():
        return
    if not desk_shifts(project):
        desk = [
            shift
            for shift in live_shifts(project)
            if shift.department.name == DESK and shift.name in SHIFTS
        ]
        set_desk_shifts(project=project, shifts=desk, by=by, at=at)
    people = {user.login: user for user in staff_of(project, on=today)}
    if {"wang", "he"} <= set(people):
        _lend(project, people["wang"], at)
        _hand_over(project, at, {user.name: user for user in people.values()})


def _hand_over(project: Project, at: datetime, people: dict[str, User]) -> None:
    for department in departments_of(project):
        over = [
            span
            for span in spans_of(project, department, at)
            if span.relieve_at is not None and span.relieve_at < at - timedelta(minutes=30)
        ]
        for number, span in enumerate(over):
            comes = next((people[name] for name in span.coming if name in people), None)
            is_last = number == len(over) - 1
            _one(project, span, None if is_last else comes, number, at)


def _one(project: Project, span: Span, incoming: User | None, number: int, at: datetime) -> None:
    outgoing = span.people[0]
    goes = Actor(id=outgoing.pk, name=outgoing.name)
    begun = span.starts_at + timedelta(minutes=20)
    handover = draft_handover(project=project, span=span, outgoing=outgoing, by=goes, at=begun)
    words = LINES[number % len(LINES)]
    heard = span.starts_at + timedelta(minutes=95)
    add_line(handover=handover, words=words, happened_at=heard, by=goes, at=heard)
    signed = span.ends_at - timedelta(minutes=5)
    _sign(handover, span, outgoing, goes, number, signed)
    if incoming is None or incoming.pk == outgoing.pk:
        late = min(at, (span.relieve_at or signed) + timedelta(minutes=16))
        mark_unrelieved(handover=handover, by=SYSTEM, at=late)
        return
    comes = Actor(id=incoming.pk, name=incoming.name)
    came = max(signed, span.relieve_at or signed) + timedelta(minutes=4)
    if number == 1:
        words = "收据少 1 张,请再点一次。"
        object_to(handover=handover, incoming=incoming, words=words, by=comes, at=came)
        again = came + timedelta(minutes=6)
        _sign(handover, span, outgoing, goes, number, again, "在作废联里,已附上。")
        came = again + timedelta(minutes=2)
    relieve(handover=handover, incoming=incoming, by=comes, at=came)


def _sign(
    handover: Handover,
    span: Span,
    outgoing: User,
    by: Actor,
    number: int,
    at: datetime,
    answer: str = "",
) -> None:
    leaving = left_of(
        handover.project,
        span.department,
        outgoing,
        since=span.starts_at,
        until=span.next_ends_at,
        at=at,
    )
    sign_off(
        handover=handover,
        span=span,
        outgoing=outgoing,
        notes=NOTES[number % len(NOTES)],
        receipts=12 + number,
        answer=answer,
        seen=leaving.keys,
        by=by,
        at=at,
    )


def _lend(project: Project, lender: User, at: datetime) -> None:
    if LentThing.objects.of(project).exists():
        return
    by = Actor(id=lender.pk, name=lender.name)
    units = units_found(project, "3-1", limit=3)
    loans = (
        (Loan(kind=ThingKind.LADDER, thing="铝合金人字梯", name="装修施工 马师傅",
              phone="13900005566", due_at=at - timedelta(hours=20)), 30, False),
        (Loan(kind=ThingKind.UMBRELLA, thing="3 号", unit=units[0] if units else None,
              name="" if units else "访客", due_at=at + timedelta(hours=9)), 6, False),
        (Loan(kind=ThingKind.TROLLEY, thing="2 号", unit=units[-1] if units else None,
              name="" if units else "访客", due_at=at - timedelta(hours=40)), 44, True),
    )  # fmt: skip
    for loan, hours, is_back in loans:
        thing = lend_thing(project=project, loan=loan, by=by, at=at - timedelta(hours=hours))
        if is_back:
            return_thing(thing=thing, condition=Condition.GOOD, by=by, at=at - timedelta(hours=41))
