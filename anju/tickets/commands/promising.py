"""What the owner is promised: a new time, and telling the owner of it."""

from datetime import datetime

from django.db import transaction

from anju.clocks.commands.answering import Answer, renew_promise
from anju.clocks.models import Clock
from anju.clocks.reckoning.targets import Fixed
from anju.contacts.commands.contacting import contact
from anju.contacts.models import Outreach
from anju.contacts.states import ContactReason
from anju.core.actors import Actor
from anju.organization.models import User
from anju.tickets import deadlines
from anju.tickets.commands.answering import ANSWERS, add_contact
from anju.tickets.deadlines import PROMISE, RESPOND
from anju.tickets.facts import facts_of_ticket
from anju.tickets.models import Contact, Ticket
from anju.tickets.reaching import reach_owner, spoken_at, values_of
from anju.tickets.refusals import NotAllowedNow, NotTaken
from anju.tickets.states import ContactWay, TicketState
from anju.tickets.trail import kept, record
from anju.tickets.verbs import DeskVerb as Verb


@transaction.atomic
def promise_again(
    *,
    ticket: Ticket,
    until: datetime,
    reason: str,
    way: ContactWay,
    outcome: str = "",
    agreed_by: User | None = None,
    by: Actor,
    at: datetime,
) -> Clock:
    """Give the owner a new time: a renewal while the old promise still holds, else a new promise.

    :param way: how the owner was told of it (rule 4).
    :param agreed_by: the supervisor who agrees, above the project's number of renewals.
    :raises RenewalRefused: without a reason or the consent it needs.
    :raises QuestionRefused: unless the time is later than now and than the promise it renews.
    """
    ticket = Ticket.objects.with_case().lock(ticket.pk)
    if ticket.state != TicketState.OPEN:
        raise NotAllowedNow("工单已经答复或结束,不需要再承诺。")
    if way not in ANSWERS:
        raise NotTaken("请写明是以电话、上门还是消息告知业主的。")
    running = deadlines.open_of(ticket, PROMISE).order_by("pk").first()
    before = running.due_at if running is not None else None
    told = Answer(ANSWERS[way], kept(outcome.strip(), ticket))
    why = kept(reason, ticket)
    if (
        running is not None
        and running.breached_at is None
        and running.due_at >= at.replace(second=0, microsecond=0)
    ):
        clock = renew_promise(
            clock=running, until=until, reason=why, told=told, agreed_by=agreed_by, by=by, at=at
        )
    else:
        clock = deadlines.start(
            ticket,
            PROMISE,
            facts=facts_of_ticket(ticket, at=at),
            holder=ticket.holder,
            target=Fixed(until),
            by=by,
            at=at,
        )
    words = f"承诺时间:{reason.strip()}" if reason.strip() else "作出新的承诺"
    outreach = None
    if way != ContactWay.MESSAGE:  # the message goes out by itself, when this has come about
        outreach = reach_owner(
            ticket,
            way=way,
            words=words,
            outcome=outcome,
            message=None,
            reason=ContactReason.PROMISE,
            by=by,
            at=at,
        )
    add_contact(ticket, way, words, outcome, is_answer=False, outreach=outreach, by=by, at=at)
    deadlines.stop(ticket, RESPOND, note="已向业主承诺", by=by, at=at)
    changes = {
        "promise_due_at": (before, clock.due_at),
        "way": (None, way.label),
    }
    record(
        Verb.PROMISED,
        subject=ticket,
        project_id=ticket.project_id,
        by=by,
        at=at,
        changes=changes,
        reason=reason.strip(),
    )
    return clock


@transaction.atomic
def tell_promise(
    *,
    said: Contact,
    due_at: datetime,
    before: datetime | None,
    reason: str,
    by: Actor,
    at: datetime,
) -> Outreach | None:
    """Write to the owner what was promised, once; None where nobody in register is to be told.

    It leaves no event of its own: the contact has one.

    :param said: what the desk wrote down when it promised, by message.
    :param before: the time that the new one takes the place of, if any.
    :raises DomainError: what the door refuses: somebody has to call then.
    """
    said = Contact.objects.select_for_update(of=("self",)).get(pk=said.pk)
    ticket = Ticket.objects.with_case().get(pk=said.ticket_id)
    if said.outreach is not None or ticket.person is None:
        return said.outreach
    values = {**values_of(ticket, promised=due_at), "原因": reason or "情况有变"}
    if before is not None:
        values["原时间"] = spoken_at(before)
    said.outreach = contact(
        project=ticket.project,
        person=ticket.person,
        unit=ticket.unit,
        reason=ContactReason.PROMISE,
        occasion="rearranged" if before is not None else "promised",
        values=values,
        subject=ticket,
        is_started_by_us=False,
        is_confirmed=True,
        key=f"promise:{said.pk}",
        by=by,
        at=at,
    )
    said.save(update_fields=["outreach"])
    return said.outreach
