"""The addresses of a worker's pages, for the floor below."""

from django.urls import reverse

from anju.organization.models import Project
from anju.tickets.models import WorkOrder


def work_page(project: Project, order: WorkOrder | None) -> str:
    """Return where whoever has an order works on it; of all of one's orders for None."""
    if order is None:
        return reverse("fieldwork:my_orders", args=[project.code])
    return reverse("fieldwork:order", args=[project.code, order.pk])
