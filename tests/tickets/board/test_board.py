"""The board: columns, cards, filters, what one may see, where cards have gone, the workbook."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from anju.audit.models import Event
from anju.clocks.models import Clock
from anju.clocks.states import PauseReason
from anju.organization.access import Access, access_to_project
from anju.tickets.commands.deferring import defer_order
from anju.tickets.commands.grading import grade_ticket
from anju.tickets.commands.working import accept_order, finish_order, refuse_order
from anju.tickets.models import WorkOrder
from anju.tickets.queries.board import PER_COLUMN, BoardFilters, board_orders, lanes_of
from anju.tickets.queries.presence import presence_in
from anju.tickets.states import Grade, GradeCause, MatterKind
from tests import world
from tests.residents import town
from tests.rosters import tables
from tests.tickets import shift
from tests.tickets.board import crew
from tests.tickets.board.crew import said, signed_in, url
from tests.tickets.desk import category
from tests.tickets.shift import AT, later

pytestmark = pytest.mark.django_db


def desk() -> Access:
    return access_to_project(world.supervisor(), world.project(), at=AT)


def found(**filters: object) -> set[str]:
    """Return the tasks that the board shows for these filters."""
    orders = board_orders(desk(), BoardFilters(**filters), later(1))  # type: ignore[arg-type]
    return set(orders.values_list("task", flat=True))


def lanes(access: Access, **filters: object) -> dict[str, list[str]]:
    wanted = BoardFilters(**filters)  # type: ignore[arg-type]
    presence = presence_in(world.project(), AT)
    return {
        lane.title: [card.order.task for card in lane.cards]
        for lane in lanes_of(access, wanted, presence, AT)
    }


@pytest.fixture
def chen() -> Client:
    return signed_in(world.supervisor())


def test_columns_by_department_and_by_state_emergencies_first() -> None:
    zhao = crew.zhao()
    crew.order("旧", at=later(-60))
    crew.order("新")
    crew.order("急", is_emergency=True, at=later(-1))
    patrol = crew.order("巡", department=crew.security())
    accept_order(
        order=WorkOrder.objects.get(task="新"), worker=zhao, by=world.by(zhao), at=later(1)
    )

    assert lanes(desk()) == {"工程部": ["急", "旧", "新"], "安防部": ["巡"]}
    by_state = lanes(desk(), by="state")
    assert list(by_state) == [
        *("已退回", "待派人", "待接单", "已接单", "处理中", "已延期", "待检查")
    ]
    assert (by_state["待派人"], by_state["已接单"]) == ([patrol.task], ["新"])


def test_done_waits_on_the_board_and_checked_is_gone() -> None:
    zhao = crew.zhao()
    done, checked = crew.order("完"), crew.order("查")
    accept_order(order=done, worker=zhao, by=world.by(zhao), at=later(1))
    finish_order(order=done, result="好了", gap_reason="纸质单", by=world.by(zhao), at=later(2))
    shift.done(checked, worker=zhao, at=later(3))

    assert lanes(desk(), by="state")["待检查"] == ["完"]
    assert found() == {"完"}


def test_a_card_says_what_one_needs(chen: Client) -> None:
    zhao = crew.zhao()
    order = crew.order("换阀芯", is_emergency=True)
    complaint = shift.taken(shift.matter("物业不理人", kind=MatterKind.COMPLAINT))
    shift.ordered(complaint, "道歉", department=crew.engineering())
    press = GradeCause.PRESS
    grade_ticket(ticket=complaint, grade=Grade.MAJOR, cause=press, by=shift.desk(), at=later(1))

    text = said(chen, url("board"))

    for words in (order.number, "3-1-502", "换阀芯", zhao.name, "突发", "重大", "当班", "待接单"):
        assert words in text
    assert "<progress" in text
    assert f'aria-label="选择 {order.number}"' in text


def test_a_card_without_hands_says_why(chen: Client) -> None:
    world.project()
    waiting = crew.order("没人做")
    zhao = crew.zhao()
    refused = crew.order("不归我们")
    refuse_order(order=refused, reason="电梯公司的事", by=world.by(zhao), at=later(1))

    text = said(chen, url("board"))

    assert waiting.assignee is None
    assert '<p class="ocard__why">此刻无人当班</p>' in text
    assert '<p class="ocard__why">退回:电梯公司的事</p>' in text


def test_late_is_said_in_words_and_filtered(chen: Client) -> None:
    crew.zhao()
    long_ago = timezone.now() - timedelta(days=5)
    late, fresh = crew.order("早该做", at=long_ago), crew.order("刚来", at=timezone.now())

    text = said(chen, url("board", query="?late=1"))

    assert late.task in text and fresh.task not in text
    assert "已超时" in text
    assert "ocard--late" in text


def test_a_promise_of_the_ticket_counts_once_the_order_is_accepted() -> None:
    zhao = crew.zhao()
    order = crew.order()
    accept_order(order=order, worker=zhao, by=world.by(zhao), at=later(1))
    promise = Clock.objects.get(subject_id=order.ticket_id, kind="promise", stopped_at=None)

    [lane] = lanes_of(desk(), BoardFilters(), presence_in(world.project(), AT), later(2))
    assert lane.cards[0].clock == promise
    assert found(is_late=True) == set()
    late = board_orders(desk(), BoardFilters(is_late=True), promise.due_at + timedelta(minutes=1))
    assert list(late) == [order]


def test_filters_narrow_by_what_the_address_says() -> None:
    zhao = crew.zhao()
    kitchen = category("厨房")
    crew.order("厨房活", category=category("厨房", "下水"))
    crew.order("巡楼", department=crew.security(), words="楼道有人喧哗", category=None)
    complaint = shift.taken(shift.matter("太吵", kind=MatterKind.COMPLAINT, category=None))
    shift.ordered(complaint, "劝阻", department=crew.security())
    numbered = WorkOrder.objects.get(task="厨房活")
    other_house = town.unit("5-1-101")
    crew.order("五栋活", unit=other_house, words="阳台门坏了", category=None)

    assert found(category=kitchen.pk) == {"厨房活"}
    assert found(department=crew.security().pk) == {"巡楼", "劝阻"}
    assert found(assignee=str(zhao.pk)) == {"厨房活", "五栋活"}
    assert found(assignee="none") == {"巡楼", "劝阻"}
    assert found(kind="COMPLAINT") == {"劝阻"}
    assert found(state="WAITING") == {"巡楼", "劝阻"}
    assert found(words=numbered.number.lower()) == {"厨房活"}
    assert found(words="5-1") == {"五栋活"}
    assert found(words="巡") == {"巡楼"}
    assert found(building=other_house.building_id) == {"五栋活"}
    assert found(is_mine=True) == {"厨房活", "巡楼", "劝阻", "五栋活"}  # 陈静怡 holds the tickets


def test_nonsense_in_the_address_asks_nothing(chen: Client) -> None:
    crew.order("换灯")

    query = "?by=x&department=abc&state=NO&assignee=%00&category=9e9&kind=X&page=-1&words=%00"
    assert "换灯" in said(chen, url("board", query=query))
    assert "没有符合条件" in said(chen, url("board", query="?department=99999999999999999"))


def test_field_staff_see_their_departments_and_others_are_not_found() -> None:
    zhao, guard = crew.zhao(), crew.guard()
    ours, theirs = crew.order("换灯"), crew.order("巡楼", department=crew.security())
    client = signed_in(zhao)

    text = said(client, url("board"))

    assert "换灯" in text and "巡楼" not in text
    assert 'name="id"' not in text  # no 派单 right: nothing to choose for
    assert client.get(url("order", ours.pk), follow=True).status_code == 200
    assert client.get(url("order", theirs.pk)).status_code == 404
    assert client.get(url("print_order", theirs.pk)).status_code == 404
    assert "巡楼" not in said(client, url("moved", query=f"?id={theirs.pk}"))
    assert client.get(url("export_board")).status_code == 403
    seen = signed_in(guard).get(url("order", theirs.pk), follow=True)
    assert seen.status_code == 200
    stranger = signed_in(world.stranger())
    assert stranger.get(url("board")).status_code == 404


def test_a_long_column_is_cut_and_the_rest_is_a_page_away(chen: Client) -> None:
    ticket = shift.taken()
    template = shift.only_order(ticket)
    template.department = crew.engineering()
    template.save()
    WorkOrder.objects.bulk_create(
        WorkOrder(
            project=template.project,
            ticket=ticket,
            number=f"{ticket.number}-{number}",
            task=f"活{number}",
            department=template.department,
            ordered_at=later(number),
        )
        for number in range(2, PER_COLUMN + 44)
    )

    text = said(chen, url("board"))
    assert text.count("data-card=") == PER_COLUMN
    more = f"?department={template.department_id}"
    assert "还有 43 张" in text and f'href="{more}"' in text
    whole = said(chen, url("board", query=more))
    assert whole.count("data-card=") == 60
    assert (
        said(chen, url("board", query=f"{more}&page=2")).count("data-card=") == PER_COLUMN + 43 - 60
    )


def test_the_same_queries_for_one_and_for_many(chen: Client) -> None:
    crew.zhao()
    crew.order("一")
    few = world.queries(lambda: said(chen, url("board")))
    few_by_state = world.queries(lambda: said(chen, url("board", query="?by=state")))

    crew.order("二", unit=town.unit("5-1-101"))
    crew.order("三", department=crew.engineering(), is_emergency=True)

    assert world.queries(lambda: said(chen, url("board"))) == few
    assert world.queries(lambda: said(chen, url("board", query="?by=state"))) == few_by_state


def test_the_live_part_is_the_columns_alone_and_cheaper_than_the_page(chen: Client) -> None:
    crew.order("换灯")

    part = chen.get(url("board"), headers={"HX-Request": "true"}).content.decode()

    assert "换灯" in part and "data-lane" in part
    assert "<form" not in part and "<html" not in part


def test_where_a_card_has_gone_is_said_in_words(chen: Client) -> None:
    zhao = crew.zhao()
    order, put_off = crew.order("换灯"), crew.order("换锁")
    accept_order(order=order, worker=zhao, by=world.by(zhao), at=later(1))
    accept_order(order=put_off, worker=zhao, by=world.by(zhao), at=later(1))
    defer_order(
        order=put_off,
        until=(AT + timedelta(days=3)).date(),
        cause=PauseReason.MATERIAL,
        reason="缺锁芯",
        by=world.by(zhao),
        at=later(2),
    )

    text = said(chen, url("moved", query=f"?id={order.pk}&id={put_off.pk}&id=999&id=x"))

    assert "已被 赵志强 接单" in text
    assert "已延期至 11月26日" in text
    assert text.count("data-ghost") == 2


def test_the_workbook_holds_what_the_board_is_narrowed_to_and_the_trail_knows(
    chen: Client,
) -> None:
    crew.zhao()
    crew.order("=换灯")
    crew.order("巡楼", department=crew.security())
    query = f"?department={crew.engineering().pk}"

    answer = chen.get(url("export_board", query=query))

    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    line = dict(zip(rows[0], rows[1], strict=True))
    assert (line["工作内容"], line["承办人"], line["状态"]) == ("=换灯", "赵志强", "待接单")
    event = Event.objects.get(verb="tickets.tickets_exported")
    assert event.changes["rows"] == [None, 1]
    assert "部门=工程部" in event.changes["filter"][1]


def test_a_desk_without_the_right_does_not_export() -> None:
    assert signed_in(world.receptionist()).get(url("export_board")).status_code == 403


def test_who_holds_it_and_is_not_on_duty_is_marked() -> None:
    zhao = crew.zhao()
    order = crew.order()
    presence = presence_in(world.project(), AT)
    [lane] = lanes_of(desk(), BoardFilters(), presence, AT)
    assert lane.cards[0].is_here

    tables.rest(zhao, 23)
    [lane] = lanes_of(desk(), BoardFilters(), presence_in(world.project(), AT), AT)
    assert lane.cards[0].order == order and not lane.cards[0].is_here
