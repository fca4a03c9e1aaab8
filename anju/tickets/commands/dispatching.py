"""Work orders made, sent to departments, given to people; what nobody can take raises an alarm."""

from datetime import datetime

from django.db import transaction

from anju.clocks.commands.changing import retarget_clock
from anju.clocks.commands.starting import Start
from anju.core.actors import Actor
from anju.core.errors import StaleEdit
from anju.core.periods import SHANGHAI
from anju.organization.models import Department, Project, User
from anju.tickets import deadlines
from anju.tickets.choosing import Choice, choose
from anju.tickets.contents import OrderDraft
from anju.tickets.deadlines import ACT, OWN
from anju.tickets.facts import facts_of_order
from anju.tickets.models import DispatchRule, Ticket, WorkOrder, path_of
from anju.tickets.queries.crews import terms_of, workers_of
from anju.tickets.queries.dispatch import facts_of, rule_for
from anju.tickets.refusals import (
    NotOnDuty,
    NotTaken,
    refuse_no_reason,
    refuse_other_project,
)
from anju.tickets.states import ORDER_LIFE, OrderState, TicketState, Way
from anju.tickets.trail import kept, record
from anju.tickets.verbs import DeskVerb as Verb


@transaction.atomic
def order_work(*, ticket: Ticket, draft: OrderDraft, by: Actor, at: datetime) -> WorkOrder:
    """Make a work order of an open ticket (分解) and dispatch it at once.

    The named department takes it, else the dispatch rules choose one; the named person, else
    whom dispatch finds. Where nobody can take it, it waits and an alarm goes out.

    :raises NotTaken: if the ticket is no longer open, or nothing says what to do.
    :raises NotOnDuty: if the named person is not on duty in the department.
    """
    ticket = Ticket.objects.with_case().lock(ticket.pk)
    return order_of_locked(ticket=ticket, draft=draft, by=by, at=at)


@transaction.atomic
def order_of_locked(*, ticket: Ticket, draft: OrderDraft, by: Actor, at: datetime) -> WorkOrder:
    """Do as `order_work` for a ticket that the caller has locked, or made a moment ago.

    :raises NotTaken: as there.
    :raises NotOnDuty: as there.
    """
    if ticket.state != TicketState.OPEN:
        raise NotTaken("工单已经答复或结束,不能再派工。需要再处理时请先重新打开工单。")
    if not draft.task.strip():
        raise NotTaken("请写明要做什么,师傅只看得到这一句。")
    refuse_other_project(ticket.project, draft.department)
    count = WorkOrder.objects.of(ticket.project).filter(number__startswith=f"{ticket.number}-")
    order = WorkOrder.objects.create(
        project=ticket.project,
        ticket=ticket,
        number=f"{ticket.number}-{count.count() + 1}",
        task=kept(draft.task.strip()[:200], ticket),
        is_emergency=ticket.is_emergency,
        is_paid=draft.is_paid,
        round=draft.round,
        disturbs=ticket.category is not None and ticket.category.disturbs,
        ordered_at=at,
    )
    record(
        Verb.ORDERED,
        subject=order,
        project_id=order.project_id,
        by=by,
        at=at,
        changes={"task": (None, order.task)},
    )
    return _dispatched(order, draft.department, draft.assignee, is_new=True, by=by, at=at)


@transaction.atomic
def dispatch_order(
    *,
    order: WorkOrder,
    department: Department | None = None,
    assignee: User | None = None,
    reason: str = "",
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> WorkOrder:
    """Send a work order that nobody holds to a department, or on to another one (改派).

    :param department: None lets the rules choose again.
    :param reason: why another department; needed where somebody had it.
    :raises StaleEdit: if somebody dispatched it in between (`seen` is the edition looked at).
    :raises ForbiddenTransition: if it is done or cancelled.
    :raises NotOnDuty: if the named person is not on duty there.
    """
    order = locked_order(order)
    refuse_stale_order(order, seen)
    ORDER_LIFE.check(OrderState(order.state), OrderState.WAITING)
    refuse_other_project(order.project, department)
    if order.accepted_at is not None:
        reason = refuse_no_reason(reason, "改派")
    return _dispatched(order, department, assignee, reason=reason, by=by, at=at)


@transaction.atomic
def assign_order(
    *,
    order: WorkOrder,
    to: User,
    reason: str = "",
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> WorkOrder:
    """Give a work order to somebody on duty in its department; one in hand may be handed on.

    :raises StaleEdit: if somebody assigned it in between.
    :raises NotOnDuty: if the person is not on duty there.
    :raises ForbiddenTransition: if it is past assigning.
    """
    order = locked_order(order)
    refuse_stale_order(order, seen)
    ORDER_LIFE.check(OrderState(order.state), OrderState.ASSIGNED)
    if order.department is None:
        raise NotOnDuty("这张派工单还没有部门,请先选择部门。")
    _refuse_absent(order, order.department, to, at)
    why = f"{by.label}指派" + (f":{reason.strip()}" if reason.strip() else "")
    _give(order, to, why=why, by=by, at=at)
    return order


@transaction.atomic
def hasten_orders(*, ticket: Ticket, by: Actor, at: datetime) -> int:
    """Make the unfinished work of a ticket that turned out to be an emergency one, too.

    Its act clock starts where nobody has begun; supervisor and manager are told by the event.
    Returns how many work orders there were.
    """
    orders = list(WorkOrder.objects.of(ticket.project).filter(ticket=ticket).unfinished())
    for each in orders:
        order = locked_order(each)
        order.is_emergency, order.edition = True, order.edition + 1
        order.save(update_fields=["is_emergency", "edition"])
        facts = facts_of_order(order, at=at)
        for clock in deadlines.open_of(order, OWN).filter(is_hand_set=False):
            retarget_clock(clock=clock, facts=facts, reason="转为突发", by=by, at=at)
        if order.started_at is None and not deadlines.open_of(order, ACT).exists():
            start = Start(ACT, order.assignee, order.department)
            deadlines.start_all(order, start, facts=facts, by=by, at=at)
    record(
        Verb.MADE_EMERGENCY,
        subject=ticket,
        project_id=ticket.project_id,
        by=by,
        at=at,
        changes={"orders": (None, "、".join(order.number for order in orders) or None)},
    )
    return len(orders)


@transaction.atomic
def dispatch_waiting(*, order: WorkOrder, by: Actor, at: datetime) -> WorkOrder | None:
    """Try again to find somebody for an order that waits; None if still nobody can take it.

    The house does it by itself when a shift starts or somebody frees up, the oldest first. What
    another has locked is left to the next time.
    """
    found = WorkOrder.objects.waiting().filter(pk=order.pk, is_grab=False)
    if not found.select_for_update(skip_locked=True).values_list("pk"):
        return None
    locked = WorkOrder.objects.with_case().get(pk=order.pk)
    if locked.department is None:
        return None
    choice, user = _chosen(locked, locked.department, locked.rule, at)
    if user is None and not choice.is_grab:
        return None
    before = locked.state
    _lay(locked, choice, user, said=_rule_said(locked), at=at)
    locked.edition += 1
    locked.save()
    deadlines.hand([locked], holder=user, department=locked.department, by=by, at=at)
    record(
        Verb.ASSIGNED if user else Verb.DISPATCHED,
        subject=locked,
        project_id=locked.project_id,
        by=by,
        at=at,
        changes=_changes(locked, before, None, None),
        reason=locked.why,
    )
    return locked


def locked_order(order: WorkOrder) -> WorkOrder:
    """Return the order's row locked, with what commands need of it; leaves no event."""
    return WorkOrder.objects.with_case().lock(order.pk)


def refuse_stale_order(order: WorkOrder, seen: int | None) -> None:
    """Refuse a step on an order that somebody changed in between; leaves no event.

    :raises StaleEdit: saying how it stands now.
    """
    if seen is not None and seen != order.edition:
        holder = f",承办人{order.assignee.name}" if order.assignee else ""
        state = OrderState(order.state).label
        raise StaleEdit(f"{order.number}刚刚已由同事处理:现在是“{state}”{holder}。请核对后再操作。")


def _dispatched(
    order: WorkOrder,
    department: Department | None,
    assignee: User | None,
    *,
    reason: str = "",
    is_new: bool = False,
    by: Actor,
    at: datetime,
) -> WorkOrder:
    """Choose department and person, start or hand on the clocks, and say what came of it.

    :param is_new: nothing of the order can run yet; it is not looked for.
    """
    before, old_department, old_assignee = order.state, order.department, order.assignee
    is_first = is_new or not deadlines.open_of(order, OWN).exists()
    rule, said = _department(order, department, by, at)
    order.assignee = order.assigned_at = order.accepted_at = order.started_at = None
    order.deferred_until, order.defer_reason, order.refuse_reason = None, "", ""
    if order.department is None:
        order.state, order.why, order.is_grab = OrderState.WAITING, said, False
        user = None
    elif assignee is not None:
        _refuse_absent(order, order.department, assignee, at)
        choice, user = Choice(None, False, f"{by.label}指派{assignee.name}"), assignee
        _lay(order, choice, user, said=said, at=at)
    else:
        choice, user = _chosen(order, order.department, rule, at)
        _lay(order, choice, user, said=said, at=at)
    order.edition += 1
    order.save()
    if is_first:
        if not is_new:
            deadlines.drop(order, ACT, reason="改派,重新计时", by=by, at=at)
        _start_clocks(order, by=by, at=at)
    else:
        deadlines.hand([order], holder=user, department=order.department, by=by, at=at)
    is_without = user is None and not order.is_grab
    record(
        Verb.UNASSIGNED if is_without else Verb.DISPATCHED,
        subject=order,
        project_id=order.project_id,
        by=by,
        at=at,
        changes=_changes(order, before, old_department, old_assignee),
        reason=f"{reason};{order.why}" if reason else order.why,
    )
    return order


def _department(
    order: WorkOrder, department: Department | None, by: Actor, at: datetime
) -> tuple[DispatchRule | None, str]:
    """Set the department and rule of an order; returns the rule and the sentence so far."""
    ticket = order.ticket
    if department is not None:
        order.department, order.rule = department, None
        return None, f"{by.label}选定{department.name}"
    facts = facts_of(
        order.project, ticket.category, ticket.building, at.astimezone(SHANGHAI).time()
    )
    chosen = rule_for(order.project, facts)
    order.department, order.rule = chosen.department, chosen.rule
    return chosen.rule, chosen.sentence


def _chosen(
    order: WorkOrder, department: Department, rule: DispatchRule | None, at: datetime
) -> tuple[Choice, User | None]:
    # Two who dispatch at once wait here, so that the second sees the load the first has made.
    Project.objects.select_for_update(no_key=True).get(pk=order.project_id)
    terms = terms_of(order.project, department)
    path = path_of(order.ticket.category)
    crew = workers_of(order.project, department, tuple(each.pk for each in path), at)
    way = Way(rule.way) if rule is not None else Way(terms.way)
    choice = choose(
        [worker for user, worker in crew if user.pk not in order.passed_by],
        way=way,
        cap=terms.load_cap,
        is_emergency=order.is_emergency,
    )
    people = {user.pk: user for user, _ in crew}
    return choice, people[choice.worker.id] if choice.worker else None


def _lay(order: WorkOrder, choice: Choice, user: User | None, *, said: str, at: datetime) -> None:
    """Put a choice into the order's fields."""
    order.assignee = user
    order.assigned_at = at if user else None
    order.state = OrderState.ASSIGNED if user else OrderState.WAITING
    order.is_grab = choice.is_grab
    order.why = f"{said};{choice.why}"[:300]


def _give(order: WorkOrder, to: User, *, why: str, by: Actor, at: datetime) -> None:
    before, old = order.state, order.assignee
    was_accepted = order.accepted_at is not None
    order.state, order.assignee, order.assigned_at = OrderState.ASSIGNED, to, at
    order.accepted_at = order.started_at = order.deferred_until = None
    order.defer_reason, order.is_grab, order.why = "", False, why[:300]
    order.edition += 1
    order.save()
    if was_accepted:
        deadlines.start(
            order,
            OWN,
            facts=facts_of_order(order, at=at),
            holder=to,
            department=order.department,
            by=by,
            at=at,
        )
    deadlines.hand([order], holder=to, department=order.department, by=by, at=at)
    record(
        Verb.ASSIGNED,
        subject=order,
        project_id=order.project_id,
        by=by,
        at=at,
        changes=_changes(order, before, order.department, old),
        reason=why,
    )


def _start_clocks(order: WorkOrder, *, by: Actor, at: datetime) -> None:
    facts = facts_of_order(order, at=at)
    kinds = (OWN, ACT) if order.is_emergency else (OWN,)
    starts = [Start(kind, order.assignee, order.department) for kind in kinds]
    deadlines.start_all(order, *starts, facts=facts, by=by, at=at)


def _refuse_absent(order: WorkOrder, department: Department, to: User, at: datetime) -> None:
    here = {user.pk for user, _ in workers_of(order.project, department, (), at)}
    if to.pk not in here:
        raise NotOnDuty(f"{to.name}此刻不在{department.name}当值,请改派当班人员或其职务代理人。")


def _rule_said(order: WorkOrder) -> str:
    """Return the part of the sentence that names the rule or who chose the department."""
    return order.why.rsplit(";", 1)[0]


def _changes(
    order: WorkOrder, before: str, department: Department | None, assignee: User | None
) -> dict[str, tuple[object, object]]:
    return {
        "state": (OrderState(before).label, OrderState(order.state).label),
        "department": (department, order.department),
        "assignee": (assignee, order.assignee),
    }
