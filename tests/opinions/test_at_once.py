"""Two presses at once: one card, one urging, one draw."""

from datetime import timedelta

import pytest

from anju.opinions.commands.cards import give_card
from anju.opinions.commands.drawing import draw_week
from anju.opinions.models import FollowUpDraw, OpinionCard
from anju.opinions.refusals import AlreadyGiven
from anju.opinions.states import CardWay
from anju.tickets.commands.urging import urge_ticket
from anju.tickets.models import FollowUp
from tests import world
from tests.opinions.house import answered, answers, fresh, link, now, owner, repair
from tests.threads import at_once
from tests.tickets import shift

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_cards_at_once_are_one() -> None:
    order = answered()

    def give() -> OpinionCard:
        return give_card(
            ticket=order.ticket,
            order=order,
            answers=answers(),
            way=CardWay.LINK,
            at=shift.later(5),
        )

    results = at_once(give, give)

    assert sorted(type(each) for each in results if isinstance(each, Exception)) == [AlreadyGiven]
    assert OpinionCard.objects.count() == FollowUp.objects.count() == 1


def test_two_posts_of_the_page_at_once_are_one_card_and_both_are_thanked() -> None:
    order = answered(now(-5))
    address = link(order)

    def send() -> int:
        return owner().post(address, {"overall": "GOOD"}).status_code

    assert at_once(send, send, send) == [302, 302, 302]
    assert OpinionCard.objects.count() == FollowUp.objects.count() == 1


def test_two_presses_of_the_urge_button_count_once() -> None:
    order = repair()

    results = at_once(*[lambda: urge_ticket(ticket=order.ticket, at=shift.later(5))] * 2)

    assert sorted(map(str, results)) == ["False", "True"]
    assert fresh(order.ticket).urge_count == 1


def test_a_week_drawn_twice_at_once_is_drawn_once() -> None:
    order = answered()
    monday, next_week = shift.AT.date(), shift.AT + timedelta(days=7)
    project, by = world.project(), shift.desk()

    def draw(seed: str) -> FollowUpDraw:
        return draw_week(project=project, day=monday, seed=seed, by=by, at=next_week)

    first, second = at_once(lambda: draw("a"), lambda: draw("b"))

    assert first == second
    kept = FollowUpDraw.objects.get()
    assert [each.ticket_id for each in kept.tickets.all()] == [order.ticket_id]
