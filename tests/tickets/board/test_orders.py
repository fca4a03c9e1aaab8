"""A worker's hands: one's list, the next step, giving back, putting off, what stays private."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from anju.clocks.states import PauseReason
from anju.drafts.commands import save_draft
from anju.drafts.queries import draft_of
from anju.tickets.commands.deferring import defer_order
from anju.tickets.commands.helping import ask_help
from anju.tickets.commands.quoting import LineDraft, decide_quote, quote_order
from anju.tickets.commands.working import accept_order
from anju.tickets.models import WorkOrder
from anju.tickets.queries.prices import price_list
from anju.tickets.states import ConsentBy, OrderState, Way
from tests import world
from tests.residents import town
from tests.rosters import tables
from tests.tickets import shift
from tests.tickets.board import crew
from tests.tickets.board.crew import said, signed_in, url
from tests.tickets.shift import AT, later

pytestmark = pytest.mark.django_db
DONE = {
    "result": "换了阀芯,试水 10 分钟不漏",
    "materials": "陶瓷阀芯 1 个",
    "gap_reason": "手机没电",
}


@pytest.fixture
def zhao() -> Client:
    return signed_in(crew.zhao())


def accepted(task: str = "换水龙头", **facts: object) -> WorkOrder:
    worker = crew.zhao()
    order = crew.order(task, **facts)  # type: ignore[arg-type]
    return accept_order(order=order, worker=worker, by=world.by(worker), at=later(1))


def test_from_the_list_to_done_one_large_step_after_the_other(zhao: Client) -> None:
    order = crew.order("换阀芯")

    assert "换阀芯" in said(zhao, url("my_orders"))
    for step, state in (
        ("accept_order", OrderState.ACCEPTED),
        ("start_order", OrderState.STARTED),
    ):
        assert zhao.post(url(step, order.pk))["Location"] == url("order", order.pk)
        assert crew.fresh(order).state == state
    open_ones = zhao.post(url("finish_order", order.pk), {**DONE, "gap_reason": ""})
    assert open_ones.status_code == 422
    assert "还有 7 项没有打勾" in open_ones.content.decode()
    zhao.post(url("finish_order", order.pk), DONE)

    now = crew.fresh(order)
    assert (now.state, now.result, now.materials) == (
        *(OrderState.DONE, DONE["result"], DONE["materials"]),
    )
    page = said(zhao, url("my_orders"))
    assert "待检查" in page and "手上没有派工单" in page


def test_the_list_is_in_order_of_time_emergencies_first(zhao: Client) -> None:
    crew.terms(cap=9)
    crew.order("无约旧", at=later(-90))
    window = {"wished_from": later(300), "wished_until": later(420)}
    crew.order("下午约", **window)
    crew.order("无约新", at=later(-5))
    crew.order("突发活", is_emergency=True)
    crew.order("别人的", department=crew.security())
    put_off = accepted("推迟的", is_emergency=True)
    defer_order(
        order=put_off,
        until=AT.date() + timedelta(days=2),
        cause=PauseReason.MATERIAL,
        reason="缺阀芯",
        by=world.by(crew.zhao()),
        at=later(2),
    )

    text = said(zhao, url("my_orders"))

    places = [text.index(task) for task in ("突发活", "无约旧", "无约新", "下午约", "推迟的")]
    assert places == sorted(places)
    assert "15:00" in text
    assert "别人的" not in text


def test_what_is_free_is_grabbed_from_the_list(zhao: Client) -> None:
    crew.zhao()
    crew.terms(Way.GRAB)
    order = crew.order("谁先接谁做")

    assert "可抢单" in said(zhao, url("my_orders"))
    assert "抢单" in said(zhao, url("order", order.pk))
    zhao.post(url("accept_order", order.pk))
    second = signed_in(crew.zhang())
    late = second.post(url("accept_order", order.pk), follow=True)

    assert crew.fresh(order).assignee == crew.zhao()
    assert "当前状态是“已接单”" in late.content.decode()


def test_somebody_elses_order_is_not_worked_on(zhao: Client) -> None:
    order = accepted()
    zhang = signed_in(crew.zhang())

    page = said(zhang, url("order", order.pk))
    assert url("start_order", order.pk) not in page
    told = zhang.post(url("start_order", order.pk), follow=True).content.decode()
    assert "在赵志强手上,要接手请联系前台改派" in told
    refused = zhang.post(url("finish_order", order.pk), DONE)
    assert refused.status_code == 422
    assert DONE["result"] in refused.content.decode()
    assert crew.fresh(order).state == OrderState.ACCEPTED


def test_a_deputy_goes_on_with_the_work_of_the_absent() -> None:
    order, zhang = accepted(), crew.zhang()
    now = timezone.now()
    tables.absent(crew.zhao(), zhang, now - timedelta(hours=1), now + timedelta(hours=1))

    signed_in(zhang).post(url("start_order", order.pk))

    assert crew.fresh(order).state == OrderState.STARTED


def test_refusing_and_handing_back_ask_why_and_keep_what_was_typed(zhao: Client) -> None:
    order = crew.order()
    empty = zhao.post(url("refuse_order", order.pk), {"reason": ""})
    assert empty.status_code == 422
    zhao.post(url("refuse_order", order.pk), {"reason": "是电梯公司的事"})
    assert crew.fresh(order).refuse_reason == "是电梯公司的事"

    mine = accepted("第二张")
    answer = zhao.post(url("hand_back_order", mine.pk), {"reason": "没有高空证"})
    assert answer["Location"] == url("my_orders")
    now = crew.fresh(mine)
    assert (now.state, now.assignee) == (OrderState.WAITING, None)
    again = zhao.post(url("hand_back_order", mine.pk), {"reason": "没有高空证"})
    assert again.status_code == 422
    assert "没有高空证" in again.content.decode()


def test_putting_off_names_cause_and_day_and_it_is_taken_up_again(zhao: Client) -> None:
    order = accepted()
    address = url("defer_order", order.pk)
    day = (timezone.localtime() + timedelta(days=3)).date()
    facts = {"cause": "MATERIAL", "until": day.isoformat(), "reason": "阀芯缺货"}

    past = zhao.post(address, {**facts, "until": "2020-01-01"})
    assert past.status_code == 422
    assert "延期的日期要在今天以后" in past.content.decode()
    zhao.post(address, facts)
    now = crew.fresh(order)
    assert (now.state, now.deferred_until) == (OrderState.DEFERRED, day)
    assert "等待材料或配件:阀芯缺货" in said(zhao, url("order", order.pk))
    zhao.post(url("resume_order", order.pk))
    assert crew.fresh(order).state == OrderState.ACCEPTED


def test_paid_work_shows_its_price_and_waits_for_the_owner(zhao: Client) -> None:
    order = accepted(is_paid=True)
    told = zhao.post(url("start_order", order.pk), follow=True).content.decode()
    assert "先报价并取得业主同意" in told
    item = next(row.now for row in price_list(world.project(), AT.date()) if row.now)
    quote = quote_order(
        order=order,
        lines=[LineDraft(Decimal(2), item)],
        by=shift.desk(),
        at=later(2),
    )

    page = said(zhao, url("order", order.pk))
    assert "待业主同意" in page and item.service in page
    decide_quote(quote=quote, consent_by=ConsentBy.PHONE, by=shift.desk(), at=later(3))
    assert "业主已同意" in said(zhao, url("order", order.pk))
    zhao.post(url("start_order", order.pk))
    assert crew.fresh(order).state == OrderState.STARTED


def test_names_are_masked_for_field_staff_and_why_is_said_to_all(zhao: Client) -> None:
    li = town.person("李秀兰")
    order = crew.order(person=li, unit=town.unit())
    called = crew.order("换锁", caller_name="王大力", caller_phone="13611112222")

    for address in (url("order", order.pk), url("my_orders"), url("print_order", order.pk)):
        text = said(zhao, address)
        assert "李秀兰" not in text and "李*兰" in text, address
    theirs = said(zhao, url("order", called.pk))
    assert "王*力" in theirs and "王大力" not in theirs and "13611112222" not in theirs
    desk = said(signed_in(world.supervisor()), url("order", order.pk))
    assert "李秀兰" in desk
    assert "陈静怡选定工程部;当班只有赵志强可派" in desk


def test_what_is_typed_of_a_result_is_a_draft_until_it_is_reported(zhao: Client) -> None:
    order = accepted()
    key = f"tickets.finish.{order.pk}"
    assert key in said(zhao, url("finish_order", order.pk))
    save_draft(
        project=world.project(),
        user=crew.zhao(),
        key=key,
        fields={"result": "换了"},
        version=0,
        at=AT,
    )

    zhao.post(url("finish_order", order.pk), DONE)

    assert draft_of(world.project(), crew.zhao(), key) is None


def test_what_ones_department_is_asked_stands_first(zhao: Client) -> None:
    ticket = shift.taken(out=shift.help_asked(question="三栋电梯几点恢复?"))
    elsewhere = shift.taken()
    ask_help(
        ticket=elsewhere,
        department=crew.security(),
        question="谁在岗亭?",
        by=shift.desk(),
        at=AT,
    )

    text = said(zhao, url("my_orders"))

    assert "三栋电梯几点恢复?" in text and "谁在岗亭?" not in text
    asked = ticket.helps.get()
    assert url("answer_help", asked.pk) in text


def test_the_desk_has_its_steps_on_the_order_and_the_worker_has_not(zhao: Client) -> None:
    order = crew.order()
    desk = signed_in(world.receptionist())

    page = said(desk, url("order", order.pk))
    for step in ("assign_order", "dispatch_order", "urge_order", "cancel_order"):
        assert url(step, order.pk) in page
        assert url(step, order.pk) not in said(zhao, url("order", order.pk))
    assert url("accept_order", order.pk) not in page
    assert desk.post(url("accept_order", order.pk)).status_code == 403


def test_the_same_queries_for_one_order_and_for_three(zhao: Client) -> None:
    crew.order("一", person=town.person("李秀兰"), unit=town.unit())
    one = world.queries(lambda: said(zhao, url("my_orders")))
    crew.order("二", unit=town.unit("5-1-101"), words="阳台门坏了")
    crew.order("三", person=town.person("孙悦"))

    assert world.queries(lambda: said(zhao, url("my_orders"))) == one
