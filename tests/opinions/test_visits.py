"""回访: never by who did the work, by the right post, with rework, sequels and figures."""

from datetime import timedelta
from io import BytesIO
from itertools import count
from urllib.parse import urlencode

import pytest
from django.db import transaction
from openpyxl import load_workbook

from anju.audit.models import Event
from anju.clocks.commands.starting import TooLateToReopen
from anju.core.actors import Actor
from anju.fieldwork.models import Visit
from anju.fieldwork.states import LeftCause, VisitState
from anju.opinions.commands.cards import give_card
from anju.opinions.queries.visits import weeks_in_time
from anju.opinions.states import CardWay
from anju.opinions.verbs import OpinionVerb
from anju.tickets.commands.checking import check_order
from anju.tickets.commands.closing import close_by_time, follow_up
from anju.tickets.commands.following import follow_up_with
from anju.tickets.commands.working import accept_order, finish_order, hand_back_order
from anju.tickets.models import FollowUp, Ticket, TicketLink, WorkOrder
from anju.tickets.refusals import NotYours
from anju.tickets.standing import wrong_lives
from anju.tickets.states import ClosedBy, ContactWay, OrderState, Rating, TicketState
from tests import world
from tests.opinions.house import (
    BAD,
    GOOD,
    answer,
    answered,
    answers,
    complaint,
    fresh,
    now,
    repair,
    running,
    sign_in,
    text,
    url,
)
from tests.residents import town
from tests.tickets import shift
from tests.tickets.shift import later

pytestmark = pytest.mark.django_db
FOUND = {"responsibility": "OURS", "cause": "保洁漏扫", "prevention": "加密巡查"}
ONCE = count(1)


def asks(ticket: Ticket, by: Actor, rating: Rating = GOOD, *, at: object = None) -> FollowUp:
    return follow_up(
        ticket=ticket,
        way=ContactWay.CALL,
        rating=rating,
        words="还在滴",
        by=by,
        at=at or later(90),  # type: ignore[arg-type]
    )


def test_who_did_it_does_not_ask_nor_who_had_begun_it_nor_their_deputy() -> None:
    first, second = world.engineer(), world.person("sunli", "孙立", post="engineering")
    order = repair()
    accept_order(order=order, worker=order.assignee or first, by=world.by(first), at=later(1))
    hand_back_order(order=order, reason="要两个人", by=world.by(first), at=later(2))
    WorkOrder.objects.filter(pk=order.pk).update(state=OrderState.ASSIGNED, assignee=second)
    order = WorkOrder.objects.with_tickets().get(pk=order.pk)
    accept_order(order=order, worker=second, by=world.by(second), at=later(3))
    finish_order(order=order, result="好了", gap_reason="急修", by=world.by(second), at=later(4))
    check_order(order=order, by=shift.desk(), at=later(5))
    ticket = answer(order.ticket, later(6))

    for doer in (first, second):
        with pytest.raises(NotYours, match="由别人回访"):
            asks(ticket, world.by(doer))
    receptionist = world.receptionist()
    deputy = Actor(receptionist.pk, receptionist.name, second.pk, second.name)
    with pytest.raises(NotYours, match="代理人"):
        asks(ticket, deputy)
    stood_in = Actor(second.pk, second.name, receptionist.pk, receptionist.name)
    with pytest.raises(NotYours):
        asks(ticket, stood_in)
    assert asks(ticket, world.by(receptionist)).rating == GOOD


def test_who_was_on_site_beside_them_does_not_ask() -> None:
    order = answered()
    helper = world.person("sunli", "孙立", post="engineering")
    Visit.objects.create(
        project=order.project,
        order=order,
        number=2,
        worker=helper,
        state=VisitState.LEFT,
        set_out_at=shift.AT,
        ended_at=later(10),
        left_cause=LeftCause.MATERIAL,
    )

    with pytest.raises(NotYours, match="由别人回访"):
        asks(order.ticket, world.by(helper))


def test_the_desk_that_checked_and_answered_may_ask() -> None:
    order = answered()
    assert asks(order.ticket, shift.desk()).by_name == "陈静怡"


@pytest.mark.parametrize(
    ("who", "what", "status"),
    [
        ("receptionist", "repair", 200),
        ("receptionist", "complaint", 403),
        ("supervisor", "complaint", 200),
        ("supervisor", "major", 403),
        ("manager", "major", 200),
    ],
)
def test_complaints_are_the_supervisors_and_major_ones_the_managers(
    who: str, what: str, status: int
) -> None:
    client = sign_in(getattr(world, who)())
    ticket = answered(now(-5)).ticket if what == "repair" else complaint(now(-5))
    if what == "major":
        Ticket.objects.filter(pk=ticket.pk).update(grade="MAJOR", grade_cause="INJURY")

    address = f"/p/green/tickets/{ticket.pk}/follow-up/"

    assert client.get(address).status_code == status
    page = text(client.get(f"/p/green/tickets/{ticket.pk}/"))
    assert (f'href="{address}"' in page) == (status == 200)
    listed = text(client.get(url("follow_ups", query="?show=all")))
    if what != "repair":
        assert (f'href="{address}"' in listed) == (status == 200)
        assert ("项目经理" if what == "major" else "客服主管") in listed


def test_discontent_gives_the_same_department_a_second_order_with_a_rework_clock() -> None:
    order = answered()

    follow_up(
        ticket=order.ticket,
        way=ContactWay.VISIT,
        rating=BAD,
        words="还在滴水",
        redo=order,
        by=shift.desk(),
        at=later(60),
    )

    again = WorkOrder.objects.exclude(pk=order.pk).get(ticket=order.ticket)
    assert (again.round, again.department, again.assignee) == (2, order.department, order.assignee)
    assert again.state == OrderState.ASSIGNED
    assert again.task.startswith("返工:") and "还在滴水" in again.task
    assert running(order.ticket, "rework") is not None
    order.refresh_from_db()
    assert order.state == OrderState.CHECKED
    assert list(wrong_lives()) == []

    shift.done(again, at=later(120))
    ticket = answer(order.ticket, later(130))
    asks(ticket, shift.desk(), at=later(140))
    assert fresh(ticket).closed_by == ClosedBy.FOLLOW_UP
    assert list(wrong_lives()) == []


def test_rework_goes_to_whom_dispatch_finds_if_the_same_hands_are_away() -> None:
    order = answered()
    absent = world.engineer()
    other = world.person("sunli", "孙立", post="engineering")
    absent.memberships.update(ends_on=world.TODAY - timedelta(days=1))

    follow_up(
        ticket=order.ticket,
        way=ContactWay.CALL,
        rating=BAD,
        words="还在滴",
        redo=order,
        by=shift.desk(),
        at=later(60),
    )

    again = WorkOrder.objects.exclude(pk=order.pk).get(ticket=order.ticket)
    assert (again.round, again.department, again.assignee) == (2, order.department, other)


def test_too_late_to_open_again_a_linked_ticket_takes_it_on_and_nothing_is_lost() -> None:
    order = answered()
    close_by_time(ticket=order.ticket, by=shift.desk(), at=later(days=8))
    give_card(
        ticket=order.ticket,
        order=order,
        answers=answers(BAD, words="又漏"),
        way=CardWay.LINK,
        at=later(days=25),
    )
    at = later(days=25, minutes=30)
    with pytest.raises(TooLateToReopen), transaction.atomic():
        asks(order.ticket, shift.desk(), BAD, at=at)
    assert running(order.ticket) is not None

    new = follow_up_with(
        ticket=order.ticket,
        way=ContactWay.CALL,
        rating=BAD,
        words="又漏",
        finding=None,
        number_used="",
        redo=order,
        problem="厨房又漏水",
        taker=world.supervisor(),
        by=shift.desk(),
        at=at,
    )

    assert new is not None and new.words == "厨房又漏水"
    assert TicketLink.objects.get().later == new
    assert fresh(order.ticket).state == TicketState.CLOSED
    assert running(order.ticket) is None
    assert FollowUp.objects.filter(is_card=False, rating=BAD).count() == 1
    assert list(wrong_lives()) == []


def test_the_form_records_the_number_masked_and_takes_a_new_problem() -> None:
    who = town.person("李秀兰", "13812345678")
    town.lives(who, town.unit())
    order = answered(now(-5), person=who, unit=town.unit())
    client = sign_in(world.supervisor())
    said = {"way": "CALL", "number_used": "0", "rating": "GOOD", "problem": "阳台灯也不亮"}

    answer_ = client.post(f"/p/green/tickets/{order.ticket_id}/follow-up/", said)

    assert answer_.status_code == 302
    kept = FollowUp.objects.get()
    assert kept.number_used == "138****5678"
    assert TicketLink.objects.get().later.words == "阳台灯也不亮"
    done = text(client.get(url("follow_ups", query="?show=done")))
    assert "138****5678" in done


def test_the_list_shows_today_overdue_and_all_with_the_same_queries_for_many() -> None:
    world.supervisor()
    client = sign_in(world.supervisor())

    def shown() -> str:
        return text(client.get(url("follow_ups", query="?show=all")))

    complaint(now(-5))
    for_one = world.queries(shown)
    complaint(now(-4)), complaint(now(-3))
    assert world.queries(shown) == for_one
    assert shown().count("data-row") == 3
    assert "今天没有到期的回访" in text(client.get(url("follow_ups")))
    late = complaint(now(days=-5))
    overdue = text(client.get(url("follow_ups", query="?show=late")))
    assert overdue.count("data-row") == 1
    assert late.number in overdue
    assert late.number in text(client.get("/p/green/tickets/?follow_up=late"))


def test_the_share_made_in_time_is_what_the_formula_says() -> None:
    in_time, too_late, waiting = complaint(), complaint(), complaint()
    for ticket, at in ((in_time, later(days=1)), (too_late, later(days=6))):
        Ticket.objects.filter(pk=ticket.pk).update(responsibility="OURS", cause="x")
        asks(fresh(ticket), shift.desk(), at=at)
    assert running(waiting) is not None

    weeks = {each.begins_on: each for each in weeks_in_time(world.project(), at=later(days=6))}

    found = weeks[shift.AT.date()]
    assert (found.due, found.in_time, found.share) == (3, 1, 33)


def test_the_lists_go_out_as_workbooks_with_their_own_right_and_a_trace() -> None:
    order = answered(now(-30))
    give_card(
        ticket=order.ticket,
        order=order,
        answers=answers(BAD, words="=慢"),
        way=CardWay.LINK,
        at=now(-20),
    )
    chief, desk = sign_in(world.supervisor()), sign_in(world.receptionist())
    for name, query in (
        ("export_follow_ups", {"show": "all"}),
        ("export_follow_ups", {"show": "done"}),
        ("export_cards", {"rating": "BAD"}),
        ("export_praise", {}),
    ):
        address = url(name, query=f"?{urlencode(query)}")
        assert desk.get(address).status_code == 403
        book = chief.get(address)
        assert book.status_code == 200
        body = b"".join(book.streaming_content)  # type: ignore[attr-defined]
        assert load_workbook(BytesIO(body)).active is not None
    assert Event.objects.filter(verb=OpinionVerb.EXPORTED).count() == 4


def test_bad_cards_and_overdue_visits_are_figures_of_the_supervisors_day() -> None:
    order = answered(now(-30))
    give_card(ticket=order.ticket, order=order, answers=answers(BAD), way=CardWay.LINK, at=now(-20))
    late = complaint(now(days=-5))
    client = sign_in(world.supervisor())

    home = text(client.get("/p/green/"))

    assert "不满意卡" in home and "逾期回访" in home
    assert order.ticket.number in text(client.get("/p/green/tickets/?opinion=unasked"))
    assert late.number in text(client.get("/p/green/tickets/?follow_up=late"))
    asks(order.ticket, world.by(world.receptionist()), at=now())
    assert order.ticket.number not in text(client.get("/p/green/tickets/?opinion=unasked"))
    assert order.ticket.number in text(client.get("/p/green/tickets/?opinion=bad"))


def test_a_refused_follow_up_keeps_what_was_typed() -> None:
    ticket = complaint(now(-5))
    client = sign_in(world.supervisor())

    refused = client.post(
        f"/p/green/tickets/{ticket.pk}/follow-up/", {"way": "CALL", "rating": "BAD", "words": ""}
    )

    assert refused.status_code == 422
    assert "哪里不满意" in text(refused)
