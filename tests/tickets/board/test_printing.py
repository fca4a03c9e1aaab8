"""派工单 and a department's day on paper."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from segno import make_qr

from anju.clocks.states import PauseReason
from anju.tickets.commands.deferring import defer_order
from anju.tickets.commands.working import accept_order, finish_order
from anju.tickets.models import ChecklistItem, WorkOrder
from anju.tickets.queries.orders import orders_of_day
from tests import world
from tests.tickets import shift
from tests.tickets.board import crew
from tests.tickets.board.crew import said, signed_in, url
from tests.tickets.shift import AT, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def chen() -> Client:
    return signed_in(world.supervisor())


def test_the_sheet_has_every_field_and_the_ticks_of_the_seven(chen: Client, settings: Any) -> None:
    settings.ANJU_PUBLIC_URL = "https://anju.example"
    zhao = crew.zhao()
    caller = {"caller_name": "王大力", "caller_phone": "13611112222", "unit": shift.home()}
    order = crew.order("换阀芯", is_paid=True, **caller)

    text = said(chen, url("print_order", order.pk))

    for words in (
        *(order.number, shift.home().spoken, "换阀芯"),
        *("受理时间", "报事人", "王大力", "136****2222", zhao.name, "派单依据", "希望时间"),
        *("到场时间", "完成时间", "处理结果", "用料", "质保期内", "业主同意", "意见卡", "较满意"),
        *("师傅签字", "业主签字", "检查人签字"),
    ):
        assert words in text, words
    seven = ChecklistItem.objects.filter(edition__checklist__name="入户维修七个一")
    assert seven.count() == 7
    for item in seven:
        assert f"□ {item.text}" in text
    assert "空置房入室" not in text
    whole = "https://anju.example" + reverse("tickets:order", args=["green", order.pk])
    assert make_qr(whole, error="m").svg_data_uri(scale=4) in text


def test_a_public_place_has_the_other_list(chen: Client) -> None:
    crew.zhao()
    ticket = shift.taken(
        shift.matter("楼道灯不亮", caller_name="王大力", caller_phone="13611112222")
    )
    order = shift.only_order(ticket)

    outdoor = ChecklistItem.objects.filter(edition__checklist__name="公共区域作业")
    text = said(chen, url("print_order", order.pk))

    assert all(f"□ {item.text}" in text for item in outdoor)
    assert "鞋套" not in text


def test_several_at_once_one_a_page_and_the_same_queries(chen: Client) -> None:
    crew.zhao()
    orders = [crew.order(str(number)) for number in range(3)]
    one = url("print_orders", query=f"?id={orders[0].pk}")
    three = url("print_orders", query="?" + "&".join(f"id={each.pk}:1" for each in orders))

    text = said(chen, three)

    assert text.count('<article class="job">') == 3
    assert world.queries(lambda: said(chen, one)) == world.queries(lambda: said(chen, three))
    assert chen.get(url("print_orders")).status_code == 404
    assert chen.get(url("print_orders", query="?id=999999")).status_code == 404


def tasks(day: date) -> list[str]:
    found = orders_of_day(world.project(), crew.engineering(), day)
    return [order.task for order in found]


def test_a_day_holds_what_is_to_do_on_it_in_order_of_time() -> None:
    zhao = crew.zhao()
    today, tomorrow = AT.date(), AT.date() + timedelta(days=1)
    crew.terms(cap=9)
    crew.order("随到", at=later(-30))
    crew.order("下午", wished_from=later(240), wished_until=later(300))
    crew.order("明天", wished_from=later(24 * 60), wished_until=later(25 * 60))
    crew.order("急", is_emergency=True)
    crew.order("别部门", department=crew.security())
    by = {"by": world.by(zhao), "at": later(5)}
    for task in ("做完", "推迟"):
        accept_order(order=crew.order(task), worker=zhao, **by)
    done, put_off = (WorkOrder.objects.get(task=task) for task in ("做完", "推迟"))
    finish_order(order=done, result="好了", gap_reason="纸质单", **by)
    defer_order(order=put_off, until=tomorrow, cause=PauseReason.MATERIAL, reason="等阀芯", **by)

    assert tasks(today) == ["急", "随到", "做完", "下午"]
    assert tasks(tomorrow) == ["急", "随到", "推迟", "下午", "明天"]
    assert tasks(today - timedelta(days=1)) == []


def test_the_list_of_ones_own_department_and_not_of_others() -> None:
    zhao = crew.zhao()
    crew.order("换灯")
    client = signed_in(zhao)

    text = said(client, url("day_list", query="?day=2026-11-23"))

    assert "工程部当日派工表" in text and "换灯" in text
    foreign = url("day_list", query=f"?department={crew.security().pk}")
    assert client.get(foreign).status_code == 404
    desk = signed_in(world.supervisor())
    assert "安防部当日派工表" in said(desk, foreign)
    assert "派工表" in said(desk, url("day_list", query="?day=2026-13-99"))
