"""What the house does by itself: sees that nobody has come, and tells who answers for it."""

import logging

from django.urls import reverse
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.core.periods import spoken_time
from anju.handovers.commands.drafting import draft_handover
from anju.handovers.commands.signing import mark_unrelieved
from anju.handovers.models import Handover
from anju.handovers.queries.handovers import late_across_projects, supervisors
from anju.handovers.queries.spans import desk_projects_across_projects, missing_spans
from anju.handovers.verbs import HandoverVerb as Verb
from anju.messaging.commands import tell_staff
from anju.messaging.states import AlertKind
from anju.tickets.queries.telling import standing_for

_log = logging.getLogger("anju.handovers")
AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3)  # for what fails by accident


@app.periodic(cron="*/2 * * * *")
@app.task(name="handovers.see_unrelieved", queueing_lock="handovers.see_unrelieved")
def see_unrelieved(timestamp: int) -> None:
    """Note which shifts are over and not taken over; safe to run twice.

    One project that fails does not hold up the others.

    :raises RuntimeError: at the end, if projects failed, so that the job is seen as failed.
    """
    now, failed = timezone.now(), []
    for project in desk_projects_across_projects():
        try:
            for span in missing_spans(project, now):
                draft_handover(
                    project=project, span=span, outgoing=span.people[0], by=SYSTEM, at=now
                )
        # Whatever it is: one project's roster must not hide that others are not relieved. It is
        # logged, and the job fails below.
        except Exception:
            _log.exception("shifts could not be looked at", extra={"project": project.code})
            failed.append(project.code)
    for handover in late_across_projects(now):
        mark_unrelieved(handover=handover, by=SYSTEM, at=now)
    if failed:
        raise RuntimeError(f"shifts could not be looked at for {failed}")


@app.task(name="handovers.tell_of_handover", retry=AGAIN)
def tell_of_handover(event_id: int) -> None:
    """Tell the supervisor that nobody has come, or who signed that it came back; safe twice."""
    event, now = Event.objects.get(pk=event_id), timezone.now()
    handover = Handover.objects.select_related("project", "outgoing").get(pk=event.subject_id)
    project = handover.project
    if event.verb == Verb.UNRELIEVED and handover.is_unrelieved:
        above = supervisors(project, now)
        users = [each for user in above for each in standing_for(project, user, now)]
        due = handover.relieve_due_at
        since = f"{spoken_time(due, now=now)} 应有人接班," if due else ""
        title = f"未接班:{handover}"
        body = f"{since}至今没有人接班。交班人 {handover.outgoing.name},请安排人接班或说明处理。"
    elif event.verb == Verb.DISPUTED and handover.is_disputed:
        users = [handover.outgoing]
        title = f"交班有异议:{handover}"
        body = f"{event.by_name}提出异议,请答复后重新签字。"
    else:
        return
    tell_staff(
        users=users,
        title=title,
        body=body,
        url=reverse("handovers:handover", args=[project.code, handover.pk]),
        key=f"event:{event.pk}",
        project=project,
        kind=AlertKind.UNASSIGNED if event.verb == Verb.UNRELIEVED else AlertKind.ASSIGNED,
        at=now,
    )
