"""Opinion cards: once per work, felt by the ticket at the right moment, changeable for a day."""

import pytest
from django.db import transaction

from anju.core.errors import DomainError
from anju.opinions.commands.cards import change_card, give_card
from anju.opinions.invariants import broken
from anju.opinions.models import OpinionCard
from anju.opinions.refusals import AlreadyGiven, NotYet, TooLateToChange
from anju.opinions.states import CardWay
from anju.tickets.commands.cards import heed_waiting_cards
from anju.tickets.commands.closing import cancel_ticket, follow_up
from anju.tickets.commands.working import refuse_order
from anju.tickets.models import FollowUp, Ticket, WorkOrder
from anju.tickets.standing import wrong_lives
from anju.tickets.states import ClosedBy, ContactWay, Rating, TicketState
from tests import world
from tests.opinions.house import (
    BAD,
    FAIR,
    GOOD,
    answer,
    answered,
    answers,
    complaint,
    finished,
    fresh,
    repair,
    running,
    started,
)
from tests.tickets import shift
from tests.tickets.shift import later, settle_down, told

pytestmark = pytest.mark.django_db


def give(order: WorkOrder, overall: Rating = GOOD, *, minutes: int = 5, **more: str) -> OpinionCard:
    return give_card(
        ticket=order.ticket,
        order=order,
        answers=answers(overall, **more),
        way=CardWay.LINK,
        at=later(minutes),
    )


def change(card: OpinionCard, overall: Rating, *, minutes: int = 60) -> OpinionCard:
    return change_card(card=card, answers=answers(overall, words="再想想"), at=later(minutes))


def test_a_good_card_closes_an_answered_repair() -> None:
    order = answered()

    give(order, GOOD, attitude="GOOD", seven="YES")

    closed = fresh(order.ticket)
    assert (closed.state, closed.closed_by) == (TicketState.CLOSED, ClosedBy.CARD)
    assert list(broken()) == list(wrong_lives()) == []


def test_a_good_card_leaves_a_complaint_to_its_follow_up() -> None:
    ticket = complaint()

    give_card(
        ticket=ticket,
        order=None,
        answers=answers(),
        way=CardWay.PAPER,
        by=shift.desk(),
        at=later(5),
    )

    assert fresh(ticket).state == TicketState.ANSWERED
    assert running(ticket) is not None


def test_a_bad_card_is_followed_up_by_the_next_working_day_and_the_supervisor_told() -> None:
    chief, order = world.supervisor(), answered()
    settle_down()

    give(order, BAD, words="又漏了")
    settle_down()

    clock = running(order.ticket)
    assert clock is not None and clock.policy is not None
    assert clock.policy.name == "差评:1 天内回访"
    assert f"意见卡不满意:{order.ticket.number}" in told(chief)


def test_a_card_before_the_answer_is_kept_told_at_once_and_felt_with_the_answer() -> None:
    chief, order = world.supervisor(), finished()
    give(order, BAD, words="地没扫")
    settle_down()

    assert running(order.ticket) is None
    assert f"意见卡不满意:{order.ticket.number}" in told(chief)

    ticket = answer(order.ticket, later(30))
    clock = running(ticket)
    assert clock is not None and clock.started_at == later(30)

    heed_waiting_cards(ticket=ticket, by=shift.desk(), at=later(40))
    again = running(ticket)
    assert again is not None and again.pk == clock.pk


def test_a_good_card_before_the_answer_closes_with_it() -> None:
    order = finished()
    give(order, GOOD)
    assert fresh(order.ticket).state == TicketState.OPEN

    answer(order.ticket, later(30))

    assert fresh(order.ticket).closed_by == ClosedBy.CARD
    assert list(wrong_lives()) == []


def test_the_worst_of_several_cards_decides() -> None:
    order = finished()
    other = shift.done(shift.ordered(order.ticket, "补瓷砖"))
    give(order, GOOD)
    give(other, BAD, words="颜色不对")

    answer(order.ticket, later(30))

    assert fresh(order.ticket).state == TicketState.ANSWERED
    assert running(order.ticket) is not None


def test_a_good_card_does_not_close_over_a_bad_one_that_nobody_asked_about() -> None:
    order = finished()
    other = shift.done(shift.ordered(order.ticket, "补瓷砖"))
    answer(order.ticket, later(1))
    give(order, BAD, words="颜色不对")
    give(other, GOOD, minutes=6)

    assert fresh(order.ticket).state == TicketState.ANSWERED
    assert running(order.ticket) is not None


def test_a_card_from_a_basement_comes_before_the_house_knows_of_the_work() -> None:
    order = repair()  # all that its worker did lies on the phone

    give(order, BAD, words="地没扫")

    card = OpinionCard.objects.get(order=order)
    assert card.overall == BAD
    assert card.said.waits


def test_there_is_one_card_for_a_work_and_none_while_nobody_has_it() -> None:
    nobodys = repair()
    refuse_order(order=nobodys, reason="不归工程部", by=world.by(world.engineer()), at=shift.AT)
    with pytest.raises(NotYet, match="还没有安排到人"):
        give(nobodys)
    order = started()
    give(order)
    with pytest.raises(AlreadyGiven, match="已经收到"):
        give(order, BAD)
    assert OpinionCard.objects.get(order=order).overall == GOOD


def test_a_ticket_that_was_called_off_takes_no_card() -> None:
    order = started()
    cancel_ticket(ticket=order.ticket, reason="误报", by=shift.desk(), at=later(1))
    order.refresh_from_db()

    with pytest.raises(DomainError):
        give(order)


def test_from_bad_to_good_ends_the_follow_up_and_closes() -> None:
    order = answered()
    card = give(order, BAD, words="慢")

    change(card, GOOD)

    assert fresh(order.ticket).closed_by == ClosedBy.CARD
    assert running(order.ticket) is None
    assert FollowUp.objects.get(is_card=True).rating == GOOD
    assert list(broken()) == list(wrong_lives()) == []


def test_from_good_to_bad_asks_for_a_follow_up_of_the_closed_ticket() -> None:
    order = answered()
    card = give(order, GOOD)

    change(card, BAD)

    assert fresh(order.ticket).state == TicketState.CLOSED
    assert running(order.ticket) is not None
    assert list(wrong_lives()) == []
    ask(order.ticket, GOOD)
    assert fresh(order.ticket).state == TicketState.CLOSED
    assert running(order.ticket) is None


def test_discontent_after_the_closing_opens_it_again() -> None:
    order = answered()
    change(give(order, GOOD), BAD)

    ask(order.ticket, BAD)

    assert fresh(order.ticket).state == TicketState.OPEN
    assert running(order.ticket, "rework") is not None


def test_from_bad_to_fair_somebody_still_asks() -> None:
    order = answered()

    change(give(order, BAD, words="慢"), FAIR)

    assert running(order.ticket) is not None
    assert fresh(order.ticket).state == TicketState.ANSWERED


def test_a_complaints_bad_card_turned_good_leaves_its_follow_up() -> None:
    ticket = complaint()
    card = give_card(ticket=ticket, order=None, answers=answers(BAD), way=CardWay.LINK, at=later(5))

    change(card, GOOD)

    assert fresh(ticket).state == TicketState.ANSWERED
    assert running(ticket) is not None


def test_a_card_is_changed_within_a_day_and_not_after() -> None:
    order = answered()
    card = give(order, FAIR)

    change(card, GOOD, minutes=5 + 24 * 60 - 1)
    with pytest.raises(TooLateToChange, match="24 小时"), transaction.atomic():
        change(card, BAD, minutes=5 + 24 * 60)
    card.refresh_from_db()
    assert (card.overall, card.said.rating) == (GOOD, GOOD)


def test_the_same_answers_again_change_nothing() -> None:
    card = give(answered(), FAIR, words="还行")

    same = change_card(card=card, answers=answers(FAIR, words="还行"), at=later(days=3))

    assert same.changed_at is None


def ask(ticket: Ticket, rating: Rating) -> None:
    follow_up(
        ticket=ticket,
        way=ContactWay.CALL,
        rating=rating,
        words="话",
        by=world.by(world.receptionist()),
        at=later(90),
    )
