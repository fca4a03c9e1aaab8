"""Taking the outbox along, asking what became of it, and reactions that tell people."""

import logging

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.messaging import commands
from anju.messaging.carrying import Outcome
from anju.messaging.commands.providing import drop_old_nonces
from anju.messaging.commands.sending import note_answer, note_delivery, take_in_hand
from anju.messaging.jobs import send_at
from anju.messaging.queries.outbox import left_behind_across_projects, unreported_across_projects
from anju.messaging.transport.carriers import carrier_of, deliver
from anju.organization.models import Deputyship
from anju.organization.verbs import OrganizationVerb

_log = logging.getLogger("anju.messaging")
AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3)  # for what fails by accident


@app.task(name="messaging.send", retry=AGAIN)
def send(outgoing_id: int) -> None:
    """Make one attempt at a message that is due; safe to run twice, and at once.

    Who is killed in the middle leaves it in sending: when the lease has ended, the next one asks
    the other side by our own number before it sends.
    """
    taken = take_in_hand(outgoing_id=outgoing_id, at=timezone.now())
    if taken is None:
        return
    outgoing, may_be_sent = taken
    answer = deliver(outgoing, may_be_sent=may_be_sent)
    note_answer(
        outgoing=outgoing, attempt=outgoing.attempts, answer=answer, by=SYSTEM, at=timezone.now()
    )


@app.periodic(cron="* * * * *")
@app.task(name="messaging.take_up", queueing_lock="messaging.take_up")
def take_up(timestamp: int) -> None:
    """Each minute: what nobody took in hand, or whose worker died, is given to the next one."""
    now = timezone.now()
    for outgoing in left_behind_across_projects(at=now):
        _log.warning("an outgoing message is taken up", extra={"outgoing": outgoing.pk})
        send_at(outgoing.pk, now)


@app.periodic(cron="*/10 * * * *")
@app.task(name="messaging.ask_unreported", queueing_lock="messaging.ask_unreported")
def ask_unreported(timestamp: int) -> None:
    """Ask the providers, many at once, about short messages of which no report has come."""
    now = timezone.now()
    for provider, found in unreported_across_projects(at=now).items():
        answers = carrier_of(provider).ask([outgoing.message_id for outgoing in found])
        for outgoing in found:
            answer = answers[outgoing.message_id]
            if answer.outcome in (Outcome.DELIVERED, Outcome.REFUSED):
                note_delivery(outgoing=outgoing, answer=answer, by=SYSTEM, at=timezone.now())


@app.periodic(cron="20 * * * *")
@app.task(name="messaging.drop_old_nonces", queueing_lock="messaging.drop_old_nonces")
def drop_nonces(timestamp: int) -> None:
    """Forget the reports whose time stamps are too old to be read again anyway."""
    drop_old_nonces(at=timezone.now())


@app.task(name="messaging.tell_of_deputyship")
def tell_of_deputyship(event_id: int) -> None:
    """Tell both sides of a deputyship that was named or revoked; safe to run twice."""
    event = Event.objects.get(pk=event_id)
    deputyship = Deputyship.objects.select_related("project", "absent", "deputy").get(
        pk=event.subject_id
    )
    is_revoked = event.verb == OrganizationVerb.DEPUTY_REVOKED
    commands.tell_of_deputyship(
        deputyship=deputyship,
        is_revoked=is_revoked,
        key=f"event:{event.pk}",
        at=timezone.now(),
    )
