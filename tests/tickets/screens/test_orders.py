"""The desk's hand on work orders."""

from decimal import Decimal

import pytest

from anju.organization.models import Department, Party
from anju.organization.models.structure import DepartmentKind
from anju.tickets.commands.dispatching import assign_order
from anju.tickets.commands.working import accept_order, finish_order
from anju.tickets.models import PriceItem, WorkOrder
from anju.tickets.states import OrderState
from tests import world
from tests.threads import at_once
from tests.tickets import shift
from tests.tickets.screens.counter import (
    now,
    page_of,
    sign_in,
    supervisor,
    taken,
    text,
    url,
)

pytestmark = pytest.mark.django_db


def fresh(order: WorkOrder) -> WorkOrder:
    return WorkOrder.objects.select_related("assignee", "department").get(pk=order.pk)


def colleague() -> world.User:
    return world.person("ma", "马国栋", post="engineering", phone="13900010014")


def outside() -> Department:
    party = Party.objects.create(name="迅达电梯公司")
    return Department.objects.create(
        project=world.project(), name="电梯维保", kind=DepartmentKind.OUTSIDE, party=party
    )


def worked(order: WorkOrder) -> WorkOrder:
    worker = world.engineer()
    accept_order(order=order, worker=worker, by=world.by(worker), at=now())
    return finish_order(
        order=order, result="已更换", gap_reason="纸质单", by=world.by(worker), at=now()
    )


def test_a_further_order_is_made_and_not_twice() -> None:
    world.engineer()
    ticket, client = taken(), supervisor()
    assert "规则" in text(client.get(url("order_work", ticket.pk)))
    said = {"task": "清理积水", "department": "", "known": 1}

    empty = client.post(url("order_work", ticket.pk), {**said, "task": ""})
    first = client.post(url("order_work", ticket.pk), said)
    second = client.post(url("order_work", ticket.pk), said)

    assert (empty.status_code, first.status_code, second.status_code) == (422, 302, 302)
    assert WorkOrder.objects.filter(ticket=ticket).count() == 2
    assert "清理积水" in page_of(client, ticket)


def test_it_is_given_to_somebody_on_duty_and_handed_on() -> None:
    first, second = world.engineer(), colleague()
    ticket, client = taken(), supervisor()
    order = shift.only_order(ticket)
    other = second if order.assignee == first else first
    form = text(client.get(url("assign_order", order.pk)))
    assert f"{other.name} · 手上 0 单" in form

    nobody = client.post(url("assign_order", order.pk), {"seen": order.edition})
    stranger = client.post(url("assign_order", order.pk), {"to": 999_999, "seen": order.edition})
    assert nobody.status_code == stranger.status_code == 422
    assert "此刻不当值" in text(stranger)
    said = {"to": other.pk, "reason": "会修水", "seen": order.edition}
    assert client.post(url("assign_order", order.pk), said).status_code == 302
    assert fresh(order).assignee == other
    assert "会修水" in page_of(client, ticket)


def test_who_dispatches_second_is_told_how_it_stands() -> None:
    first, second = world.engineer(), colleague()
    ticket, client = taken(), supervisor()
    order = shift.only_order(ticket)
    held = order.assignee
    other = second if held == first else first
    seen = order.edition
    assign_order(order=order, to=other, by=shift.desk(), at=now())

    late = client.post(
        url("assign_order", order.pk), {"to": held.pk, "reason": "我派", "seen": seen}
    )

    assert late.status_code == 409
    assert f"承办人{other.name}" in text(late)
    assert "我派" in text(late)
    assert fresh(order).assignee == other


@pytest.mark.django_db(transaction=True)
def test_two_who_dispatch_at_once_do_it_once() -> None:
    world.engineer()
    guards = world.person("guo", "郭大勇", post="security")
    cleaners = world.person("feng", "冯秀英", post="cleaning")
    assert guards and cleaners
    order = shift.only_order(taken())
    first, second = supervisor(), sign_in(world.receptionist())
    departments = [world.department(world.project(), name).pk for name in ("安防部", "保洁部")]

    def send(client: object, department: int) -> int:
        said = {"department": department, "reason": "更合适", "seen": order.edition}
        answer = client.post(url("dispatch_order", order.pk), said)  # type: ignore[attr-defined]
        return int(answer.status_code)

    answers = at_once(lambda: send(first, departments[0]), lambda: send(second, departments[1]))

    assert sorted(answers) == [302, 409]  # type: ignore[type-var]


def test_it_goes_to_another_department_with_a_reason_once_accepted() -> None:
    worker = world.engineer()
    world.person("guo", "郭大勇", post="security")
    ticket, client = taken(), supervisor()
    order = shift.only_order(ticket)
    accept_order(order=order, worker=worker, by=world.by(worker), at=now())
    department = world.department(world.project(), "安防部")
    said = {"department": department.pk, "reason": "", "seen": fresh(order).edition}

    assert client.post(url("dispatch_order", order.pk), said).status_code == 422
    moved = client.post(url("dispatch_order", order.pk), {**said, "reason": "是门禁的事"})
    assert moved.status_code == 302
    assert fresh(order).department == department


def test_it_is_urged_checked_and_sent_back() -> None:
    world.engineer()
    ticket, client = taken(), supervisor()
    order = shift.only_order(ticket)
    early = client.post(url("check_order", order.pk), {})
    assert early.status_code == 422
    assert client.post(url("urge_order", order.pk), {"words": "业主等着"}).status_code == 302
    assert "业主等着" in page_of(client, ticket)
    worked(order)
    assert "检查通过" in page_of(client, ticket)

    assert client.post(url("return_order", order.pk), {"reason": ""}).status_code == 422
    assert client.post(url("return_order", order.pk), {"reason": "还在滴"}).status_code == 302
    assert (fresh(order).state, fresh(order).round) == (OrderState.ACCEPTED, 2)
    finish_order(
        order=order, result="重做了", gap_reason="纸质单", by=world.by(world.engineer()), at=now()
    )
    assert client.post(url("check_order", order.pk), {}).status_code == 302
    assert fresh(order).state == OrderState.CHECKED
    late = client.post(url("urge_order", order.pk), {"words": ""})
    assert late.status_code == 422
    assert "不需要催办" in text(late)


def test_it_is_called_off_with_a_reason_and_leads_back_to_the_board() -> None:
    world.engineer()
    ticket, client = taken(), supervisor()
    order = shift.only_order(ticket)
    address = url("cancel_order", order.pk)

    assert client.post(address, {"reason": ""}).status_code == 422
    done = client.post(address, {"reason": "业主自己修了", "back": "board"})
    assert done.status_code == 302
    assert done["Location"] == url("board")
    assert fresh(order).state == OrderState.CANCELLED
    other = client.post(address, {"reason": "x", "back": "https://elsewhere.example"})
    assert other.status_code == 422


def test_paid_work_is_quoted_from_the_price_list_and_agreed_to() -> None:
    worker = world.engineer()
    ticket, client = taken(), supervisor()
    order = shift.only_order(ticket)
    price = PriceItem.objects.of(world.project()).live().order_by("pk")[0]
    address = url("quote_order", order.pk)

    assert client.post(address, {}).status_code == 422
    nameless = client.post(address, {"name_1": "", "price_1": "5"})
    assert nameless.status_code == 422
    said = {"item_1": price.pk, "quantity_1": "2", "name_1": "软管", "price_1": "18.505"}
    assert client.post(address, said).status_code == 422
    assert client.post(address, {**said, "price_1": "18.50"}).status_code == 302
    quote = fresh(order).quotes.get()
    assert quote.total == price.price * 2 + Decimal("18.50")
    assert "待业主同意" in page_of(client, ticket)
    accept_order(order=order, worker=worker, by=world.by(worker), at=now())

    assert client.post(url("decide_quote", order.pk), {}).status_code == 422
    agreed = client.post(url("decide_quote", order.pk), {"consent_by": "PHONE"})
    assert agreed.status_code == 302
    assert "业主已同意" in page_of(client, ticket)
    assert client.get(url("decide_quote", order.pk)).status_code == 404


def test_the_desk_accepts_and_reports_for_an_outside_department_only() -> None:
    worker = world.engineer()
    ticket, client = taken(), supervisor()
    inside = shift.only_order(ticket)
    assert worker
    order = shift.ordered(ticket, "修电梯", at=now(), department=outside())
    assert url("accept_for", order.pk) in page_of(client, ticket)
    assert url("accept_for", inside.pk) not in page_of(client, ticket)

    refused = client.post(url("accept_for", inside.pk), {})
    assert refused.status_code == 422
    assert "只有外包单位" in text(refused)
    assert client.post(url("accept_for", order.pk), {}).status_code == 302
    assert fresh(order).state == OrderState.ACCEPTED
    assert client.post(url("finish_for", order.pk), {"result": ""}).status_code == 422
    said = {"result": "已修复", "gap_reason": "纸质单没有带回"}
    assert client.post(url("finish_for", order.pk), said).status_code == 302
    assert fresh(order).state == OrderState.DONE
    assert "已修复" in page_of(client, ticket)
