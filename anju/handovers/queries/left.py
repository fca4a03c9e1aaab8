"""What a shift leaves open, without residents' names: it is kept for ever as it was signed."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Q

from anju.clocks.models import Clock
from anju.clocks.states import Verdict
from anju.core.masking import mask_name
from anju.core.periods import local_date
from anju.drafts.models import Draft
from anju.handovers.leavings import Leaving, Left
from anju.handovers.models import LentThing
from anju.handovers.states import LeftKind
from anju.organization.models import Department, Membership, Project, User
from anju.residents.commands.keeping import scrubbed
from anju.telephony.queries.backs import BackGroup, waiting_groups
from anju.tickets.models import Ticket, WorkOrder
from anju.tickets.states import TicketState

TICKET = Ticket._meta.label_lower
PROMISE, FOLLOW_UP = "promise", "follow-up"  # the kinds of clocks, as tickets start them
RANK = {kind: place for place, kind in enumerate(LeftKind)}


def left_of(
    project: Project,
    department: Department,
    user: User,
    *,
    since: datetime,
    until: datetime,
    at: datetime,
) -> Leaving:
    """Return what the desk leaves open, promises due before the next shift's end first.

    The same queries however much there is.

    :param since: when the shift began: what it took itself counts whatever its deadline.
    :param until: when the next shift ends: what is due before then counts.
    """
    posts = Membership.objects.of(project).on(local_date(at)).filter(department=department)
    desk = set(posts.values_list("user_id", flat=True))
    waiting = _unassigned(project, at)
    without_hands = {item.ticket_id for item in waiting}
    tickets = [
        replace(item, is_unassigned=item.pk in without_hands)
        for item in _tickets(project, desk, since, until, at)
    ]
    shown = {item.pk for item in tickets}
    found = [
        *tickets,
        *(_call_back(group, at) for group in waiting_groups(project, at=at) if _began(group, at)),
        *(item for item in waiting if item.ticket_id not in shown),
        *_lent(project, at),
    ]
    in_hand = Ticket.objects.of(project).open().filter(_desks(desk), received_at__lte=at)
    in_hand = in_hand.exclude(pk__in=shown)
    drafts = Draft.objects.of(project).by(user).filter(key__startswith="frontdesk.intake.")
    typed = sum(1 for draft in drafts.order_by("pk") if _says_something(draft))
    return Leaving(sorted(found, key=_urgency), in_hand.count(), typed)


def _tickets(
    project: Project, desk: Collection[int], since: datetime, until: datetime, at: datetime
) -> Iterator[Left]:
    """Yield the desk's tickets: due before the next shift's end, or taken on this shift."""
    running = Clock.objects.of(project).open().filter(subject_type=TICKET)
    pressing = running.filter(Q(due_at__lt=until) | Q(verdict=Verdict.BROKEN))
    visits = pressing.filter(kind=FOLLOW_UP).values("subject_id")
    taken = Q(received_at__gte=since, taken_by__in=desk)
    due = _desks(desk) & Q(pk__in=pressing.values("subject_id"))
    found = Ticket.objects.of(project).filter(received_at__lte=at)
    found = found.filter(
        Q(state=TicketState.OPEN) & (taken | due) | Q(state=TicketState.ANSWERED, pk__in=visits)
    )
    tickets = list(found.select_related("person", "unit", "place", "building").order_by("pk"))
    clocks: dict[int, list[Clock]] = {}
    theirs = running.filter(subject_id__in=[ticket.pk for ticket in tickets])
    for clock in theirs.defer("facts", "explanation").order_by("due_at", "pk"):
        clocks.setdefault(clock.subject_id, []).append(clock)
    for ticket in tickets:
        yield _ticket(ticket, clocks.get(ticket.pk, ()), until, at)


def _ticket(ticket: Ticket, clocks: Sequence[Clock], until: datetime, at: datetime) -> Left:
    kinds = {clock.kind: clock for clock in reversed(clocks)}
    kind, clock = LeftKind.TICKET, clocks[0] if clocks else None
    if ticket.state == TicketState.ANSWERED:
        kind, clock = LeftKind.FOLLOW_UP, kinds.get(FOLLOW_UP)
    elif promise := kinds.get(PROMISE):
        clock = promise
        if _is_late(promise.due_at, at):
            kind = LeftKind.BROKEN
        elif promise.due_at < until:
            kind = LeftKind.PROMISE
    people = [ticket.person] if ticket.person is not None else []
    summary = scrubbed(ticket.summary, *people)
    if len(ticket.caller_name) > 1:
        summary = summary.replace(ticket.caller_name, mask_name(ticket.caller_name))
    title = " ".join(word for word in (ticket.number, ticket.where, summary) if word)
    due_at = clock.due_at if clock else None
    return Left(kind, ticket.pk, title, due_at, _is_late(due_at, at), ticket.pk)


def _call_back(group: BackGroup, at: datetime) -> Left:
    due_at = group.clock.due_at if group.clock else group.promised_for
    title = " ".join([str(group.newest), *group.homes[:2], f"未接 {group.calls} 次"])
    return Left(LeftKind.CALL_BACK, group.backs[0].pk, title, due_at, _is_late(due_at, at))


def _began(group: BackGroup, at: datetime) -> bool:
    return any(back.hour <= at for back in group.backs)


def _unassigned(project: Project, at: datetime) -> list[Left]:
    """Return the work that nobody has taken, the longest waiting first."""
    waiting = WorkOrder.objects.of(project).waiting().select_related("department", "ticket__unit")
    found = []
    for order in waiting.filter(ordered_at__lte=at).order_by("ordered_at", "pk"):
        where = order.ticket.unit.code if order.ticket.unit else ""
        department = order.department.name if order.department else "待定部门"
        title = " ".join(word for word in (order.number, where, department) if word)
        found.append(Left(LeftKind.UNASSIGNED, order.pk, title, ticket_id=order.ticket_id))
    return found


def _lent(project: Project, at: datetime) -> Iterator[Left]:
    out = LentThing.objects.of(project).out().filter(lent_at__lte=at).select_related("unit")
    for thing in out.order_by("due_at", "pk"):
        who = thing.unit.code if thing.unit else mask_name(thing.borrower_name)
        title = " ".join(word for word in (str(thing), who) if word)
        yield Left(LeftKind.LENT, thing.pk, title, thing.due_at, _is_late(thing.due_at, at))


def _desks(desk: Collection[int]) -> Q:
    """Return the condition that a ticket is in the desk's hands; nobody's are the desk's."""
    return Q(holder__in=desk) | Q(holder=None)


def _is_late(due_at: datetime | None, at: datetime) -> bool:
    return due_at is not None and due_at < at


def _says_something(draft: Draft) -> bool:
    named = ("summary", "words", "who", "unit", "caller_name")
    return any(str(draft.fields.get(name) or "").strip() for name in named)


def _urgency(item: Left) -> tuple[int, bool, float, int]:
    due = item.due_at.timestamp() if item.due_at else 0.0
    return RANK[item.kind], item.due_at is None, due, item.pk
