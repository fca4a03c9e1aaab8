"""Every step from every state: what the tables allow happens, all else is refused untouched."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import transaction

from anju.clocks.states import PauseReason
from anju.core.actors import SYSTEM
from anju.core.errors import DomainError
from anju.organization.models import Department
from anju.tickets.commands.answering import answer_ticket
from anju.tickets.commands.checking import check_order, return_order
from anju.tickets.commands.closing import cancel_ticket, close_by_time, follow_up, reopen_ticket
from anju.tickets.commands.deferring import defer_order, resume_order
from anju.tickets.commands.dispatching import assign_order, dispatch_order
from anju.tickets.commands.joining import merge_tickets
from anju.tickets.commands.working import (
    accept_order,
    cancel_order,
    finish_order,
    hand_back_order,
    refuse_order,
    start_order,
)
from anju.tickets.models import CrewTerms, Ticket, WorkOrder
from anju.tickets.standing import wrong_lives
from anju.tickets.states import (
    ORDER_LIFE,
    TICKET_LIFE,
    ContactWay,
    MatterKind,
    OrderState,
    Rating,
    TicketState,
    Way,
)
from tests import world
from tests.tickets import shift

pytestmark = pytest.mark.django_db

S, T = OrderState, TicketState
SOON = shift.later(30)


def _engineering() -> Department:
    return world.department(world.project(), "工程部")


def _reached(state: OrderState) -> WorkOrder:
    """Return a work order brought to a state by the commands."""
    worker = world.engineer()
    if state == S.WAITING:  # nobody told: whoever takes it first has it
        CrewTerms.objects.create(project=world.project(), department=_engineering(), way=Way.GRAB)
        return shift.ordered(shift.taken(), department=_engineering())
    order = shift.only_order(shift.taken())
    assert order.assignee == worker
    for step in PATHS[state]:
        order = STEPS[step](order)
    return order


def _accept(order: WorkOrder) -> WorkOrder:
    worker = world.engineer()
    return accept_order(order=order, worker=worker, by=world.by(worker), at=SOON)


def _finish(order: WorkOrder) -> WorkOrder:
    return finish_order(
        order=order, result="已修好", gap_reason="纸质单", by=world.by(world.engineer()), at=SOON
    )


def _defer(order: WorkOrder) -> WorkOrder:
    return defer_order(
        order=order,
        until=date(2026, 11, 25),
        cause=PauseReason.MATERIAL,
        reason="配件周三到货",
        by=shift.desk(),
        at=SOON,
    )


def _told(order: WorkOrder, command: Callable[..., WorkOrder], **said: object) -> WorkOrder:
    return command(order=order, by=shift.desk(), at=SOON, **said)


STEPS: dict[str, Callable[[WorkOrder], WorkOrder]] = {
    "dispatch": lambda order: _told(order, dispatch_order, reason="改派"),
    "assign": lambda order: _told(order, assign_order, to=world.engineer()),
    "accept": _accept,
    "refuse": lambda order: _told(order, refuse_order, reason="不归我部"),
    "hand_back": lambda order: _told(order, hand_back_order, reason="家里有事"),
    "start": lambda order: _told(order, start_order),
    "defer": _defer,
    "resume": lambda order: _told(order, resume_order),
    "finish": _finish,
    "check": lambda order: _told(order, check_order),
    "return": lambda order: _told(order, return_order, reason="还在滴水"),
    "cancel": lambda order: _told(order, cancel_order, reason="业主自己修了"),
}
"""Every command that moves a work order."""

PATHS: dict[OrderState, tuple[str, ...]] = {
    S.ASSIGNED: (),
    S.ACCEPTED: ("accept",),
    S.STARTED: ("accept", "start"),
    S.DEFERRED: ("accept", "defer"),
    S.DONE: ("accept", "finish"),
    S.CHECKED: ("accept", "finish", "check"),
    S.REFUSED: ("refuse",),
    S.CANCELLED: ("cancel",),
}

MAY: dict[OrderState, dict[str, OrderState]] = {
    S.WAITING: {
        **{"dispatch": S.ASSIGNED, "assign": S.ASSIGNED, "accept": S.ACCEPTED},
        **{"refuse": S.REFUSED, "cancel": S.CANCELLED},
    },
    S.ASSIGNED: {
        **{"dispatch": S.ASSIGNED, "assign": S.ASSIGNED, "accept": S.ACCEPTED},
        **{"refuse": S.REFUSED, "hand_back": S.WAITING, "cancel": S.CANCELLED},
    },
    S.ACCEPTED: {
        **{"dispatch": S.ASSIGNED, "assign": S.ASSIGNED, "hand_back": S.WAITING},
        **{"start": S.STARTED, "defer": S.DEFERRED, "finish": S.DONE, "cancel": S.CANCELLED},
    },
    S.STARTED: {
        **{"dispatch": S.ASSIGNED, "assign": S.ASSIGNED, "hand_back": S.WAITING},
        **{"defer": S.DEFERRED, "finish": S.DONE, "cancel": S.CANCELLED},
    },
    S.DEFERRED: {
        **{"dispatch": S.ASSIGNED, "assign": S.ASSIGNED, "resume": S.ACCEPTED},
        "cancel": S.CANCELLED,
    },
    S.DONE: {"check": S.CHECKED, "return": S.ACCEPTED},
    S.CHECKED: {},
    # Who refused it is passed over, and there is nobody else.
    S.REFUSED: {"dispatch": S.WAITING, "assign": S.ASSIGNED, "cancel": S.CANCELLED},
    S.CANCELLED: {},
}
"""What may be done in which state, and where it leads: the specification of this test."""


class _Undone(Exception):
    """Rolls a trial back."""


@contextmanager
def trial() -> Iterator[None]:
    """Let something be tried and take it back."""
    try:
        with transaction.atomic():
            yield
            raise _Undone
    except _Undone:
        pass


@pytest.mark.parametrize("state", S)
def test_every_step_from_every_state_of_a_work_order(state: OrderState) -> None:
    order = _reached(state)
    assert WorkOrder.objects.get(pk=order.pk).state == state

    for name, step in STEPS.items():
        with trial():
            if name in MAY[state]:
                step(order)
                assert WorkOrder.objects.get(pk=order.pk).state == MAY[state][name], name
                assert list(wrong_lives()) == [], name
            else:
                before = WorkOrder.objects.filter(pk=order.pk).values().get()
                with pytest.raises(DomainError), transaction.atomic():
                    step(order)
                assert WorkOrder.objects.filter(pk=order.pk).values().get() == before, name


def test_the_table_of_work_orders_is_what_the_steps_do() -> None:
    """Every way in the table is walked by a step, and no step goes another."""
    walked = {(state, after) for state, steps in MAY.items() for after in steps.values()}
    table = {(state, then) for state, all_then in ORDER_LIFE.table.items() for then in all_then}

    # Dispatch that finds nobody leaves or makes an order waiting.
    by_dispatch = {(state, S.WAITING) for state, steps in MAY.items() if "dispatch" in steps}
    assert walked | by_dispatch == table


@pytest.mark.parametrize(
    "state", [each for each in S if "dispatch" in MAY[each]], ids=lambda each: each.value
)
def test_dispatch_that_finds_nobody_leaves_the_order_waiting(state: OrderState) -> None:
    order = _reached(state)
    nobody = world.department(world.project(), "绿化部")

    order = dispatch_order(
        order=order, department=nobody, reason="树枝断落", by=shift.desk(), at=SOON
    )

    assert (order.state, order.assignee) == (S.WAITING, None)
    assert "此刻无人当班" in order.why
    assert list(wrong_lives()) == []


def _ticket(state: TicketState) -> Ticket:
    """Return a ticket brought to a state by the commands: a question, without work."""
    ticket = _question()
    if state in (T.ANSWERED, T.CLOSED):
        ticket = _answer(ticket)
    if state == T.CLOSED:
        _follow_up(ticket)
    if state == T.CANCELLED:
        ticket = cancel_ticket(ticket=ticket, reason="业主撤回", by=shift.desk(), at=SOON)
    if state == T.MERGED:
        merge_tickets(ticket=ticket, into=_question(), by=shift.desk(), at=SOON)
    return Ticket.objects.get(pk=ticket.pk)


def _question() -> Ticket:
    return shift.taken(shift.matter("装修押金什么时候退?", kind=MatterKind.QUESTION))


def _answer(ticket: Ticket) -> Ticket:
    return answer_ticket(
        ticket=ticket,
        way=ContactWay.CALL,
        words="验收合格后 30 天内退",
        outcome="业主认可",
        by=shift.desk(),
        at=SOON,
    )


def _follow_up(ticket: Ticket, rating: Rating = Rating.GOOD) -> object:
    return follow_up(
        ticket=ticket, way=ContactWay.CALL, rating=rating, words="话", by=shift.desk(), at=SOON
    )


TICKET_STEPS: dict[str, Callable[[Ticket], object]] = {
    "answer": _answer,
    "content": _follow_up,
    "discontent": lambda ticket: _follow_up(ticket, Rating.BAD),
    "time": lambda ticket: close_by_time(ticket=ticket, by=SYSTEM, at=shift.later(days=8)),
    "reopen": lambda ticket: reopen_ticket(
        ticket=ticket, reason="还没退", by=shift.desk(), at=SOON
    ),
    "cancel": lambda ticket: cancel_ticket(
        ticket=ticket, reason="业主撤回", by=shift.desk(), at=SOON
    ),
    "merge": lambda ticket: merge_tickets(
        ticket=ticket, into=_question(), by=shift.desk(), at=SOON
    ),
}
TICKET_MAY: dict[TicketState, dict[str, TicketState]] = {
    T.OPEN: {"answer": T.ANSWERED, "cancel": T.CANCELLED, "merge": T.MERGED, "time": T.OPEN},
    T.ANSWERED: {
        **{"content": T.CLOSED, "discontent": T.OPEN, "time": T.CLOSED, "reopen": T.OPEN},
    },
    T.CLOSED: {"reopen": T.OPEN, "time": T.CLOSED},
    T.CANCELLED: {"time": T.CANCELLED},
    T.MERGED: {"time": T.MERGED},
}
"""As above for tickets; `time` is the house's own step and does nothing where it is not due."""


@pytest.mark.parametrize("state", T)
def test_every_step_from_every_state_of_a_ticket(state: TicketState) -> None:
    ticket = _ticket(state)
    assert ticket.state == state

    for name, step in TICKET_STEPS.items():
        with trial():
            if name in TICKET_MAY[state]:
                step(ticket)
                assert Ticket.objects.get(pk=ticket.pk).state == TICKET_MAY[state][name], name
                assert list(wrong_lives()) == [], name
            else:
                before = Ticket.objects.filter(pk=ticket.pk).values().get()
                with pytest.raises(DomainError), transaction.atomic():
                    step(ticket)
                assert Ticket.objects.filter(pk=ticket.pk).values().get() == before, name


def test_the_table_of_tickets_is_what_the_steps_do() -> None:
    walked = {
        (state, after)
        for state, steps in TICKET_MAY.items()
        for name, after in steps.items()
        if name != "time" or state == T.ANSWERED
    }
    table = {(state, then) for state, all_then in TICKET_LIFE.table.items() for then in all_then}

    assert walked == table
