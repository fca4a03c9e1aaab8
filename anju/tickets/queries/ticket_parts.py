"""A ticket and its parts found: by number, of one project, ready for a step."""

from django.db.models import Q

from anju.clocks.models import Clock
from anju.organization.models import Project
from anju.tickets.models import HelpRequest, Quote, Ticket, WorkOrder
from anju.tickets.states import OrderState, QuoteState


def ticket_in(project: Project, ticket_id: int) -> Ticket | None:
    """Return one ticket of the project with its person, place and people, else None."""
    # Not all in one: a planner takes longer over fifteen joins than the row is worth.
    found = Ticket.objects.of(project).select_related("person", "unit", "place", "building")
    found = found.select_related("holder", "taken_by", "category")
    seldom = ("raised_to", "fault", "merged_into", "category__parent__parent")
    ticket = found.prefetch_related(*seldom).filter(pk=ticket_id).first()
    if ticket is not None:
        ticket.project = project
    return ticket


def ticket_by_number(project: Project, number: str) -> Ticket | None:
    """Return a ticket by its number as people type it (GD-2026-0001, 2026-1, 1), else None.

    A bare count means this project's newest ticket that ends with it.
    """
    typed = number.strip().upper().removeprefix("GD").strip("- ")
    tickets = Ticket.objects.of(project).with_places().newest_first()
    if "-" in typed:
        year, _, count = typed.partition("-")
        typed = f"GD-{year}-{count.zfill(4)}"
        return tickets.filter(number=typed).first()
    if not typed.isdigit():
        return None
    if len(typed) >= 8:
        return tickets.filter(number=f"GD-{typed[:4]}-{typed[4:]}").first()
    newest = tickets.values_list("number", flat=True).first()
    year = newest.split("-")[1] if newest else ""
    return tickets.filter(number=f"GD-{year}-{typed.zfill(4)}").first()


def order_in(project: Project, order_id: int) -> WorkOrder | None:
    """Return one work order of the project with its ticket, else None."""
    found = WorkOrder.objects.of(project).with_tickets().select_related("department__party")
    return found.filter(pk=order_id).first()


def help_in(project: Project, help_id: int) -> HelpRequest | None:
    """Return one request for help of the project with its ticket, else None."""
    found = HelpRequest.objects.filter(project=project).select_related(
        "department", "ticket__unit", "ticket__place", "ticket__building", "ticket__project"
    )
    return found.filter(pk=help_id).first()


def clock_of(project: Project, ticket: Ticket, clock_id: int) -> Clock | None:
    """Return a running clock of the ticket or of a work order or request of it, else None."""
    orders = WorkOrder.objects.filter(ticket=ticket).values("pk")
    helps = HelpRequest.objects.filter(ticket=ticket).values("pk")
    mine = (
        Q(subject_type=Ticket._meta.label_lower, subject_id=ticket.pk)
        | Q(subject_type=WorkOrder._meta.label_lower, subject_id__in=orders)
        | Q(subject_type=HelpRequest._meta.label_lower, subject_id__in=helps)
    )
    clocks = Clock.objects.of(project).open().with_terms()
    return clocks.filter(mine).filter(pk=clock_id).first()


def unfinished_of(project: Project, ticket: Ticket) -> list[WorkOrder]:
    """Return the work orders of a ticket that are still to be done."""
    orders = WorkOrder.objects.of(project).filter(ticket=ticket).unfinished()
    return list(orders.select_related("department").order_by("pk"))


def moves_with(project: Project, ticket: Ticket) -> tuple[list[WorkOrder], list[HelpRequest]]:
    """Return what goes along when a ticket is merged into another: its living work."""
    living = WorkOrder.objects.of(project).filter(ticket=ticket)
    orders = living.exclude(state__in=(OrderState.CHECKED, OrderState.CANCELLED))
    helps = HelpRequest.objects.filter(ticket=ticket, answered_at=None, withdrawn_at=None)
    return (
        list(orders.select_related("department").order_by("pk")),
        list(helps.select_related("department").order_by("pk")),
    )


def newest_order(project: Project, ticket: Ticket) -> tuple[int, WorkOrder | None]:
    """Return how many work orders a ticket has, and the newest of them."""
    orders = list(WorkOrder.objects.of(project).filter(ticket=ticket).order_by("pk"))
    return len(orders), orders[-1] if orders else None


def open_quote(project: Project, order: WorkOrder) -> Quote | None:
    """Return the quote that waits for the owner's yes, with its lines; else None."""
    quotes = (
        Quote.objects.filter(project=project, order=order).prefetch_related("lines").order_by("-pk")
    )
    newest = quotes.first()
    return newest if newest is not None and newest.state == QuoteState.OFFERED else None
