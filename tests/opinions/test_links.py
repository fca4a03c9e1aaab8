"""What an owner opens without login: once, for a time, and never by a preview."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from anju.opinions.commands.pressing import PER_NETWORK
from anju.opinions.models import LinkPress, OpinionCard
from anju.organization.links import link_token
from anju.tickets.commands.answering import contact_owner
from anju.tickets.commands.closing import cancel_ticket, follow_up
from anju.tickets.commands.working import refuse_order
from anju.tickets.models import FollowUp, Ticket, WorkOrder
from anju.tickets.reaching import values_of
from anju.tickets.states import ContactWay, Rating
from tests import world
from tests.opinions.house import (
    answered,
    finished,
    fresh,
    link,
    now,
    owner,
    progress,
    repair,
    started,
    text,
)
from tests.residents import town
from tests.tickets import shift

pytestmark = pytest.mark.django_db


def sent(order: WorkOrder, **said: str) -> OpinionCard:
    assert owner().post(link(order), said).status_code == 302
    return OpinionCard.objects.get(order=order)


def test_a_preview_uses_nothing() -> None:
    order = finished(now(-5))
    client = owner()

    for _ in range(2):
        assert client.get(link(order)).status_code == 200
        assert client.head(link(order)).status_code == 200

    assert OpinionCard.objects.count() == FollowUp.objects.count() == 0
    assert "请您评一评" in text(client.get(link(order)))


def test_a_card_is_given_by_a_plain_form_without_cookie_or_token() -> None:
    order = finished(now(-5))
    client = owner()

    thanked = client.post(
        link(order), {"overall": "GOOD", "seven": "YES", "words": "谢谢"}, follow=True
    )

    assert thanked.status_code == 200
    assert "谢谢您" in text(thanked)
    assert not client.cookies
    card = OpinionCard.objects.get()
    assert (card.overall, card.seven, card.words, card.by_id) == ("GOOD", "YES", "谢谢", None)


def test_an_answer_without_the_first_question_is_refused_and_keeps_what_was_typed() -> None:
    order = finished(now(-5))

    refused = owner().post(link(order), {"speed": "BAD", "words": "等了两小时"})

    assert refused.status_code == 422
    assert "请点一下总体评价" in text(refused)
    assert "等了两小时" in text(refused)
    assert 'name="speed" value="BAD" checked' in text(refused)
    assert not OpinionCard.objects.exists()


@pytest.mark.parametrize("said", [{"overall": "GREAT"}, {"overall": "GOOD", "seven": "9"}])
def test_an_invented_answer_is_refused(said: dict[str, str]) -> None:
    assert owner().post(link(finished(now(-5))), said).status_code == 422
    assert not OpinionCard.objects.exists()


def test_used_twice_within_a_day_it_is_changed_and_after_it_is_not() -> None:
    order = finished(now(-5))
    card = sent(order, overall="FAIR")

    assert "修改意见卡" in text(owner().get(link(order) + "?change=1"))
    assert sent(order, overall="GOOD").changed_at is not None
    OpinionCard.objects.update(given_at=now(days=-2))
    late = owner().post(link(order), {"overall": "BAD"})

    assert late.status_code == 422
    assert "24 小时" in text(late)
    card.refresh_from_db()
    assert card.overall == "GOOD"
    shown = text(owner().get(link(order) + "?change=1"))
    assert "不能再修改" in shown
    assert "<form" not in shown


def test_a_bad_card_says_what_happens_next_and_asks_softly() -> None:
    order = answered(now(-5))

    thanked = text(owner().post(link(order), {"overall": "BAD"}, follow=True))

    assert "前会有同事联系您" in thanked
    assert "哪里没做好" in thanked
    card = sent(order, overall="BAD", words="地没扫")
    assert (card.words, card.overall) == ("地没扫", "BAD")


def test_while_nobody_has_the_work_there_is_a_kind_sentence() -> None:
    order = repair(now(-5))
    refuse_order(order=order, reason="不归工程部", by=world.by(world.engineer()), at=now(-4))

    assert "还没有安排到人" in text(owner().get(link(order)))
    early = owner().post(link(order), {"overall": "GOOD"})
    assert early.status_code == 422
    assert "师傅到场以后" in text(early)


def test_thirty_days_after_the_end_it_is_gone() -> None:
    order = finished(now(-5))
    WorkOrder.objects.filter(pk=order.pk).update(done_at=now(days=-30) + timedelta(minutes=5))
    assert owner().get(link(order)).status_code == 200
    WorkOrder.objects.filter(pk=order.pk).update(done_at=now(days=-30))

    for answer_ in (owner().get(link(order)), owner().post(link(order), {"overall": "GOOD"})):
        assert answer_.status_code == 410
        assert "已经过期" in text(answer_)
    assert not OpinionCard.objects.exists()


def test_work_that_was_called_off_has_no_card() -> None:
    order = started(now(-5))
    cancel_ticket(ticket=order.ticket, reason="误报", by=shift.desk(), at=now())

    assert owner().get(link(order)).status_code == 410


def test_a_guessed_token_is_not_found() -> None:
    order = finished(now(-5))
    good = link_token("card", order.pk)
    missing = link_token("card", order.pk + 1000)
    other = link_token("progress", order.pk)

    for token in (f"{order.pk + 1}:{good.split(':')[1]}", good[:-1], "1", missing, other):
        assert owner().get(f"/l/card/{token}/").status_code == 404, token
        assert owner().post(f"/l/card/{token}/", {"overall": "BAD"}).status_code == 404
        if token != other:
            assert owner().post(f"/l/progress/{token}/urge/").status_code == 404
    assert not OpinionCard.objects.exists()


def test_too_many_presses_of_one_network_wait_and_other_networks_do_not() -> None:
    order = finished(now(-5))
    client = owner()
    sent(order, overall="GOOD")
    LinkPress.objects.update(count=PER_NETWORK)

    slow = client.post(link(order), {"overall": "BAD"})

    assert slow.status_code == 429
    assert "十分钟" in text(slow)
    elsewhere = client.post(link(order), {"overall": "FAIR"}, REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 302
    assert "127.0.0.1" not in str(list(LinkPress.objects.values()))


def test_large_type_is_kept_through_the_form() -> None:
    order = finished(now(-5))

    big = text(owner().get(link(order) + "?big=1"))
    assert '<body class="big">' in big
    assert 'name="big" value="1"' in big
    went = owner().post(link(order), {"overall": "GOOD", "big": "1"})
    assert went["Location"].endswith("?big=1")
    assert '<body class="big">' in text(owner().get(went["Location"]))
    assert 'class="big"' in text(owner().get(progress(order.ticket) + "?big=1"))


def test_the_pages_name_no_resident_and_no_number() -> None:
    who = town.person("李秀兰", "13812345678")
    town.lives(who, town.unit())
    order = answered(now(-5), person=who, unit=town.unit(), words="李秀兰家漏水,打 13812345678")
    pages = [text(owner().get(link(order))), text(owner().get(progress(order.ticket)))]
    sent(order, overall="BAD")
    pages.append(text(owner().get(link(order))))

    for shown in pages:
        for secret in ("李秀兰", "13812345678", "3-1-502", "赵志强"):
            assert secret not in shown
        assert "赵师傅" in shown or shown is pages[1]


def test_the_pages_load_one_small_stylesheet_and_no_script() -> None:
    order = answered(now(-5))
    found = finders.find("opinions/owner.css")
    assert found is not None
    style = Path(str(found)).stat().st_size

    for address in (link(order), progress(order.ticket)):
        shown = text(owner().get(address))
        assert "<script" not in shown
        assert shown.count('rel="stylesheet"') == 1
        assert len(shown.encode()) + style < 16_000


def test_progress_says_who_comes_when_and_what_was_done() -> None:
    order = started(now(-5))

    shown = text(owner().get(progress(order.ticket)))

    for said in ("赵师傅", "工程部", "前答复您", "您的事已登记", "赵师傅已到场开工"):
        assert said in shown, said


def test_urging_counts_once_in_ten_minutes_and_stands_until_somebody_contacts_the_owner() -> None:
    world.supervisor()
    order = repair(now(-30))
    address, client = progress(order.ticket), owner()
    assert client.get(f"{address}urge/").status_code == 405

    first = text(client.post(f"{address}urge/", follow=True))
    second = text(client.post(f"{address}urge/", follow=True))

    assert "催单已收到" in first
    assert "前会有同事联系您" in first
    assert "十分钟内再按算同一次" in second
    assert fresh(order.ticket).urge_count == 1
    chief = world.sign_in(owner(), world.supervisor())
    page = text(chief.get(f"/p/green/tickets/{order.ticket_id}/"))
    assert "业主催单 1 次" in page
    assert "请尽快联系业主" in page
    assert "业主催单 1 次" in text(chief.get("/p/green/tickets/board/"))
    shift.settle_down()
    assert any("业主催单第 1 次" in each for each in shift.told(world.supervisor()))
    assert any("业主催单第 1 次" in each for each in shift.told(world.engineer()))

    contact_owner(
        ticket=order.ticket,
        way=ContactWay.CALL,
        words="师傅十点到",
        outcome="同意",
        by=shift.desk(),
        at=now(),
    )
    page = text(chief.get(f"/p/green/tickets/{order.ticket_id}/"))
    assert "请尽快联系业主" not in page
    assert "业主催单 1 次" in page


def test_urging_what_is_answered_is_refused_in_words() -> None:
    order = answered(now(-5))

    refused = owner().post(f"{progress(order.ticket)}urge/")

    assert refused.status_code == 422
    assert "不用再催" in text(refused)


def test_progress_is_gone_seven_days_after_the_closing() -> None:
    order = answered(now(-5))
    follow_up(
        ticket=order.ticket,
        way=ContactWay.CALL,
        rating=Rating.GOOD,
        by=world.by(world.receptionist()),
        at=now(),
    )
    address = progress(order.ticket)
    assert owner().get(address).status_code == 200
    assert owner().get(address).status_code == 200
    Ticket.objects.filter(pk=order.ticket_id).update(closed_at=now(days=-7))

    gone = owner().get(address)

    assert gone.status_code == 410
    assert "已经办结" in text(gone)


def test_a_promise_told_by_message_carries_the_progress_link() -> None:
    order = repair()

    assert values_of(order.ticket)["进度链接"] == progress(order.ticket)
