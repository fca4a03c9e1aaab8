"""Bad input and trouble at the desk: a clear sentence, and nothing half done."""

from datetime import datetime, timedelta

import pytest

from anju.audit.models import Event
from anju.clocks.commands.policies import change_policies
from anju.clocks.contents import PolicyDraft
from anju.clocks.models import Clock, WorkCalendar
from anju.clocks.queries.explanations import explanation_of
from anju.clocks.reckoning.targets import Promise
from anju.clocks.states import Verdict
from anju.core.actors import SYSTEM
from anju.core.errors import DomainError
from anju.core.periods import SHANGHAI
from anju.tickets import deadlines
from anju.tickets.commands.answering import (
    answer_ticket,
    contact_owner,
    note_ticket,
)
from anju.tickets.commands.cards import record_card
from anju.tickets.commands.closing import (
    close_by_time,
    close_major,
    follow_up,
    reopen_ticket,
)
from anju.tickets.commands.escalating import want_reason
from anju.tickets.commands.faults import answer_fault, join_fault, open_fault
from anju.tickets.commands.helping import ask_help
from anju.tickets.commands.joining import hand_over_desk
from anju.tickets.commands.promising import promise_again
from anju.tickets.commands.quoting import LineDraft, decide_quote, quote_order
from anju.tickets.commands.working import accept_order, start_order, urge_order
from anju.tickets.contents import Finding, Promised
from anju.tickets.deadlines import PROMISE
from anju.tickets.models import Contact, HelpRequest, PriceItem, Ticket, WorkOrder
from anju.tickets.states import (
    ConsentBy,
    ContactWay,
    Grade,
    MatterKind,
    Rating,
    Responsibility,
    Source,
    TicketState,
)
from tests import world
from tests.tickets import shift

pytestmark = pytest.mark.django_db

OURS = Finding(Responsibility.OURS, "防水层老化", "雨季前普查")


def question(**facts: object) -> Ticket:
    return shift.taken(shift.matter("装修押金何时退?", kind=MatterKind.QUESTION, **facts))


def complaint(unit: str = "3-1-502", **facts: object) -> Ticket:
    what = shift.matter("电梯天天坏", kind=MatterKind.COMPLAINT, unit=shift.home(unit), **facts)
    return shift.taken(what)


def answered(ticket: Ticket, minutes: int = 5) -> Ticket:
    return answer_ticket(
        ticket=ticket,
        way=ContactWay.CALL,
        words="已处理",
        outcome="业主认可",
        by=shift.desk(),
        at=shift.later(minutes),
    )


@pytest.mark.parametrize(
    ("facts", "out", "words"),
    [
        ({"words": "  "}, Promised(), "请记下业主说了什么"),
        ({"unit": None, "place": None, "caller_phone": ""}, Promised(), "至少写明是谁或在哪里"),
        ({"is_unnamed": True, "caller_name": "老张"}, Promised(), "二选一"),
        ({"wished_from": shift.AT}, Promised(), "从几点到几点"),
        (
            {"wished_from": shift.AT - timedelta(3), "wished_until": shift.AT - timedelta(2)},
            Promised(),
            "已经过去",
        ),
        ({}, Promised(until=shift.AT - timedelta(minutes=1)), "早于"),
        ({}, Promised(until=shift.AT + timedelta(days=500)), "400 天"),
        ({}, shift.answered_now(" "), "记下答复了什么"),
        ({"received_at": shift.AT + timedelta(hours=1)}, Promised(), "不能晚于现在"),
    ],
)
def test_an_intake_that_cannot_be_is_refused_in_words_and_leaves_nothing(
    facts: dict[str, object], out: object, words: str
) -> None:
    given: dict[str, object] = {"words": "灯不亮", "unit": shift.home(), **facts}
    said = str(given.pop("words"))

    with pytest.raises(DomainError) as refused:
        shift.taken(shift.matter(said, category=None, **given), out)  # type: ignore[arg-type]

    assert words in str(refused.value), str(refused.value)
    assert Ticket.objects.count() == Clock.objects.count() == 0


def test_a_repairs_promise_is_the_end_of_the_wished_window() -> None:
    window = {"wished_from": shift.later(hours=4), "wished_until": shift.later(hours=6)}
    repair = shift.taken(shift.matter(**window))
    asked = shift.taken(shift.matter("何时退押金?", kind=MatterKind.QUESTION, **window))

    def due(ticket: Ticket) -> datetime:
        return Clock.objects.about(ticket).get(kind="promise").due_at

    assert due(repair) == shift.later(hours=6)
    assert due(asked) == datetime(2026, 11, 24, 17, 30, tzinfo=SHANGHAI)


def test_next_years_calendar_missing_is_said_and_holds_nothing_up() -> None:
    """The office follows the State Council's list, and nobody has loaded that of 2027."""
    office = WorkCalendar.objects.get(project=world.project(), code="office")
    change_policies(
        project=world.project(),
        kind="promise",
        policies=[PolicyDraft("下一个工作日 17:30 前答复", Promise(), office)],
        by=shift.desk(),
        at=shift.AT,
    )

    ticket = shift.taken(at=datetime(2026, 12, 31, 16, 0, tzinfo=SHANGHAI))

    promise = Clock.objects.about(ticket).get(kind="promise")
    assert promise.due_at == datetime(2027, 1, 1, 17, 30, tzinfo=SHANGHAI)
    said = str(explanation_of(world.project(), promise))
    assert "2027 年" in said, said


def test_an_outside_number_brings_its_own_deadline() -> None:
    due = shift.later(days=5)
    what = shift.matter(
        "物业不作为",
        kind=MatterKind.COMPLAINT,
        source=Source.HOTLINE,
        outside_number="20261123-0087",
        outside_due=due,
    )
    ticket = shift.taken(what)
    resolve = Clock.objects.about(ticket).get(kind="resolve")

    assert (resolve.due_at, resolve.is_hand_set) == (due, True)
    assert Clock.objects.about(ticket).get(kind="respond").is_open  # nobody has spoken yet
    contact_owner(
        ticket=ticket, way=ContactWay.CALL, words="已受理", by=shift.desk(), at=shift.later(10)
    )
    assert not Clock.objects.about(ticket).get(kind="respond").is_open


def test_a_broken_promise_gets_a_new_one_and_stays_broken() -> None:
    ticket = question()
    late = shift.later(days=2)

    promise_again(
        ticket=ticket,
        until=shift.later(days=3),
        reason="财务出差",
        way=ContactWay.CALL,
        outcome="业主同意",
        by=shift.desk(),
        at=late,
    )

    verdicts = Clock.objects.about(ticket).filter(kind="promise").order_by("instance")
    assert list(verdicts.values_list("instance", "verdict")) == [(1, "BROKEN"), (2, "")]


def test_five_households_that_complain_about_one_fault_make_it_a_major_one() -> None:
    world.manager()
    first = complaint("3-1-101")
    fault = open_fault(
        project=world.project(), title="3 栋电梯", tickets=[first], by=shift.desk(), at=shift.AT
    )
    again = complaint("3-1-101")  # the same household twice is one household
    join_fault(ticket=again, fault=fault, by=shift.desk(), at=shift.AT)
    for unit in ("3-1-201", "3-1-301", "3-1-401"):
        join_fault(ticket=complaint(unit), fault=fault, by=shift.desk(), at=shift.AT)
    assert not Ticket.objects.filter(grade=Grade.MAJOR).exists()

    join_fault(ticket=complaint("3-1-501"), fault=fault, by=shift.desk(), at=shift.AT)
    shift.settle_down()

    assert set(Ticket.objects.values_list("grade", flat=True)) == {Grade.MAJOR}
    assert any("重大投诉" in title for title in shift.told(world.manager()))


def test_a_common_fault_is_answered_for_all_or_for_none() -> None:
    world.engineer()
    tickets = [question(), question()]
    fault = open_fault(
        project=world.project(), title="押金", tickets=tickets, by=shift.desk(), at=shift.AT
    )
    with_work = shift.taken(shift.matter(fault=fault))

    with pytest.raises(DomainError, match="派工单没有完成"):
        _answer(fault)
    assert not Ticket.objects.filter(state=TicketState.ANSWERED).exists()

    shift.done(shift.only_order(with_work))
    assert _answer(fault) == 3


def _answer(fault: object) -> int:
    return answer_fault(
        fault=fault,  # type: ignore[arg-type]
        way=ContactWay.MESSAGE,
        words="今天起统一退",
        by=shift.desk(),
        at=shift.later(60),
    )


def test_a_complaint_closes_only_by_its_follow_up_with_cause_and_responsibility() -> None:
    ticket = answered(complaint())

    assert not close_by_time(ticket=ticket, by=shift.desk(), at=shift.later(days=30))
    record_card(ticket=ticket, rating=Rating.GOOD, by=shift.desk(), at=shift.later(20))
    assert Ticket.objects.get(pk=ticket.pk).state == TicketState.ANSWERED
    with pytest.raises(DomainError, match="责任"):
        _follow_up(ticket, None)
    _follow_up(ticket, OURS)
    ticket.refresh_from_db()
    assert (ticket.state, ticket.responsibility) == (TicketState.CLOSED, Responsibility.OURS)


def test_a_major_complaint_is_closed_by_nobody_but_the_manager() -> None:
    ticket = answered(complaint(has_injured=True))
    assert ticket.grade == Grade.MAJOR

    with pytest.raises(DomainError, match="先回访"):
        close_major(ticket=ticket, finding=OURS, by=shift.desk(), at=shift.later(15))
    _follow_up(ticket, OURS)
    assert Ticket.objects.get(pk=ticket.pk).state == TicketState.ANSWERED
    close_major(ticket=ticket, finding=None, by=world.by(world.manager()), at=shift.later(40))
    assert Ticket.objects.get(pk=ticket.pk).state == TicketState.CLOSED


def _follow_up(ticket: Ticket, finding: Finding | None) -> None:
    follow_up(
        ticket=ticket,
        way=ContactWay.CALL,
        rating=Rating.FAIR,
        words="还行",
        finding=finding,
        by=shift.desk(),
        at=shift.later(30),
    )


def test_a_bad_card_is_followed_up_within_a_day_and_discontent_opens_again() -> None:
    ticket = answered(question())
    record_card(
        ticket=ticket, rating=Rating.BAD, words="没人回电话", by=shift.desk(), at=shift.later(20)
    )
    clock = Clock.objects.about(ticket).get(kind="follow-up", stopped_at=None)
    assert clock.due_at < shift.later(days=2)

    follow_up(
        ticket=ticket,
        way=ContactWay.CALL,
        rating=Rating.BAD,
        words="还是没退",
        by=shift.desk(),
        at=shift.later(60),
    )
    ticket.refresh_from_db()
    assert ticket.state == TicketState.OPEN
    assert Clock.objects.about(ticket).open().get().kind == "rework"


def test_too_late_to_open_again_says_what_to_do() -> None:
    ticket = answered(question())

    with pytest.raises(DomainError, match="新建一件并关联原件"):
        reopen_ticket(ticket=ticket, reason="又坏了", by=shift.desk(), at=shift.later(days=20))


def test_who_did_the_work_neither_checks_nor_follows_it_up() -> None:
    zhao = world.engineer()
    ticket = shift.taken()
    shift.done(shift.only_order(ticket))
    ticket = answered(ticket)

    with pytest.raises(DomainError, match="由别人回访"):
        follow_up(
            ticket=ticket,
            way=ContactWay.VISIT,
            rating=Rating.GOOD,
            by=world.by(zhao),
            at=shift.later(9),
        )


def test_paid_work_does_not_begin_without_the_owners_consent() -> None:
    zhao = world.engineer()
    order = shift.only_order(shift.taken())
    item = PriceItem.objects.filter(project=world.project()).order_by("pk").first()
    assert item is not None
    quote = quote_order(
        order=order, lines=[LineDraft(item.price * 0 + 2, item)], by=shift.desk(), at=shift.AT
    )
    assert quote.total == item.price * 2
    accept_order(order=order, worker=zhao, by=world.by(zhao), at=shift.later(1))

    with pytest.raises(DomainError, match="还没有同意报价"):
        start_order(order=order, by=world.by(zhao), at=shift.later(2))
    decide_quote(quote=quote, consent_by=ConsentBy.PHONE, by=shift.desk(), at=shift.later(3))
    start_order(order=order, by=world.by(zhao), at=shift.later(4))


def test_urging_again_within_a_minute_is_the_same_press() -> None:
    order = shift.only_order(shift.taken())

    for minute in (1, 1, 3):
        urge_order(order=order, words="业主在等", by=shift.desk(), at=shift.later(minute))

    assert Event.objects.filter(verb="tickets.urged", subject_id=order.pk).count() == 2


def test_what_is_sent_twice_is_said_and_asked_once() -> None:
    ticket = question()
    for minute in (1, 1, 5):
        at = shift.later(minute)
        note_ticket(ticket=ticket, words="已问财务", by=shift.desk(), at=at)
        contact_owner(ticket=ticket, way=ContactWay.CALL, words="在查", by=shift.desk(), at=at)
        ask_help(
            ticket=ticket,
            department=world.department(world.project(), "财务部"),
            question="押金到账了吗?",
            by=shift.desk(),
            at=at,
        )

    said = Contact.objects.filter(ticket=ticket)
    assert sorted(said.values_list("way", flat=True)) == ["CALL", "CALL", "NOTE", "NOTE"]
    assert HelpRequest.objects.filter(ticket=ticket).count() == 1


def test_the_same_words_still_keep_a_promise_and_give_a_reason_that_is_owed() -> None:
    ticket = shift.taken(out=Promised(shift.later(600)))
    promise = deadlines.open_of(ticket, PROMISE).get()
    note_ticket(ticket=ticket, words="在等配件", by=shift.desk(), at=shift.later(1))
    contact_owner(
        ticket=ticket,
        way=ContactWay.CALL,
        words="已说明",
        outcome="业主认可",
        by=shift.desk(),
        at=shift.later(1),
    )
    want_reason(ticket=ticket, why="办结时限已超时", by=SYSTEM, at=shift.later(1))

    for _ in range(2):
        note_ticket(ticket=ticket, words="在等配件", by=shift.desk(), at=shift.later(1))
        contact_owner(
            ticket=ticket,
            way=ContactWay.CALL,
            words="已说明",
            outcome="业主认可",
            keeps=promise,
            by=shift.desk(),
            at=shift.later(1),
        )

    ticket.refresh_from_db()
    promise.refresh_from_db()
    assert ticket.reason_wanted_at is None
    assert promise.verdict == Verdict.KEPT
    assert Contact.objects.filter(ticket=ticket).count() == 4


def test_who_leaves_hands_over_tickets_and_orders_with_their_clocks() -> None:
    zhao = world.engineer()
    sun = world.person("sunli", "孙立", post="engineering", phone="13900010014")
    ticket = shift.taken()
    order = shift.only_order(ticket)
    mine = WorkOrder.objects.filter(assignee=zhao).count()

    moved = hand_over_desk(
        project=world.project(), leaver=zhao, to=sun, by=shift.desk(), at=shift.later(1)
    )

    assert moved == mine
    order.refresh_from_db()
    if mine:
        assert order.assignee == sun
        assert Clock.objects.about(order).get(kind="own").holder == sun
