"""The screens of the hand-over: what they say, whom they let, what they keep when refused."""

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from anju.core.actors import SYSTEM
from anju.handovers.commands.signing import mark_unrelieved, relieve
from anju.handovers.models import DeskShift, Handover, LentThing
from tests import world
from tests.handovers import desk
from tests.residents import town
from tests.tickets import shift

pytestmark = pytest.mark.django_db


def url(name: str, *words: object) -> str:
    return reverse(f"handovers:{name}", args=["green", *words])


def text(answer: Any) -> str:
    return re.sub(r"<[^>]+>", "", answer.content.decode())


def seen(answer: Any) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', answer.content.decode())
    return found[1] if found else ""


def test_a_shift_is_signed_off_and_taken_over_on_the_screens() -> None:
    world.project()
    wang, he = town.signed_in(desk.wang()), town.signed_in(desk.he())
    ticket = shift.taken(taker=desk.wang(), at=timezone.now())
    shown = wang.get(url("desk"))
    assert ticket.number in text(shown)
    assert wang.post(url("line"), {"words": "3栋电梯困人,10 分钟解困"}).status_code == 302
    facts = {"seen": seen(wang.get(url("desk"))), "notes": "热水器下午换", "receipts": "12"}
    assert wang.post(url("sign"), {**facts, "cash": "35.50"}).status_code == 302
    signed = Handover.objects.get()
    assert (signed.state, signed.receipts, str(signed.cash)) == ("SIGNED", 12, "35.50")
    assert "请不要离岗" in text(wang.get(url("desk")))

    assert "看过后接班" in text(he.get(url("desk")))
    detail = text(he.get(url("handover", signed.pk)))
    assert ticket.number in detail and "3栋电梯困人" in detail and "接班签字" in detail
    assert "接班签字" not in text(wang.get(url("handover", signed.pk))).replace("接班签字(", "")
    assert he.post(url("relieve", signed.pk)).status_code == 302
    assert "已接班" in text(he.get(url("handovers")))
    printed = text(he.get(url("print", signed.pk)))
    assert "王婷" in printed and "何雨桐" in printed
    assert he.post(url("relieve", signed.pk)).status_code in (409, 422)


def test_what_appeared_is_shown_with_what_was_written_kept() -> None:
    world.project()
    wang = town.signed_in(desk.wang())
    before = seen(wang.get(url("desk")))
    ticket = shift.taken(taker=desk.wang(), at=timezone.now())
    answer = wang.post(url("sign"), {"seen": before, "notes": "我写的交代"})
    assert answer.status_code == 409
    said = answer.content.decode()
    assert ticket.number in said and "新增" in said and "我写的交代" in said
    again = wang.post(url("sign"), {"seen": seen(answer), "notes": "我写的交代"})
    assert again.status_code == 302
    assert Handover.objects.get().notes == "我写的交代"


def test_who_handed_over_may_not_take_over() -> None:
    world.project()
    signed = desk.signed(at=timezone.now())
    answer = town.signed_in(desk.wang()).post(url("relieve", signed.pk))
    assert answer.status_code == 422 or answer.status_code == 409
    assert "不能是同一个人" in text(answer)


def test_not_relieved_is_on_every_desk_and_on_the_supervisors_day() -> None:
    desk.rostered()
    signed = desk.signed()
    mark_unrelieved(handover=signed, by=SYSTEM, at=timezone.now().replace(year=2027))
    wang, chen = town.signed_in(desk.wang()), town.signed_in(world.supervisor())
    assert "还没有人接班,请不要离岗;可请主管安排" in text(wang.get(url("desk")))
    assert "交接班:未接班" in text(wang.get(reverse("frontdesk:desk", args=["green"])))
    assert "未接班 1" in text(chen.get(reverse("workbench:home", args=["green"])))
    listed = chen.get(url("handovers") + "?state=unrelieved")
    assert "11月23日" in text(listed) or "未接班" in text(listed)
    assert chen.post(url("settle", signed.pk), {"why": ""}).status_code == 422
    assert chen.post(url("settle", signed.pk), {"why": "由我顶班到 20:00"}).status_code == 302
    assert "由我顶班到 20:00" in text(wang.get(url("handover", signed.pk)))
    assert wang.get(url("settle", signed.pk)).status_code == 403


def test_the_foot_says_what_the_last_shift_left() -> None:
    world.project()
    shift.taken(taker=desk.wang(), at=timezone.now())
    signed = desk.signed(at=timezone.now())
    page = town.signed_in(desk.he()).get(reverse("frontdesk:desk", args=["green"]))
    assert f"交接班:上一班留下 {len(signed.left)} 项" in text(page)
    home = town.signed_in(desk.he()).get(reverse("workbench:home", args=["green"]))
    assert "等您接班" in text(home)


def test_an_objection_shows_to_who_signed() -> None:
    world.project()
    signed = desk.signed(at=timezone.now())
    he, wang = town.signed_in(desk.he()), town.signed_in(desk.wang())
    assert he.post(url("dispute", signed.pk), {"words": ""}).status_code == 422
    assert he.post(url("dispute", signed.pk), {"words": "收据少 1 张"}).status_code == 302
    page = wang.get(url("desk"))
    assert "收据少 1 张" in text(page)
    bad = wang.post(url("sign"), {"seen": seen(page), "notes": ""})
    assert bad.status_code == 422 and "写明怎么处理" in text(bad)
    good = wang.post(url("sign"), {"seen": seen(page), "answer": "在作废联里"})
    assert good.status_code == 302
    signed.refresh_from_db()
    assert signed.is_signed


def test_lending_on_the_screens_with_numbers_masked() -> None:
    world.project()
    wang = town.signed_in(desk.wang())
    town.unit("3-1-502")
    facts = {"kind": "UMBRELLA", "thing": "3 号", "unit": "3-1-502", "name": "李秀兰"}
    facts |= {"phone": "13812341234", "due_at": "2030-01-01T20:00", "once": "k1"}
    assert wang.post(url("lend"), {**facts, "unit": "9-9-999"}).status_code == 422
    for _ in range(2):
        assert wang.post(url("lend"), facts).status_code == 302
    thing = LentThing.objects.get()
    shown = text(wang.get(url("lent")))
    assert "138****1234" in shown and "13812341234" not in shown
    assert "13812341234" in text(wang.post(url("reveal", thing.pk)))
    assert wang.post(url("take_back", thing.pk), {"condition": "LOST"}).status_code == 422
    assert wang.post(url("take_back", thing.pk), {"condition": "GOOD"}).status_code == 302
    assert "完好" in text(wang.get(url("lent") + "?show=back"))


def test_exports_are_for_those_who_may_and_leave_a_trace() -> None:
    world.project()
    relieve(handover=desk.signed(), incoming=desk.he(), by=world.by(desk.he()), at=desk.LATE_CAME)
    chen, wang = town.signed_in(world.supervisor()), town.signed_in(desk.wang())
    for name in ("export", "export_lent"):
        assert wang.get(url(name)).status_code == 403
        answer = chen.get(url(name))
        assert answer.status_code == 200 and "spreadsheet" in answer["Content-Type"]


def test_the_supervisor_chooses_the_shifts() -> None:
    desk.rostered()
    chen = town.signed_in(world.supervisor())
    assert "早班" in text(chen.get(url("shifts")))
    assert chen.post(url("shifts"), {}).status_code == 302
    assert DeskShift.objects.count() == 0


def test_lists_cost_the_same_for_one_and_for_three() -> None:
    desk.rostered()
    chen = town.signed_in(world.supervisor())
    desk.signed()
    pages = [url("handovers"), reverse("frontdesk:desk", args=["green"])]
    one = [world.queries(lambda page=page: chen.get(page)) for page in pages]
    desk.signed(desk.he(), desk.tables.at(23, "19:55"))
    desk.signed(desk.wang(), desk.tables.at(24, "15:55"))
    assert [world.queries(lambda page=page: chen.get(page)) for page in pages] == one


def test_a_strangers_project_shows_nothing() -> None:
    signed = desk.signed(at=timezone.now())
    client = town.signed_in(world.stranger())
    assert client.get(url("handover", signed.pk)).status_code in (403, 404)
