"""工程部 as the tests of dispatch and the board need it: three workers, orders in every state."""

from datetime import datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from anju.core.actors import SYSTEM
from anju.organization.models import Department, User
from anju.tickets.commands.crews import change_crew_terms
from anju.tickets.contents import OrderDraft, Promised
from anju.tickets.models import WorkOrder
from anju.tickets.states import Way
from tests import world
from tests.tickets import shift


def zhao() -> User:
    """Return 赵志强 of 工程部."""
    return world.engineer()


def zhang() -> User:
    """Return 张强 of 工程部."""
    return world.person("zhang", "张强", post="engineering", phone="13900010005")


def guard() -> User:
    """Return 郭大勇 of 安防部."""
    return world.person("guo", "郭大勇", post="security", phone="13900010006")


def engineering() -> Department:
    return world.department(world.project(), "工程部")


def security() -> Department:
    return world.department(world.project(), "安防部")


def terms(way: Way = Way.FEWEST, cap: int = 5, department: Department | None = None) -> None:
    """Set how a department (工程部) hands out its work."""
    change_crew_terms(
        project=world.project(),
        department=department or engineering(),
        way=way,
        load_cap=cap,
        by=SYSTEM,
        at=shift.AT,
    )


def order(
    task: str = "换水龙头",
    *,
    department: Department | None = None,
    assignee: User | None = None,
    is_paid: bool = False,
    at: datetime = shift.AT,
    **facts: Any,
) -> WorkOrder:
    """Take a repair and send its one work order to a department (工程部), by its own terms."""
    draft = OrderDraft(task, department or engineering(), assignee, is_paid)
    ticket = shift.taken(shift.matter(**facts), Promised(orders=(draft,)), at=at)
    return shift.only_order(ticket)


def fresh(order: WorkOrder) -> WorkOrder:
    """Return an order as it is now."""
    return WorkOrder.objects.with_tickets().get(pk=order.pk)


def url(name: str, *words: object, query: str = "") -> str:
    """Return an address of 绿苑小区's service desk."""
    return reverse(f"tickets:{name}", args=["green", *words]) + query


def signed_in(user: User) -> Client:
    return world.sign_in(Client(), user)


def said(client: Client, address: str) -> str:
    """Return a page's text; a worker's address leads to the page of work on site."""
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return answer.content.decode()
