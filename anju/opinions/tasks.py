"""What the house does by itself for opinions: tells of bad cards and urging, draws the sample."""

import logging
from secrets import token_hex

from django.urls import reverse
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.messaging.commands import tell_staff
from anju.messaging.states import AlertKind
from anju.opinions.commands.drawing import draw_week
from anju.opinions.queries.draws import undrawn_across_projects
from anju.opinions.refusals import NoRepairs
from anju.organization.models import User
from anju.tickets.models import Ticket, WorkOrder
from anju.tickets.queries.telling import (
    MANAGER,
    SUPERVISOR,
    first_of_posts,
    standing_for,
)
from anju.tickets.states import MatterKind, Rating

_log = logging.getLogger("anju.opinions")
AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3)  # for what fails by accident


@app.task(name="opinions.tell_of_card", retry=AGAIN)
def tell_of_card(event_id: int) -> None:
    """Tell the supervisor of a bad card at once; safe to run twice."""
    event = Event.objects.get(pk=event_id)
    if _new(event, "rating") != Rating.BAD.label:
        return
    ticket = Ticket.objects.with_places().get(pk=event.subject_id)
    users = first_of_posts(ticket.project, (SUPERVISOR, MANAGER), timezone.now())
    what = "请在一天内安排回访。" if not ticket.is_open else "工单还没有答复;答复后一天内要回访。"
    _tell(users, ticket, f"意见卡不满意:{ticket.number}", what, f"event:{event.pk}")


@app.task(name="opinions.tell_of_urge", retry=AGAIN)
def tell_of_urge(event_id: int) -> None:
    """Tell who answers for a ticket and who has its work that the owner urges; safe twice."""
    event, now = Event.objects.get(pk=event_id), timezone.now()
    ticket = Ticket.objects.with_places().get(pk=event.subject_id)
    orders = WorkOrder.objects.of(ticket.project).filter(ticket=ticket).unfinished()
    users = {user.pk: user for user in standing_for(ticket.project, ticket.holder, now)}
    for order in orders.exclude(assignee=None).select_related("assignee").order_by("pk"):
        users |= {user.pk: user for user in standing_for(ticket.project, order.assignee, now)}
    title = f"业主催单第 {_new(event, 'urge_count') or 1} 次:{ticket.number}"
    _tell(list(users.values()), ticket, title, "请尽快联系业主。", f"event:{event.pk}")


@app.periodic(cron="5 * * * *")
@app.task(name="opinions.draw_samples", queueing_lock="opinions.draw_samples")
def draw_samples(timestamp: int) -> None:
    """Draw the sample of last week wherever it is not drawn yet; a week is drawn once."""
    now = timezone.now()
    for project, day in undrawn_across_projects(at=now):
        try:
            draw_week(project=project, day=day, seed=token_hex(8), by=SYSTEM, at=now)
        except NoRepairs:
            _log.debug("no repair to draw from", extra={"project": project.code})


def _tell(users: list[User], ticket: Ticket, title: str, what: str, key: str) -> None:
    where = f",{ticket.where}" if ticket.where else ""
    tell_staff(
        users=users,
        title=title[:80],
        body=f"{MatterKind(ticket.kind).label}{where}。{what}",
        url=reverse("tickets:ticket", args=[ticket.project.code, ticket.pk]),
        key=key,
        project=ticket.project,
        kind=AlertKind.ESCALATION,
        at=timezone.now(),
    )


def _new(event: Event, name: str) -> str:
    """Return what a field became by an event."""
    _, after = (event.changes or {}).get(name, (None, None))
    return str(after or "")
