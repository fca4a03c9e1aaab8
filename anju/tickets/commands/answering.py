"""What the owner is told: contacts, promises kept, and the answer with the result."""

from datetime import datetime

from django.db import transaction

from anju.clocks.commands.answering import Answer, fulfil_clock
from anju.clocks.models import Clock
from anju.clocks.states import AnswerBy
from anju.contacts.models import Outreach
from anju.core.actors import Actor
from anju.tickets import deadlines
from anju.tickets.commands.cards import heed_waiting_cards
from anju.tickets.contents import Message
from anju.tickets.deadlines import FOLLOW_UP, PROMISE, RESOLVE, RESPOND, REWORK
from anju.tickets.facts import facts_of_ticket
from anju.tickets.models import Contact, HelpRequest, Ticket, WorkOrder
from anju.tickets.reaching import reach_owner
from anju.tickets.refusals import ONE_PRESS, NotAllowedNow, NotTaken, WorkOpen
from anju.tickets.states import TICKET_LIFE, ContactWay, TicketState
from anju.tickets.trail import kept, record
from anju.tickets.verbs import DeskVerb as Verb

ANSWERS = {
    ContactWay.CALL: AnswerBy.CALL,
    ContactWay.VISIT: AnswerBy.VISIT,
    ContactWay.MESSAGE: AnswerBy.MESSAGE,
}


@transaction.atomic
def note_ticket(*, ticket: Ticket, words: str, by: Actor, at: datetime) -> Contact:
    """Write a note among ourselves; the owner never sees it.

    It also is the reason that an escalation demanded, if one was. The same words again within a
    minute are the same press of the button.

    :raises NotTaken: without words.
    """
    ticket = Ticket.objects.locked().get(pk=ticket.pk)
    if not words.strip():
        raise NotTaken("请写下备注内容。")
    said = _just_said(ticket, ContactWay.NOTE, words, "", by=by, at=at)
    if said is not None and ticket.reason_wanted_at is None:
        return said
    note = add_contact(ticket, ContactWay.NOTE, words, "", is_answer=False, by=by, at=at)
    verb = Verb.REASON_GIVEN if ticket.reason_wanted_at else Verb.NOTED
    if ticket.reason_wanted_at is not None:
        ticket.reason_wanted_at = None
        ticket.save(update_fields=["reason_wanted_at"])
    record(verb, subject=ticket, project_id=ticket.project_id, by=by, at=at)
    return note


@transaction.atomic
def contact_owner(
    *,
    ticket: Ticket,
    way: ContactWay,
    words: str,
    outcome: str = "",
    keeps: Clock | None = None,
    message: Message | None = None,
    by: Actor,
    at: datetime,
) -> Contact:
    """Tell the owner something, or record that it was told, without ending the matter.

    It is the first response if there was none (rule 7), and keeps the promise that it names. The
    same words again within a minute are the same press of the button.

    :param outcome: how the call went; a call needs one.
    :param keeps: the promise that this contact keeps (rule 4).
    :param message: by which channel the words go out; None if they were sent by hand elsewhere.
    :raises NotTaken: without words, or for a note.
    :raises NotAllowedNow: if the message would go out only after the promised time.
    :raises AnswerMissing: for a call without outcome that is to keep a promise.
    """
    ticket = Ticket.objects.with_case().lock(ticket.pk)
    if way not in ANSWERS:
        raise NotTaken("联系业主请选择电话、上门或消息;只给同事看的请写内部备注。")
    if not words.strip():
        raise NotTaken("请写明与业主说了什么。")
    said = _just_said(ticket, way, words, outcome, by=by, at=at)
    if said is not None and (keeps is None or not _runs(ticket, keeps)):
        return said
    outreach = reach_owner(
        ticket, way=way, words=words, outcome=outcome, message=message, by=by, at=at
    )
    _refuse_late(outreach, keeps)
    contact = add_contact(
        ticket, way, words, outcome, is_answer=False, outreach=outreach, by=by, at=at
    )
    deadlines.stop(ticket, RESPOND, note="已联系业主", by=by, at=at)
    if keeps is not None:
        _refuse_foreign(ticket, keeps)
        answer = Answer(ANSWERS[way], kept(outcome.strip(), ticket))
        note = kept(words.strip()[:200], ticket)
        fulfil_clock(clock=keeps, answer=answer, note=note, by=by, at=at)
    changes = {"way": (None, way.label), "promise_due_at": (None, keeps.due_at if keeps else None)}
    project_id = ticket.project_id
    record(Verb.CONTACTED, subject=ticket, project_id=project_id, by=by, at=at, changes=changes)
    return contact


@transaction.atomic
def answer_ticket(
    *,
    ticket: Ticket,
    way: ContactWay,
    words: str,
    outcome: str = "",
    message: Message | None = None,
    by: Actor,
    at: datetime,
) -> Ticket:
    """Tell the owner the result: the ticket is answered, its resolve clock and promises stop.

    A follow-up is due for every complaint at once; the sample of repairs is drawn each week. Cards
    that came before take their effect now.

    :param message: by which channel the words go out; None if they were sent by hand elsewhere.
    :raises NotAllowedNow: if the message would go out only after the promised time.
    :raises WorkOpen: while work orders are unfinished or a department still owes its help.
    :raises NotTaken: without words, a way, or the outcome of a call.
    :raises ForbiddenTransition: if it is not open.
    """
    ticket = Ticket.objects.with_case().lock(ticket.pk)
    TICKET_LIFE.check(TicketState(ticket.state), TicketState.ANSWERED)
    if way not in ANSWERS:
        raise NotTaken("答复请选择电话、上门或消息。")
    if not words.strip():
        raise NotTaken("请写明答复了什么。")
    if way == ContactWay.CALL and not outcome.strip():
        raise NotTaken("电话答复请写明结果,例如“业主认可”“无人接听”。")
    refuse_open_work(ticket)
    outreach = reach_owner(
        ticket, way=way, words=words, outcome=outcome, message=message, by=by, at=at
    )
    _refuse_late(outreach, deadlines.open_of(ticket, PROMISE).order_by("due_at").first())
    settle_answer(
        ticket=ticket, way=way, words=words, outcome=outcome, outreach=outreach, by=by, at=at
    )
    return ticket


@transaction.atomic
def settle_answer(
    *,
    ticket: Ticket,
    way: ContactWay,
    words: str,
    outcome: str,
    outreach: Outreach | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Make a locked ticket an answered one: `answer_ticket`, or an answer on the spot."""
    before = TicketState(ticket.state)
    add_contact(ticket, way, words, outcome, is_answer=True, outreach=outreach, by=by, at=at)
    deadlines.stop(ticket, RESPOND, note="已答复业主", by=by, at=at)
    answer = Answer(ANSWERS[way], kept(outcome.strip(), ticket) or "已答复")
    deadlines.stop(ticket, PROMISE, answer=answer, note=words.strip()[:200], by=by, at=at)
    deadlines.stop(ticket, RESOLVE, REWORK, note="已答复业主", by=by, at=at)
    ticket.state, ticket.answered_at = TicketState.ANSWERED, at
    ticket.answered_by_name, ticket.answer = by.label, words.strip()
    ticket.reason_wanted_at = None
    ticket.save()
    if owes_follow_up(ticket):
        facts = facts_of_ticket(ticket, at=at)
        deadlines.start(ticket, FOLLOW_UP, facts=facts, holder=ticket.holder, by=by, at=at)
    record(
        Verb.ANSWERED,
        subject=ticket,
        project_id=ticket.project_id,
        by=by,
        at=at,
        changes={"state": (before.label, TicketState.ANSWERED.label), "way": (None, way.label)},
    )
    heed_waiting_cards(ticket=ticket, by=by, at=at)


def owes_follow_up(ticket: Ticket) -> bool:
    """Tell whether an answered ticket is to be followed up whatever the sample says; no event.

    Every complaint. Repairs are drawn each week (`opinions`), where nobody can pick or foresee.
    """
    return ticket.is_complaint


def refuse_open_work(ticket: Ticket) -> None:
    """Refuse to end a matter that others still work on; leaves no event.

    :raises WorkOpen: naming what is open.
    """
    orders = WorkOrder.objects.of(ticket.project).filter(ticket=ticket).unfinished()
    if count := orders.count():
        raise WorkOpen(
            f"还有 {count} 张派工单没有完成,现在只能告知进度。"
            "可以“联系业主”说明进度,或与业主续诺;不需要再做的派工单请先取消。"
        )
    helps = HelpRequest.objects.filter(ticket=ticket, answered_at=None, withdrawn_at=None)
    if help_request := helps.select_related("department").first():
        raise WorkOpen(
            f"{help_request.department.name}还没有答复协助请求,请先催办;不需要了请撤回请求。"
        )


def _runs(ticket: Ticket, promise: Clock) -> bool:
    return deadlines.open_of(ticket, PROMISE).filter(pk=promise.pk).exists()


def _just_said(
    ticket: Ticket, way: ContactWay, words: str, outcome: str, *, by: Actor, at: datetime
) -> Contact | None:
    """Return what the same person has just written in the same words: one press, sent twice."""
    same = Contact.objects.filter(ticket=ticket, way=way, words=words.strip(), by_id=by.id)
    same = same.filter(outcome=outcome.strip())
    return same.filter(is_answer=False, at__gt=at - ONE_PRESS).first()


def add_contact(
    ticket: Ticket,
    way: ContactWay,
    words: str,
    outcome: str,
    *,
    is_answer: bool,
    outreach: Outreach | None = None,
    by: Actor,
    at: datetime,
) -> Contact:
    """Write down what was said; leaves no event: the step that it belongs to does.

    Whoever spoke with the owner has heeded their urging.
    """
    if way != ContactWay.NOTE and ticket.urged_at is not None:
        ticket.urged_at = None
        ticket.save(update_fields=["urged_at"])
    return Contact.objects.create(
        project=ticket.project,
        ticket=ticket,
        way=way,
        words=words.strip(),
        outcome=outcome.strip(),
        is_answer=is_answer,
        outreach=outreach,
        by_id=by.id,
        by_name=by.label,
        at=at,
    )


def _refuse_foreign(ticket: Ticket, clock: Clock) -> None:
    is_about = (clock.subject_type, clock.subject_id) == (ticket._meta.label_lower, ticket.pk)
    if clock.project_id != ticket.project_id or not is_about:
        raise NotTaken("这条承诺不属于这张工单,请刷新页面再试。")


def _refuse_late(outreach: Outreach | None, promise: Clock | None) -> None:
    """Refuse to count a message as an answer that reaches the owner after the promised time."""
    if outreach is None or promise is None or promise.breached_at is not None:
        return
    if outreach.is_held and outreach.goes_at > promise.due_at:
        raise NotAllowedNow("消息要等到承诺时间以后才发出。请马上发出,或打电话答复业主。")
