"""What the door does by itself: lets go at the decent minute, follows what becomes of it."""

import logging

from django.urls import reverse
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from anju.audit.models import Event
from anju.contacts.commands.settling import note_delivery, release
from anju.contacts.models import Outreach
from anju.contacts.queries.outreaches import due_across_projects, outreach_of_outgoing
from anju.contacts.states import Channel, ContactState
from anju.core.actors import SYSTEM
from anju.core.errors import DomainError
from anju.messaging.commands import tell_staff
from anju.messaging.models import Outgoing
from anju.messaging.states import AlertKind
from anju.organization.models import User

_log = logging.getLogger("anju.contacts")
AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3)  # for what fails by accident
STATES = {
    "messaging.out_sent": ContactState.SENT,
    "messaging.out_delivered": ContactState.DELIVERED,
    "messaging.out_failed": ContactState.FAILED,
}


@app.periodic(cron="* * * * *")
@app.task(name="contacts.release_held", queueing_lock="contacts.release_held")
def release_held(timestamp: int) -> None:
    """Each minute: let go what waited for a decent hour; one that is refused holds up none."""
    now = timezone.now()
    for outreach in due_across_projects(at=now):
        try:
            release(outreach=outreach, by=SYSTEM, at=now)
        except DomainError:
            _log.exception("a held contact was refused", extra={"outreach": outreach.pk})


@app.task(name="contacts.follow_delivery", retry=AGAIN)
def follow_delivery(event_id: int) -> None:
    """Take over what the transport says of a message; a failed one is told. Safe to run twice."""
    event = Event.objects.get(pk=event_id)
    state = STATES[event.verb]
    outgoing = Outgoing.objects.select_related("project").get(pk=event.subject_id)
    outreach = outreach_of_outgoing(outgoing.project, outgoing.pk)
    if outreach is None:
        return
    outreach = note_delivery(
        outreach=outreach, state=state, because=event.reason, by=SYSTEM, at=event.at
    )
    if outreach.state == ContactState.FAILED:
        _tell_sender(outreach)


def _tell_sender(outreach: Outreach) -> None:
    """Tell who sent a message that it has not arrived, where the next channel is offered."""
    senders = User.objects.filter(pk=outreach.by_id)
    tell_staff(
        users=list(senders),
        title=f"{Channel(outreach.channel).label}没有送达",
        body="请换一个渠道联系业主。",
        url=reverse("contacts:outreach", args=[outreach.project.code, outreach.pk]),
        key=f"outreach-failed:{outreach.pk}",
        project=outreach.project,
        kind=AlertKind.UNDELIVERED,
        at=timezone.now(),
    )
