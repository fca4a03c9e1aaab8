"""Work orders as those see them who do the work: one, one's own, those to grab, a day's."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from anju.core.periods import SHANGHAI, local_date
from anju.organization.access import Access
from anju.organization.models import Department, Deputyship, Membership, Project, User
from anju.tickets.models import HelpRequest, Quote, WorkOrder
from anju.tickets.models.orders import OrderQuerySet
from anju.tickets.permissions import DeskPermission
from anju.tickets.states import UNFINISHED, OrderState

MOST_SHOWN = 100


def departments_of_worker(project: Project, user: User, at: datetime) -> frozenset[int]:
    """Return the departments somebody works in now: by own posts, or for somebody absent."""
    absent = Deputyship.objects.of(project).at(at).filter(deputy=user).values("absent")
    posts = Membership.objects.of(project).on(local_date(at))
    posts = posts.filter(Q(user=user) | Q(user__in=absent, user__is_active=True))
    return frozenset(posts.values_list("department_id", flat=True))


def orders_seen(access: Access, at: datetime) -> OrderQuerySet:
    """Return the work orders somebody may see: all with READ, else their departments' and own."""
    assert access.project is not None, "a work order is a project's"
    orders = WorkOrder.objects.of(access.project)
    if access.may(DeskPermission.READ):
        return orders
    departments = departments_of_worker(access.project, access.user, at)
    return orders.filter(Q(department__in=departments) | Q(assignee=access.user))


def order_seen(access: Access, order_id: int, at: datetime) -> WorkOrder | None:
    """Return one work order as somebody may see it, all that its page shows loaded; else None."""
    found = orders_seen(access, at).with_tickets().select_related("ticket__holder", "rule")
    return found.filter(pk=order_id).first()


def orders_chosen(access: Access, ids: list[int], at: datetime) -> list[WorkOrder]:
    """Return several work orders by number, those that somebody may see, in the order given."""
    found = {each.pk: each for each in orders_seen(access, at).with_tickets().filter(pk__in=ids)}
    return [found[pk] for pk in dict.fromkeys(ids) if pk in found]


@dataclass(frozen=True, slots=True)
class MyWork:
    """What lies before one worker.

    :param held: one's own unfinished orders, in order of time; what is put off comes last.
    :param free: orders of one's departments that whoever is first may take.
    :param asked: help requests of one's departments that wait for an answer, the oldest first.
    :param done: what one finished today and nobody has checked yet.
    """

    held: list[WorkOrder]
    free: list[WorkOrder]
    asked: list[HelpRequest]
    done: list[WorkOrder]


def my_work(access: Access, at: datetime) -> MyWork:
    """Return what somebody has to do; the same queries however much it is."""
    project = access.project
    assert project is not None, "a work order is a project's"
    orders = WorkOrder.objects.of(project).with_tickets()
    mine = orders.filter(assignee=access.user)
    departments = departments_of_worker(project, access.user, at)
    free = orders.waiting().filter(is_grab=True, department__in=departments)
    asked = HelpRequest.objects.filter(
        project=project, department__in=departments, answered_at=None, withdrawn_at=None
    ).select_related("department", "ticket__unit__building", "ticket__unit__entrance")
    asked = asked.select_related("ticket__place", "ticket__building")
    done = mine.filter(state=OrderState.DONE)
    held = list(_in_time(mine.filter(state__in=UNFINISHED))[:MOST_SHOWN])
    return MyWork(
        held=sorted(held, key=lambda each: each.deferred_until or date.min),
        free=list(free.oldest_first()[:MOST_SHOWN]),
        asked=list(asked.order_by("asked_at", "pk")[:MOST_SHOWN]),
        done=list(done.order_by("-done_at", "pk")[:MOST_SHOWN]),
    )


def _in_time(orders: OrderQuerySet) -> OrderQuerySet:
    """Return orders as a day goes: emergencies, then by the hour the owner wished, else ordered."""
    hour = Coalesce(F("ticket__wished_from"), F("ordered_at"))
    sorted_orders: OrderQuerySet = orders.order_by("-is_emergency", hour, "pk")
    return sorted_orders


def orders_of_day(project: Project, department: Department, day: date) -> list[WorkOrder]:
    """Return all that a department has to do on a day, or did on it, in order of time.

    What is put off to a later day, or wished for one, is not there yet.
    """
    begins = datetime.combine(day, time.min, SHANGHAI)
    ends = begins + timedelta(days=1)
    to_do = Q(state__in=UNFINISHED, ordered_at__lt=ends)
    to_do &= Q(deferred_until=None) | Q(deferred_until__lte=day)
    to_do &= Q(ticket__wished_from=None) | Q(ticket__wished_from__lt=ends)
    was_done = Q(done_at__gte=begins, done_at__lt=ends)
    orders = WorkOrder.objects.of(project).filter(to_do | was_done, department=department)
    return list(_in_time(orders.with_tickets()))


def last_quotes(project: Project, orders: list[WorkOrder]) -> dict[int, Quote]:
    """Return the quote that holds of each work order, lines loaded; two queries for any number."""
    found = Quote.objects.filter(project=project, order__in=orders)
    newest = found.order_by("order_id", "-pk").distinct("order_id").prefetch_related("lines")
    return {quote.order_id: quote for quote in newest}
