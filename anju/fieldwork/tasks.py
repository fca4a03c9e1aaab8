"""What the house does by itself about visits: ends what was left behind, tells the desk."""

from django.urls import reverse
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.fieldwork.commands.going import end_behind
from anju.fieldwork.models import Visit
from anju.fieldwork.queries.sheets import open_visit
from anju.messaging.commands import tell_staff
from anju.messaging.states import AlertKind
from anju.notices.models import Notice
from anju.notices.permissions import NoticePermission
from anju.tickets.models import WorkOrder
from anju.tickets.queries.promising import who_may
from anju.tickets.states import OrderState

AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3)  # for what fails by accident


@app.task(name="fieldwork.follow_order", retry=AGAIN)
def follow_order(event_id: int) -> None:
    """End the visit of an order that went another way meanwhile; safe to run twice."""
    event = Event.objects.get(pk=event_id)
    order = WorkOrder.objects.with_case().filter(pk=event.subject_id).first()
    visit = open_visit(order.project, order) if order else None
    if order is None or visit is None:
        return
    is_theirs = order.assignee_id == visit.worker_id
    if is_theirs and order.state in (OrderState.ACCEPTED, OrderState.STARTED):
        return
    end_behind(order=order, by=SYSTEM, at=timezone.now())


@app.task(name="fieldwork.tell_of_notice", retry=AGAIN)
def tell_of_notice(event_id: int) -> None:
    """Tell those who publish notices that a worker wants one; safe to run twice."""
    event = Event.objects.get(pk=event_id)
    visit = Visit.objects.select_related("project", "order").get(pk=event.subject_id)
    project, now = visit.project, timezone.now()
    number = str((event.changes.get("number") or [None, ""])[1])
    if not Notice.objects.of(project).filter(number=number).exists():
        return
    tell_staff(
        users=who_may(project, NoticePermission.PUBLISH, at=now),
        title=f"现场请发公告:{number}",
        body=f"{event.by_name}在{visit.order.number}现场起草了通知,请修改后发布。",
        url=reverse("notices:notice", args=[project.code, number]),
        key=f"event:{event.pk}",
        project=project,
        kind=AlertKind.NOTICE,
        at=now,
    )
