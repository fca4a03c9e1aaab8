"""Two people at once: what both press happens once, and neither waits for the other for ever."""

from dataclasses import replace

import pytest

from anju.core.errors import DomainError, ForbiddenTransition, StaleEdit
from anju.tickets.commands.answering import answer_ticket
from anju.tickets.commands.dispatching import assign_order
from anju.tickets.commands.faults import answer_fault, open_fault
from anju.tickets.commands.joining import merge_tickets
from anju.tickets.commands.taking import change_ticket
from anju.tickets.commands.working import accept_order, refuse_order
from anju.tickets.models import Contact, Ticket, WorkOrder
from anju.tickets.standing import wrong_lives
from anju.tickets.states import ContactWay, MatterKind, OrderState, TicketState
from tests import world
from tests.threads import at_once
from tests.tickets import shift

pytestmark = pytest.mark.django_db(transaction=True)


def question() -> Ticket:
    return shift.taken(shift.matter("门禁卡怎么补办?", kind=MatterKind.QUESTION))


def refusals(results: list[object]) -> list[type]:
    return [type(result) for result in results if isinstance(result, Exception)]


def test_one_form_sent_twice_at_once_is_one_ticket() -> None:
    world.engineer(), world.supervisor()
    what = shift.matter()

    results = at_once(*[lambda: shift.taken(what, once="k1")] * 3)

    assert refusals(results) == []
    assert Ticket.objects.count() == WorkOrder.objects.count() == 1


def test_two_intakes_at_once_get_numbers_of_their_own_and_different_workers() -> None:
    world.engineer(), world.supervisor()
    world.person("sunli", "孙立", post="engineering", phone="13900010014")
    what = shift.matter()

    results = at_once(*[lambda: shift.taken(what)] * 4)

    assert refusals(results) == []
    numbers = Ticket.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [f"GD-2026-000{count}" for count in (1, 2, 3, 4)]
    people = sorted(WorkOrder.objects.values_list("assignee__name", flat=True))
    assert people == ["孙立", "孙立", "赵志强", "赵志强"]


def test_two_who_answer_at_once_answer_once() -> None:
    ticket = question()

    def answer() -> Ticket:
        return answer_ticket(
            ticket=ticket,
            way=ContactWay.CALL,
            words="带身份证到前台",
            outcome="知道了",
            by=shift.desk(),
            at=shift.later(5),
        )

    results = at_once(answer, answer)

    assert refusals(results) == [ForbiddenTransition]
    assert Contact.objects.filter(is_answer=True).count() == 1


def test_two_dispatchers_who_assign_at_once_hear_of_each_other() -> None:
    zhao = world.engineer()
    sun = world.person("sunli", "孙立", post="engineering", phone="13900010014")
    order = shift.only_order(shift.taken())
    seen = order.edition

    def assign(to: object) -> WorkOrder:
        return assign_order(order=order, to=to, seen=seen, by=shift.desk(), at=shift.later(1))  # type: ignore[arg-type]

    results = at_once(lambda: assign(zhao), lambda: assign(sun))

    assert refusals(results) == [StaleEdit]
    (refusal,) = [each for each in results if isinstance(each, Exception)]
    winner = WorkOrder.objects.get(pk=order.pk).assignee
    assert winner is not None
    assert winner.name in str(refusal)


def test_accepting_and_refusing_at_once_does_one_of_them() -> None:
    zhao = world.engineer()
    order = shift.only_order(shift.taken())
    by = world.by(zhao)

    results = at_once(
        lambda: accept_order(order=order, worker=zhao, by=by, at=shift.later(1)),
        lambda: refuse_order(order=order, reason="不归我部", by=by, at=shift.later(1)),
    )

    assert len(refusals(results)) == 1
    assert WorkOrder.objects.get(pk=order.pk).state in (OrderState.ACCEPTED, OrderState.REFUSED)
    assert list(wrong_lives()) == []


def test_two_tickets_merged_into_each_other_at_once_leave_one() -> None:
    first, second = question(), question()
    by, at = shift.desk(), shift.later(1)

    results = at_once(
        lambda: merge_tickets(ticket=first, into=second, by=by, at=at),
        lambda: merge_tickets(ticket=second, into=first, by=by, at=at),
    )

    assert len(refusals(results)) == 1
    assert issubclass(refusals(results)[0], DomainError)
    states = sorted(Ticket.objects.values_list("state", flat=True))
    assert states == [TicketState.MERGED, TicketState.OPEN]
    assert list(wrong_lives()) == []


def test_two_who_change_a_ticket_at_once_lose_nothing_in_silence() -> None:
    ticket = question()
    chen = world.supervisor()

    def change(words: str) -> Ticket:
        what = shift.matter(words, kind=MatterKind.QUESTION, unit=ticket.unit)
        return change_ticket(
            ticket=ticket, matter=what, seen=ticket.edition, by=world.by(chen), at=shift.later(1)
        )

    results = at_once(lambda: change("门禁卡丢了一张"), lambda: change("门禁卡坏了两张"))

    assert refusals(results) == [StaleEdit]
    assert Ticket.objects.get(pk=ticket.pk).edition == ticket.edition + 1


def test_a_fault_is_answered_while_another_household_reports_it() -> None:
    """Neither waits for the other for ever: the fault and its tickets come before the project."""
    world.manager(), world.supervisor()
    calls = [shift.matter("电梯停了", kind=MatterKind.COMPLAINT, category=None) for _ in range(6)]
    tickets = [shift.taken(each) for each in calls[:5]]
    by = shift.desk()
    fault = open_fault(
        project=world.project(), title="3 栋电梯", tickets=tickets, by=by, at=shift.AT
    )
    under = replace(calls[5], fault=fault)

    def answer() -> int:
        return answer_fault(
            fault=fault, way=ContactWay.MESSAGE, words="已恢复", by=by, at=shift.later(1)
        )

    results = at_once(answer, lambda: shift.taken(under), lambda: shift.taken(under))

    assert all(issubclass(kind, DomainError) for kind in refusals(results)), results
    assert list(wrong_lives()) == []
