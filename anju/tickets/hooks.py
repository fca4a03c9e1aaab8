"""What the service desk must ask the floors above it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anju.core.actors import Actor
from anju.core.hooks import Hook
from anju.organization.access import Access
from anju.organization.models import Project
from anju.tickets.models import Ticket, WorkOrder


@dataclass(frozen=True, slots=True)
class PaperItem:
    """One thing of a checklist that the paper of an outside company may say is done."""

    item_id: int
    stage: str
    text: str


@dataclass(frozen=True, slots=True)
class OrderPart:
    """What a floor above shows with a work order: its own template and what that needs."""

    template: str
    context: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TicketPanel:
    """A part of a ticket's page: its template is included with `panel.context`.

    The page draws frame, title and icon, the template the body.
    """

    title: str
    icon: str
    template: str
    context: Mapping[str, Any]


def _nobody(ticket: Ticket) -> Collection[int]:
    return ()


def _no_panels(ticket: Ticket, access: Access, at: datetime) -> Sequence[TicketPanel]:
    return ()


def _ready(order: WorkOrder) -> str:
    return ""


def _nothing_open(order: WorkOrder) -> Sequence[str]:
    return ()


def _no_paper(order: WorkOrder) -> Sequence[PaperItem]:
    return ()


def _not_kept(order: WorkOrder, done: Collection[int], by: Actor, at: datetime) -> None:
    return None


def _not_told(order: WorkOrder, happened_at: datetime, by: Actor, at: datetime) -> None:
    return None


def _no_parts(
    project: Project, orders: Sequence[WorkOrder], access: Access
) -> Mapping[int, Sequence[OrderPart]]:
    return {}


def _no_details(project: Project, order: WorkOrder, access: Access) -> Sequence[OrderPart]:
    return ()


def _no_page(project: Project, order: WorkOrder | None) -> str:
    return ""


before_start: Hook[[WorkOrder], str] = Hook(_ready)
"""`before_start(order)` → the sentence why work on site cannot begin yet, or nothing (C6.17.1)."""

still_open: Hook[[WorkOrder], Sequence[str]] = Hook(_nothing_open)
"""`still_open(order)` → what its checklist asks and nobody has ticked or given a reason for
(C6.17.2); an order is not finished with any of it open unless a reason is given."""

paper_items: Hook[[WorkOrder], Sequence[PaperItem]] = Hook(_no_paper)
"""`paper_items(order)` → what the desk may tick when it reports the work of a company that has no
telephone of ours."""

take_paper: Hook[[WorkOrder, Collection[int], Actor, datetime], None] = Hook(_not_kept)
"""`take_paper(order, done, by, at)` keeps which of them the paper says are done, in the
transaction of the finish and before it."""

finished: Hook[[WorkOrder, datetime, Actor, datetime], None] = Hook(_not_told)
"""`finished(order, happened_at, by, at)`: an order was reported done, in its transaction."""

order_parts: Hook[[Project, Sequence[WorkOrder], Access], Mapping[int, Sequence[OrderPart]]] = Hook(
    _no_parts
)
"""`order_parts(project, orders, access)` → what else the pages of the desk show of each order, by
its number; the same queries for any number of orders."""

order_details: Hook[[Project, WorkOrder, Access], Sequence[OrderPart]] = Hook(_no_details)
"""`order_details(project, order, access)` → what else the page of one order shows, in full."""

work_page: Hook[[Project, WorkOrder | None], str] = Hook(_no_page)
"""`work_page(project, order)` → the address where whoever has an order works on it; of all of
one's orders for None."""

on_site: Hook[[Ticket], Collection[int]] = Hook(_nobody)
"""`on_site(ticket)` → the users who were on site for it beside those whose order it was; they do
not follow themselves up. An app joins by `on_site.py`."""

ticket_panels: Hook[[Ticket, Access, datetime], Sequence[TicketPanel]] = Hook(_no_panels)
"""What the apps above show on a ticket's page, for this viewer. An app joins by
`ticket_panels.py` with `panels(ticket, access, at)`."""
