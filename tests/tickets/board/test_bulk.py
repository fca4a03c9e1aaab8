"""Changing many work orders: the preview names who cannot; each by itself, and twice is once."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from anju.audit.models import Event
from anju.tickets.changing import BulkChange, Step, obstacle
from anju.tickets.commands.bulk import change_order
from anju.tickets.commands.dispatching import assign_order
from anju.tickets.commands.working import accept_order
from anju.tickets.models import WorkOrder
from anju.tickets.states import OrderState
from anju.tickets.verbs import DeskVerb
from tests import world
from tests.threads import at_once
from tests.tickets import shift
from tests.tickets.board import crew
from tests.tickets.board.crew import said, signed_in, url
from tests.tickets.shift import AT, later

pytestmark = pytest.mark.django_db
Sent = dict[str, object]


@pytest.fixture
def chen() -> Client:
    return signed_in(world.supervisor())


def chosen(*orders: WorkOrder) -> list[str]:
    return [f"{order.pk}:{order.edition}" for order in orders]


def hidden(text: str) -> Sent:
    """Return what the form of a page would send by its hidden fields."""
    sent: Sent = {}
    for field in re.findall(r'<input type="hidden"[^>]*>', text):
        name, value = re.search(r'name="([^"]+)"', field), re.search(r'value="([^"]*)"', field)
        if name and value and name[1] != "csrfmiddlewaretoken":
            sent.setdefault(name[1], []).append(value[1])  # type: ignore[attr-defined]
    return sent


def events(verb: DeskVerb) -> int:
    return Event.objects.filter(verb=verb).count()


def test_the_preview_names_those_that_cannot_and_changes_nothing(chen: Client) -> None:
    zhao, zhang = crew.zhao(), crew.zhang()
    ours = [crew.order(str(number), assignee=zhao) for number in range(2)]
    theirs = crew.order("巡楼", department=crew.security())
    picked = [*ours, theirs]

    form = said(chen, url("change_orders", query="?do=assign&" + ids(*picked)))
    assert "张强 · 在手 0 单" in form and "赵志强 · 在手 2 单" in form
    preview = chen.post(
        url("change_orders"), {"do": "assign", "id": chosen(*picked), "to": zhang.pk}
    ).content.decode()

    assert "这 2 张将指派给 张强" in preview
    assert "张强此刻不在安防部当值" in preview
    assert hidden(preview)["id"] == chosen(*ours)
    assert {crew.fresh(each).assignee for each in ours} == {zhao}


def test_applying_changes_each_by_itself_and_twice_is_once(chen: Client) -> None:
    zhao, zhang = crew.zhao(), crew.zhang()
    ours = [crew.order(str(number), assignee=zhao) for number in range(3)]
    form = said(chen, url("change_orders", query=f"?do=assign&back=department%3D3&{ids(*ours)}"))
    preview = chen.post(url("change_orders"), {**hidden(form), "to": zhang.pk}).content.decode()
    apply = {**hidden(preview), "to": zhang.pk, "reason": "", "apply": "1"}

    first = chen.post(url("change_orders"), apply)
    again = chen.post(url("change_orders"), apply)

    assert first["Location"] == again["Location"] == url("board", query="?department=3")
    assert {crew.fresh(each).assignee for each in ours} == {zhang}
    assert events(DeskVerb.ASSIGNED) == 3
    assert "3 张派工单已指派给 张强" in said(chen, url("board"))


def test_what_a_colleague_changed_meanwhile_is_named_and_left_alone(chen: Client) -> None:
    zhao, zhang = crew.zhao(), crew.zhang()
    first, second = crew.order("一", assignee=zhao), crew.order("二", assignee=zhao)
    sent = {"do": "assign", "id": chosen(first, second), "to": zhang.pk, "apply": "1"}
    accept_order(order=first, worker=zhao, by=world.by(zhao), at=later(1))

    result = chen.post(url("change_orders"), sent).content.decode()

    assert "1 张已指派给 张强,1 张没有变" in result
    assert f"{first.number}刚刚已由同事处理:现在是“已接单”,承办人赵志强" in result
    assert crew.fresh(first).assignee == zhao
    assert crew.fresh(second).assignee == zhang


def test_what_moved_since_it_was_chosen_is_named_in_the_preview(chen: Client) -> None:
    zhao = crew.zhao()
    first, second = crew.order("一"), crew.order("二")
    picked = chosen(first, second)
    accept_order(order=first, worker=zhao, by=world.by(zhao), at=later(1))

    sent = {"do": "cancel", "id": picked, "reason": "不要了"}
    preview = chen.post(url("change_orders"), sent).content.decode()

    assert "这 1 张将取消派工" in preview
    assert "勾选以后同事已处理,现在已被 赵志强 接单" in preview
    result = chen.post(url("change_orders"), {**sent, "apply": "1"}).content.decode()
    assert "1 张已取消派工,1 张没有变" in result
    assert crew.fresh(first).state == OrderState.ACCEPTED


def test_one_stale_order_is_409_with_what_was_typed(chen: Client) -> None:
    zhao, zhang = crew.zhao(), crew.zhang()
    order = crew.order(assignee=zhao)
    old = chosen(order)
    assign_order(order=order, to=zhang, by=shift.desk(), at=later(1))

    sent = {"do": "assign", "id": old, "to": zhao.pk, "reason": "就近安排", "apply": "1"}
    answer = chen.post(url("change_orders"), sent)

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "刚刚已由同事处理" in text and "就近安排" in text
    assert crew.fresh(order).assignee == zhang
    # Having read it, the same button does it.
    chen.post(url("change_orders"), {**sent, **hidden(text)})
    assert crew.fresh(order).assignee == zhao


def test_sending_to_another_department_asks_a_reason_for_what_is_accepted(chen: Client) -> None:
    zhao, guard = crew.zhao(), crew.guard()
    free, taken = crew.order("一"), crew.order("二")
    accept_order(order=taken, worker=zhao, by=world.by(zhao), at=later(1))
    taken = crew.fresh(taken)
    sent: Sent = {"do": "dispatch", "id": chosen(free, taken), "department": crew.security().pk}

    without = chen.post(url("change_orders"), sent).content.decode()
    assert "这 1 张将改派到 安防部" in without
    assert "赵志强已接单,改派要写明原因" in without
    preview = chen.post(url("change_orders"), {**sent, "reason": "属于秩序"}).content.decode()
    assert "这 2 张将改派到 安防部" in preview
    chen.post(url("change_orders"), {**sent, "reason": "属于秩序", "apply": "1"})

    assert {crew.fresh(each).assignee for each in (free, taken)} == {guard}


def test_urging_twice_by_one_form_urges_once(chen: Client) -> None:
    crew.zhao()
    orders = [crew.order(str(number)) for number in range(2)]
    page = said(chen, url("change_orders", query="?do=urge&" + ids(*orders)))
    assert "这 2 张将催办" in page
    apply = {**hidden(page), "reason": "业主在等", "apply": "1"}

    chen.post(url("change_orders"), apply)
    chen.post(url("change_orders"), apply)
    assert events(DeskVerb.URGED) == 2

    later_page = said(chen, url("change_orders", query="?do=urge&" + ids(*orders)))
    chen.post(url("change_orders"), {**hidden(later_page), "reason": "", "apply": "1"})
    assert events(DeskVerb.URGED) == 2, "within a minute it is the same press of the button"


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_by_two_hands_at_once_urges_once() -> None:
    crew.zhao()
    order, since = crew.order(), AT + timedelta(minutes=1)

    def urge() -> object:
        return change_order(
            order=order,
            change=BulkChange(step=Step.URGE),
            seen=None,
            since=since,
            by=shift.desk(),
            at=later(2),
        )

    results = at_once(urge, urge)

    assert all(isinstance(each, WorkOrder) for each in results), results
    assert events(DeskVerb.URGED) == 1


def test_cancelling_needs_a_reason_and_keeps_the_choice(chen: Client) -> None:
    orders = [crew.order(str(number)) for number in range(2)]

    answer = chen.post(url("change_orders"), {"do": "cancel", "id": chosen(*orders), "apply": "1"})
    assert answer.status_code == 422
    assert hidden(answer.content.decode())["id"] == chosen(*orders)
    chen.post(
        url("change_orders"),
        {"do": "cancel", "id": chosen(*orders), "reason": "业主不要了", "apply": "1"},
    )

    assert {crew.fresh(each).state for each in orders} == {OrderState.CANCELLED}


def test_nothing_chosen_goes_back_with_a_word_and_nonsense_is_not_found(chen: Client) -> None:
    answer = chen.get(url("change_orders", query="?do=assign&back=kind%3DREPAIR"))
    assert answer["Location"] == url("board", query="?kind=REPAIR")
    assert "请先选择派工单" in said(chen, url("board"))
    assert chen.get(url("change_orders", query="?do=explode&id=1")).status_code == 404


def test_only_dispatchers_change_and_only_in_their_project() -> None:
    order = crew.order()
    assert signed_in(crew.zhao()).get(url("change_orders")).status_code == 403
    elsewhere = signed_in(world.stranger())
    address = url("change_orders", query=f"?do=urge&id={order.pk}").replace("green", "cloud")
    assert "请先选择" in elsewhere.get(address, follow=True).content.decode()


def test_an_obstacle_is_what_the_command_refuses() -> None:
    zhao = crew.zhao()
    done = crew.order()
    accept_order(order=done, worker=zhao, by=world.by(zhao), at=later(1))
    shift_done = crew.fresh(done)
    shift_done.state = OrderState.CHECKED
    changes = [
        BulkChange(step=Step.ASSIGN, to=zhao),
        BulkChange(step=Step.DISPATCH, department=crew.security()),
        BulkChange(step=Step.URGE),
        BulkChange(step=Step.CANCEL, reason="不要了"),
    ]

    said_of = [obstacle(shift_done, change, lambda _user, _department: True) for change in changes]

    assert all("现在是“已完成”" in each for each in said_of)


def test_the_same_queries_for_one_chosen_and_three(chen: Client) -> None:
    crew.zhao()
    orders = [crew.order(str(number)) for number in range(4)]

    def ask(count: int) -> int:
        address = url("change_orders", query="?do=assign&" + ids(*orders[:count]))
        return world.queries(lambda: said(chen, address))

    assert ask(2) == ask(4)


def ids(*orders: WorkOrder) -> str:
    return "&".join(f"id={each}" for each in chosen(*orders))
