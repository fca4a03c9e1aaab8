"""A ticket from intake to closing, by the commands."""

import pytest

from anju.clocks.models import Clock
from anju.tickets.commands.answering import answer_ticket
from anju.tickets.commands.closing import follow_up
from anju.tickets.models import Ticket
from anju.tickets.refusals import WorkOpen
from anju.tickets.states import ContactWay, OrderState, Rating, TicketState
from tests import world
from tests.tickets import shift

pytestmark = pytest.mark.django_db


def kinds(ticket: Ticket) -> dict[str, str]:
    return {each.kind: each.verdict for each in Clock.objects.about(ticket).order_by("pk")}


def test_a_promised_repair_is_dispatched_done_answered_and_followed_up() -> None:
    worker = world.engineer()
    ticket = shift.taken()
    order = shift.only_order(ticket)

    assert order.state == OrderState.ASSIGNED
    assert order.assignee == worker
    assert "赵志强" in order.why
    assert set(kinds(ticket)) == {"respond", "resolve", "promise"}

    with pytest.raises(WorkOpen, match="还有 1 张派工单"):
        answer_ticket(
            ticket=ticket,
            way=ContactWay.CALL,
            words="修好了",
            outcome="业主认可",
            by=shift.desk(),
            at=shift.later(30),
        )
    shift.done(order, at=shift.later(60))
    ticket = answer_ticket(
        ticket=ticket,
        way=ContactWay.CALL,
        words="水龙头已更换,试水正常",
        outcome="业主认可",
        by=shift.desk(),
        at=shift.later(90),
    )

    assert ticket.state == TicketState.ANSWERED
    assert kinds(ticket)["promise"] == "KEPT"
    assert kinds(ticket)["resolve"] == "KEPT"
    follow_up(
        ticket=ticket, way=ContactWay.CALL, rating=Rating.GOOD, by=shift.desk(), at=shift.later(120)
    )
    ticket.refresh_from_db()
    assert ticket.state == TicketState.CLOSED
    assert not Clock.objects.about(ticket).open().exists()
