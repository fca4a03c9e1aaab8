"""Common faults: the list, and one with everything under it."""

from dataclasses import dataclass

from django.db.models import Count, Q

from anju.organization.models import Project
from anju.tickets.models import CommonFault, Ticket, WorkOrder
from anju.tickets.models.faults import FaultQuerySet
from anju.tickets.states import FaultState, MatterKind, TicketState


@dataclass(frozen=True, slots=True)
class FaultPage:
    """A common fault and the tickets under it, the newest first.

    :param busy: numbers of the open tickets whose work is not finished, with how many orders.
    """

    fault: CommonFault
    tickets: list[Ticket]
    busy: dict[int, int]

    @property
    def to_answer(self) -> list[Ticket]:
        """The tickets that a common answer would answer."""
        return [each for each in self.tickets if each.state == TicketState.OPEN]

    @property
    def households(self) -> int:
        """How many homes report it, each once."""
        return len({each.unit_id for each in self.tickets if each.unit_id})

    @property
    def complaints(self) -> int:
        return sum(each.kind == MatterKind.COMPLAINT for each in self.tickets)

    @property
    def hindering(self) -> list[Ticket]:
        """The open tickets that keep a common answer from being given."""
        return [each for each in self.to_answer if each.pk in self.busy]


def fault_list(project: Project, *, state: str = "") -> FaultQuerySet:
    """Return common faults with how many tickets and homes each has; the open ones first."""
    faults = CommonFault.objects.of(project)
    if state in FaultState.values:
        faults = faults.filter(state=state)
    counted: FaultQuerySet = faults.select_related("category", "building").annotate(
        ticket_count=Count("tickets", distinct=True),
        open_count=Count("tickets", filter=Q(tickets__state=TicketState.OPEN), distinct=True),
        home_count=Count("tickets__unit", distinct=True),
    )
    return counted.order_by("-state", "-opened_at", "-pk")


def fault_in(project: Project, fault_id: int) -> CommonFault | None:
    """Return one common fault of the project, else None."""
    found = CommonFault.objects.of(project).select_related("project", "category", "building")
    return found.filter(pk=fault_id).first()


def fault_page(project: Project, fault: CommonFault) -> FaultPage:
    """Return a fault with its tickets; the same queries for any number."""
    tickets = Ticket.objects.of(project).living().filter(fault=fault).with_places()
    orders = WorkOrder.objects.of(project).unfinished().filter(ticket__fault=fault)
    counted = orders.values_list("ticket").annotate(count=Count("pk")).order_by("ticket")
    return FaultPage(fault, list(tickets.newest_first()), dict(counted))
