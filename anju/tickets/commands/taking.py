"""Intake: a matter is taken and leaves by one of three ways, and no other (C6.19.2, A3)."""

from datetime import datetime

from django.db import transaction

from anju.archives.commands import attach_files
from anju.clocks.commands.changing import hand_set_clock
from anju.clocks.commands.starting import Start
from anju.clocks.reckoning.targets import Fixed
from anju.core.actors import Actor
from anju.core.numbering import human_number
from anju.core.periods import local_date
from anju.organization.commands.founding import next_number
from anju.organization.models import Post, Project, User
from anju.rosters.queries.duty import on_duty_in_post
from anju.search.indexing import index
from anju.tickets import deadlines
from anju.tickets.commands.answering import settle_answer
from anju.tickets.commands.dispatching import hasten_orders, order_of_locked
from anju.tickets.commands.faults import join_fault, lock_fault
from anju.tickets.commands.grading import grade_ticket
from anju.tickets.commands.helping import ask_help
from anju.tickets.contents import (
    AnsweredNow,
    Exit,
    HelpAsked,
    Matter,
    OrderDraft,
    Promised,
)
from anju.tickets.deadlines import PROMISE, RESOLVE, RESPOND
from anju.tickets.facts import facts_of_ticket
from anju.tickets.finding import ticket_entry
from anju.tickets.models import Ticket
from anju.tickets.queries.remits import Ruling, is_within_remit
from anju.tickets.refusals import (
    NotTaken,
    NotYours,
    refuse_no_reason,
    refuse_other_project,
    refuse_stale,
)
from anju.tickets.states import (
    IN_PERSON,
    ContactWay,
    Grade,
    GradeCause,
    MatterKind,
    Source,
    WayOut,
)
from anju.tickets.trail import kept, record
from anju.tickets.verbs import DeskVerb as Verb

PREFIX = "GD"
SUMMARY = 60


@transaction.atomic
def take_ticket(
    *,
    project: Project,
    matter: Matter,
    out: Exit,
    taker: User,
    post: Post | None,
    once: str = "",
    by: Actor,
    at: datetime,
) -> Ticket:
    """Take a matter by one of the three ways out; everything it sets going goes with it.

    Answered now: what was said is kept and the ticket is answered, without work order.
    Help asked: a department's assist clock runs, and the ticket stays open.
    Promised: a promise to the owner; the work orders are made and dispatched.
    What is beyond the remit of the taker's post goes up at once to whoever of the superior post is
    on duty, and is not answered by the taker alone (A3). A complaint by the press, or with
    somebody injured, is a major one (S9).

    :param post: the post the taker acts in; None (head office) decides everything.
    :param once: the form's key; the same form again returns the ticket it made before.
    :raises NotTaken: if who and where, the words, or what the way out asks is missing.
    :raises NotYours: for an answer on the spot beyond the remit.
    :raises QuestionRefused: for a promise in the past or over 400 days away.
    """
    if matter.fault is not None:
        lock_fault(fault=matter.fault)
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    made = Ticket.objects.of(project).filter(once=once).exclude(once="").first()
    if made is not None:
        return made
    _refuse_incomplete(project, matter, at)
    ruling = _ruling(project, post, matter)
    if isinstance(out, AnsweredNow) and not ruling:
        raise NotYours(f"{ruling.why}请改用“请求协助”或“承诺”,保存后会自动上报。")
    ticket = _new(project, matter, out, taker, ruling, once, at)
    attach_files(subject=ticket, project=project, tokens=matter.files, by=by, at=at)
    record(
        Verb.TAKEN,
        subject=ticket,
        project_id=project.pk,
        by=by,
        at=at,
        changes={
            "kind": (None, MatterKind(ticket.kind).label),
            "way_out": (None, WayOut(ticket.way_out).label),
            "raised_to": (None, ticket.raised_to),
            "holder": (None, ticket.holder),
        },
        reason=ticket.raised_why,
    )
    _leave(ticket, matter, out, by=by, at=at)
    if matter.fault is not None:
        join_fault(ticket=ticket, fault=matter.fault, by=by, at=at)
    if ticket.is_complaint and (matter.has_injured or matter.source == Source.PRESS):
        cause = GradeCause.INJURY if matter.has_injured else GradeCause.PRESS
        grade_ticket(ticket=ticket, grade=Grade.MAJOR, cause=cause, by=by, at=at)
    index(project, ticket_entry(ticket))
    ticket.refresh_from_db()
    return ticket


@transaction.atomic
def change_ticket(
    *, ticket: Ticket, matter: Matter, seen: int | None, reason: str = "", by: Actor, at: datetime
) -> Ticket:
    """Change what a living ticket says: who, where, what, how urgent. The way out stays.

    Who took it puts it right for 10 minutes without a reason; after that, and for others, a
    reason is asked. Clocks follow the new facts; a promise already told does not move. What turns
    out to be an emergency is one from now on for its work orders too, and is told upward at once.

    :param seen: the edition that the editor looked at.
    :raises StaleEdit: if somebody changed it in between; the screen then shows both texts.
    :raises ReasonMissing: without a reason where one is asked.
    :raises NotYours: once it has ended.
    """
    ticket = Ticket.objects.with_case().lock(ticket.pk)
    if ticket.closed_at is not None:
        raise NotYours("工单已经结束,不能修改。")
    refuse_stale(ticket, seen)
    is_correction = ticket.taken_by_id == by.id and ticket.may_be_corrected(at)
    if not is_correction:
        reason = refuse_no_reason(reason, "修改")
    _refuse_incomplete(ticket.project, matter, at, is_new=False)
    before, facts = ticket.said(), facts_of_ticket(ticket, at=at)
    was_emergency = ticket.is_emergency
    _fill(ticket, matter)
    ticket.edition += 1
    ticket.save()
    attach_files(subject=ticket, project=ticket.project, tokens=matter.files, by=by, at=at)
    after = ticket.said()
    record(
        Verb.CORRECTED if is_correction else Verb.CHANGED,
        subject=ticket,
        project_id=ticket.project_id,
        by=by,
        at=at,
        changes={name: (before[name], after[name]) for name in after},
        reason=reason,
    )
    deadlines.follow(ticket, before=facts, after=facts_of_ticket(ticket, at=at), by=by, at=at)
    if ticket.is_emergency and not was_emergency:
        hasten_orders(ticket=ticket, by=by, at=at)
    index(ticket.project, ticket_entry(ticket))
    return ticket


def superior_on_duty(project: Project, post: Post | None, at: datetime) -> User | None:
    """Return who of a post is on duty, else of the posts above it; None if nobody is.

    Asks only; leaves no event.
    """
    while post is not None:
        here = on_duty_in_post(project, post, at)
        if here:
            return here[0]
        post = post.reports_to
    return None


def _refuse_incomplete(
    project: Project, matter: Matter, at: datetime, *, is_new: bool = True
) -> None:
    refuse_other_project(
        project, matter.person, matter.unit, matter.place, matter.building, matter.category
    )
    if not matter.words.strip():
        raise NotTaken("请记下业主说了什么,哪怕只有一句话。")
    knows_who = matter.person or matter.caller_name.strip() or matter.caller_phone.strip()
    if not (knows_who or matter.unit or matter.place or matter.building):
        raise NotTaken("请至少写明是谁或在哪里:选住户、房屋、公共位置,或记下来电号码。")
    if matter.is_unnamed and knows_who:
        raise NotTaken("业主不愿留名时不能记姓名和电话,请二选一。")
    if matter.category is not None and matter.category.retired_at is not None:
        raise NotTaken(f"“{matter.category.name}”已停用,请选择别的分类。")
    if (matter.wished_from is None) != (matter.wished_until is None):
        raise NotTaken("希望时间请填写从几点到几点。")
    if matter.wished_from and matter.wished_until and matter.wished_until <= matter.wished_from:
        raise NotTaken("希望时间的结束要晚于开始,请重新填写。")
    if is_new and matter.wished_until and matter.wished_until <= at:
        raise NotTaken("希望时间已经过去了,请与业主重新约定。")
    if matter.received_at is not None and matter.received_at > at:
        raise NotTaken("受理时间不能晚于现在,请检查。")


def _ruling(project: Project, post: Post | None, matter: Matter) -> Ruling:
    if post is None:
        return Ruling(True, None, None, "")
    return is_within_remit(project, post, matter.category, matter.kind)


def _new(
    project: Project,
    matter: Matter,
    out: Exit,
    taker: User,
    ruling: Ruling,
    once: str,
    at: datetime,
) -> Ticket:
    year = local_date(at).year
    count = next_number(project, prefix=PREFIX, year=year)
    superior = superior_on_duty(project, ruling.goes_to, at)
    ticket = Ticket(
        project=project,
        number=human_number(PREFIX, year=year, count=count),
        way_out=_way_out(out),
        received_at=matter.received_at or at,
        entered_at=at,
        taken_by=taker,
        holder=superior or taker,
        raised_to=ruling.goes_to,
        raised_why=ruling.why[:200] if ruling.goes_to else "",
        once=once,
    )
    _fill(ticket, matter)
    ticket.save(force_insert=True)
    return ticket


def _fill(ticket: Ticket, matter: Matter) -> None:
    """Put what was brought into the ticket's fields."""
    ticket.kind, ticket.source = matter.kind, matter.source
    ticket.outside_number = matter.outside_number.strip()
    ticket.person, ticket.is_unnamed = matter.person, matter.is_unnamed
    ticket.caller_name = matter.caller_name.strip()
    ticket.caller_phone = matter.caller_phone.strip()
    ticket.unit, ticket.place = matter.unit, matter.place
    at_place = matter.place.building if matter.place else None
    ticket.building = matter.unit.building if matter.unit else matter.building or at_place
    ticket.words = matter.words.strip()
    ticket.summary = kept(summary_of(matter), ticket)
    ticket.category, ticket.urgency, ticket.level = matter.category, matter.urgency, matter.level
    ticket.is_emergency = matter.is_emergency
    ticket.wished_from, ticket.wished_until = matter.wished_from, matter.wished_until
    ticket.wish = matter.wish.strip()


def summary_of(matter: Matter) -> str:
    """Return our one line about a matter: as given, else the words' first line; leaves no event."""
    if matter.summary.strip():
        return matter.summary.strip()[:SUMMARY]
    line = matter.words.strip().splitlines()[0].strip()
    return line if len(line) <= SUMMARY else f"{line[: SUMMARY - 1]}…"


def _way_out(out: Exit) -> WayOut:
    if isinstance(out, AnsweredNow):
        return WayOut.ANSWERED
    return WayOut.HELP if isinstance(out, HelpAsked) else WayOut.PROMISED


def _leave(ticket: Ticket, matter: Matter, out: Exit, *, by: Actor, at: datetime) -> None:
    """Start the clocks, and set going what the way out promises.

    Who is spoken with has had the first response with it (rule 7).
    """
    done = "受理时已与业主交谈" if matter.source in IN_PERSON else ""
    starts = [Start(RESPOND, ticket.holder, done=done)]
    if not isinstance(out, AnsweredNow):
        starts.append(Start(RESOLVE, ticket.holder))
    if isinstance(out, Promised):
        starts.append(Start(PROMISE, ticket.holder, target=_promised(matter, out)))
    clocks = deadlines.start_all(
        ticket,
        *starts,
        facts=facts_of_ticket(ticket, at=at),
        started_at=ticket.received_at,
        by=by,
        at=at,
    )
    if matter.outside_due is not None and not isinstance(out, AnsweredNow):
        reason = f"{Source(ticket.source).label}要求的期限"
        hand_set_clock(clock=clocks[1], due_at=matter.outside_due, reason=reason, by=by, at=at)
    match out:
        case AnsweredNow():
            _answered_now(ticket, out, by=by, at=at)
        case HelpAsked():
            ask_help(ticket=ticket, department=out.department, question=out.question, by=by, at=at)
        case Promised():
            drafts = out.orders
            if not drafts and ticket.kind == MatterKind.REPAIR:
                drafts = (OrderDraft(ticket.summary),)
            for draft in drafts:
                order_of_locked(ticket=ticket, draft=draft, by=by, at=at)


def _promised(matter: Matter, out: Promised) -> Fixed | None:
    """Return the time said, else the end of a repair's wished window; None: the policy's."""
    until = out.until
    if until is None and matter.kind == MatterKind.REPAIR:
        until = matter.wished_until
    return Fixed(until) if until is not None else None


def _answered_now(ticket: Ticket, out: AnsweredNow, *, by: Actor, at: datetime) -> None:
    if not out.words.strip():
        raise NotTaken("当场答复要记下答复了什么,以后同事看得到。")
    way = ContactWay.CALL if ticket.source == Source.PHONE else ContactWay.VISIT
    settle_answer(ticket=ticket, way=way, words=out.words, outcome="当场答复", by=by, at=at)
