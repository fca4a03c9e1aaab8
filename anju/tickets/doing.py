"""Who did the work of a ticket: nobody follows themselves up (handbook 2.5, S6)."""

from anju.audit.models import Event
from anju.core.actors import Actor
from anju.tickets import hooks
from anju.tickets.models import Ticket, WorkOrder
from anju.tickets.refusals import NotYours
from anju.tickets.states import OrderState
from anju.tickets.verbs import DeskVerb as Verb

_HANDS_ON = (Verb.ACCEPTED, Verb.STARTED, Verb.DONE)
_WORKED = (OrderState.ACCEPTED, OrderState.STARTED, OrderState.DEFERRED)
_OVER = (OrderState.DONE, OrderState.CHECKED)


def doers_of(ticket: Ticket) -> set[int]:
    """Return who had a hand in the work: whose it is or was, and who was on site beside them.

    Where a company without our telephone works, the desk reports for it and has done nothing.
    """
    orders = WorkOrder.objects.of(ticket.project).filter(ticket=ticket)
    held = orders.filter(state__in=(*_WORKED, *_OVER), assignee__isnull=False)
    found = set(held.values_list("assignee_id", flat=True))
    ours = orders.filter(department__party=None)
    told = Event.objects.of_project(ticket.project_id).filter(
        verb__in=_HANDS_ON,
        subject_type=WorkOrder._meta.label_lower,
        subject_id__in=list(ours.values_list("pk", flat=True)),
    )
    found |= {user for user in told.values_list("by_id", flat=True) if user is not None}
    return {each for each in (*found, *hooks.on_site(ticket)) if each is not None}


def refuse_doer(ticket: Ticket, by: Actor) -> None:
    """Refuse a follow-up by who did the work, and by their deputy in their name.

    :raises NotYours: with what to do.
    """
    doers = doers_of(ticket)
    if by.id in doers:
        raise NotYours("这件事是您处理的,请由别人回访。")
    if by.absent_id in doers:
        raise NotYours(f"这件事是{by.absent_name}处理的,不能由其代理人回访,请由别人回访。")
