"""Praise both ways, thanks through the one door, paper cards, the QR code, what is forgotten."""

import re

import pytest

from anju.contacts.models import Outreach
from anju.opinions.commands.cards import give_card
from anju.opinions.commands.forgetting import forget_opinions
from anju.opinions.commands.praising import note_praise
from anju.opinions.invariants import broken
from anju.opinions.models import OpinionCard, Praise
from anju.opinions.refusals import NotPraise
from anju.opinions.states import CardWay, Direction, PraiseSource
from anju.organization.models import Project
from anju.tickets.commands.closing import follow_up
from anju.tickets.models import WorkOrder
from anju.tickets.states import ContactWay, Rating
from tests import world
from tests.opinions.house import (
    GOOD,
    answered,
    answers,
    finished,
    link,
    now,
    repair,
    sign_in,
    text,
    url,
)
from tests.residents import town
from tests.tickets import shift

pytestmark = pytest.mark.django_db


def of_somebody() -> WorkOrder:
    """Return answered work for 李秀兰 in 3-1-502, who gave a good card."""
    who = town.person("李秀兰", "13812345678")
    town.lives(who, town.unit())
    order = answered(now(-30), person=who, unit=town.unit())
    give_card(
        ticket=order.ticket,
        order=order,
        answers=answers(GOOD, words="赵师傅很耐心"),
        way=CardWay.LINK,
        at=now(-20),
    )
    Project.objects.update(phone="010-88886666")
    return order


def test_good_words_on_a_card_become_praise_of_who_did_it() -> None:
    order, client = of_somebody(), sign_in(world.supervisor())
    page = text(client.get(f"/p/green/tickets/{order.ticket_id}/"))
    assert "记入表扬" in page and "谢谢业主" in page

    form = text(client.get(url("add_praise", query=f"?ticket={order.ticket_id}")))
    assert "赵师傅很耐心" in form
    said = {
        "direction": "STAFF",
        "users": [str(world.engineer().pk)],
        "unit": "3-1-502",
        "source": "CARD",
        "words": "赵师傅很耐心",
        "happened_on": f"{now():%Y-%m-%d}",
        "once": "k1",
        "ticket": str(order.ticket_id),
    }
    for _ in range(2):
        assert client.post(url("add_praise"), said).status_code == 302

    praise = Praise.objects.get()
    assert (praise.names, praise.ticket, praise.unit) == ("赵志强", order.ticket, town.unit())
    assert "赵师傅很耐心" in text(client.get(url("praise")))
    assert "赵师傅很耐心" in text(client.get(f"/p/green/residents/people/{praise.person_id}/"))
    assert "赵师傅很耐心" in text(client.get(f"/p/green/estate/units/{praise.unit_id}/"))
    assert "记入表扬" not in text(client.get(f"/p/green/tickets/{order.ticket_id}/"))


def test_thanks_and_the_cards_link_go_through_the_one_door_once() -> None:
    order, client = of_somebody(), sign_in(world.supervisor())

    for _ in range(2):
        assert client.post(url("thank", order.ticket_id)).status_code == 302
    thanks = Outreach.objects.get(key=f"thanks:{order.ticket_id}")
    assert "赵师傅" in thanks.text

    other = finished(now(-10), person=order.ticket.person, unit=town.unit())
    sent = client.post(url("send_card", other.pk))
    assert sent.status_code == 302
    outreach = Outreach.objects.get(key__startswith=f"card:{other.pk}:")
    assert link(other) in outreach.text


def test_where_nobody_is_in_register_it_is_said_what_to_do() -> None:
    order, client = finished(now(-10)), sign_in(world.supervisor())

    refused = client.post(url("send_card", order.pk), follow=True)

    assert "没有登记的业主" in text(refused)
    assert not Outreach.objects.exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"words": " "}, "内容"),
        ({"users": []}, "哪位同事"),
        ({"direction": Direction.RESIDENT, "users": []}, "哪一户"),
        ({"happened_on": world.TODAY.replace(year=2030)}, "还没有到"),
    ],
)
def test_praise_of_nobody_or_nothing_is_refused(said: dict[str, object], words: str) -> None:
    facts: dict[str, object] = {
        "direction": Direction.STAFF,
        "source": PraiseSource.SPOKEN,
        "words": "很好",
        "users": [world.engineer()],
        **said,
    }
    with pytest.raises(NotPraise, match=words):
        note_praise(project=world.project(), by=shift.desk(), at=shift.AT, **facts)  # type: ignore[arg-type]


def test_staff_thank_a_household() -> None:
    praise = note_praise(
        project=world.project(),
        direction=Direction.RESIDENT,
        source=PraiseSource.OTHER,
        words="谢谢让出车位",
        unit=town.unit(),
        by=shift.desk(),
        at=shift.AT,
    )

    assert praise.names == ""
    assert list(broken()) == []


def test_a_paper_card_is_keyed_in_with_all_questions_once() -> None:
    order, client = answered(now(-30)), sign_in(world.receptionist())
    said = {
        "order": str(order.pk),
        "overall": "FAIR",
        "tidy": "BAD",
        "seven": "NO",
        "words": "有灰",
    }

    assert client.post(url("key_card", order.ticket_id), {}).status_code == 422
    assert client.post(url("key_card", order.ticket_id), said).status_code == 302
    twice = client.post(url("key_card", order.ticket_id), said)

    assert twice.status_code == 422
    assert "已经收到" in text(twice)
    card = OpinionCard.objects.get()
    assert (card.way, card.tidy, card.seven, card.by_name) == ("PAPER", "BAD", "NO", "王婷")
    page = text(sign_in(world.supervisor()).get(f"/p/green/tickets/{order.ticket_id}/"))
    assert "纸质卡录入" in page and "七个一 没有做到" in page
    assert "有灰" in text(client.get(url("cards", query="?rating=FAIR")))
    assert "有灰" not in text(client.get(url("cards", query="?rating=BAD")))


def test_the_worker_shows_the_code() -> None:
    order = repair(now(-5))
    client = sign_in(world.engineer())

    shown = text(client.get(url("show_card", order.pk)))

    assert "<svg" in shown
    assert link(order) in shown
    assert sign_in(world.stranger()).get(url("show_card", order.pk)).status_code == 404


def test_an_erased_persons_words_go_and_the_ratings_stay() -> None:
    order = of_somebody()
    assert order.ticket.person is not None
    note_praise(
        project=world.project(),
        direction=Direction.STAFF,
        source=PraiseSource.LETTER,
        words="李秀兰送锦旗",
        users=[world.engineer()],
        person=order.ticket.person,
        by=shift.desk(),
        at=now(),
    )

    assert forget_opinions(person=order.ticket.person, by=shift.desk(), at=now()) == 2

    card = OpinionCard.objects.get()
    assert (card.words, card.overall) == ("", "GOOD")
    assert Praise.objects.get().words == "(已删除)"


def test_the_pages_cost_the_same_for_many() -> None:
    order, client = of_somebody(), sign_in(world.supervisor())

    def page() -> str:
        return text(client.get(url("cards")))

    for_one = world.queries(page)
    for _ in range(2):
        more = answered(now(-20), person=order.ticket.person, unit=town.unit())
        give_card(ticket=more.ticket, order=more, answers=answers(), way=CardWay.PAPER, at=now(-10))
    assert world.queries(page) == for_one


def test_good_words_of_a_follow_up_become_praise_that_its_worker_reads_at_home() -> None:
    order, client = answered(now(-30)), sign_in(world.supervisor())
    by = world.by(world.supervisor())
    said = {"way": ContactWay.CALL, "rating": Rating.GOOD, "words": "师傅讲解得很清楚"}
    follow_up(ticket=order.ticket, **said, by=by, at=now(-5))

    assert "记入表扬" in text(client.get(f"/p/green/tickets/{order.ticket_id}/"))
    form = text(client.get(url("add_praise", query=f"?ticket={order.ticket_id}")))
    assert "师傅讲解得很清楚" in form
    note_praise(
        project=order.project,
        direction=Direction.STAFF,
        source=PraiseSource.SPOKEN,
        words="师傅讲解得很清楚",
        users=[world.engineer()],
        by=by,
        at=now(),
    )

    assert "师傅讲解得很清楚" in text(sign_in(world.engineer()).get("/p/green/"))
    assert "师傅讲解得很清楚" not in text(sign_in(world.receptionist()).get("/p/green/"))


def test_a_home_may_listen_to_all_that_it_lists() -> None:
    shown = sign_in(world.receptionist()).get("/p/green/")

    region = re.search(r'id="sections" data-live="([^"]*)"', shown.content.decode())
    assert region is not None
    assert set(region[1].split()) <= set(shown.context["live_topics"].split())
