"""What the database cannot hold by itself about tickets and work orders."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from anju.clocks.models import Clock
from anju.clocks.states import Verdict
from anju.tickets.deadlines import OWN, PROMISE, RESOLVE, RESPOND, REWORK
from anju.tickets.models import CommonFault, HelpRequest, Ticket, WorkOrder
from anju.tickets.states import UNFINISHED, FaultState, OrderState, TicketState

_OF_THE_PROJECT = {
    "person": "报事人",
    "unit": "房屋",
    "place": "公共位置",
    "building": "楼栋",
    "category": "事项分类",
    "fault": "多户事件",
    "merged_into": "并入工单",
}
_ENDED = (TicketState.CLOSED, TicketState.CANCELLED, TicketState.MERGED)
_OTHER_KINDS = (RESPOND, PROMISE, RESOLVE, REWORK)


def wrong_lives() -> Iterator[str]:
    """Yield a sentence for every ticket and work order that stands where none may stand.

    No open ticket without a running clock, no ended one with one (but a closed one may still be
    followed up) or with unfinished work; nobody told of a result while work is open; every promise
    of an answered ticket kept or broken.
    """
    yield from _strangers()
    open_tickets = Ticket.objects.filter(state=TicketState.OPEN)
    for ticket in open_tickets.exclude(_running(Ticket, RESOLVE, REWORK)).order_by("pk"):
        yield f"{ticket.number} 待答复,却没有在走的办结时限。"
    ended = Ticket.objects.filter(state__in=_ENDED).filter(_running(Ticket))
    only_asked = Q(state=TicketState.CLOSED) & ~Q(_running(Ticket, *_OTHER_KINDS))
    for ticket in ended.exclude(only_asked).order_by("pk"):
        yield f"{ticket.number} 已结束,却还有在走的时限。"
    unfinished = WorkOrder.objects.filter(ticket=OuterRef("pk"), state__in=UNFINISHED)
    told = Ticket.objects.exclude(state=TicketState.OPEN).filter(Exists(unfinished))
    for ticket in told.order_by("pk"):
        yield f"{ticket.number} 已答复或结束,却还有没完成的派工单。"
    yield from _promises()
    yield from _orders()
    asked = HelpRequest.objects.filter(answered_at=None, withdrawn_at=None)
    for each in asked.exclude(_running(HelpRequest)).select_related("ticket").order_by("pk"):
        yield f"{each.ticket.number} 的协助请求还没有答复,却没有在走的时限。"
    faults = CommonFault.objects.filter(state=FaultState.OPEN, tickets=None)
    for fault in faults.order_by("pk"):
        yield f"多户事件 {fault.number} 没有工单。"


def _strangers() -> Iterator[str]:
    for name, label in _OF_THE_PROJECT.items():
        strange = Ticket.objects.filter(**{f"{name}__isnull": False})
        for ticket in strange.exclude(**{f"{name}__project": F("project")}).order_by("pk"):
            yield f"{ticket.number} 的{label}属于另一个项目。"
    for order in WorkOrder.objects.exclude(ticket__project=F("project")).order_by("pk"):
        yield f"{order.number} 的工单属于另一个项目。"
    elsewhere = WorkOrder.objects.filter(department__isnull=False)
    for order in elsewhere.exclude(department__project=F("project")).order_by("pk"):
        yield f"{order.number} 的部门属于另一个项目。"


def _promises() -> Iterator[str]:
    """Yield promises of answered tickets that came out neither kept nor broken."""
    answered = Ticket.objects.filter(state__in=(TicketState.ANSWERED, TicketState.CLOSED))
    loose = Clock.objects.filter(
        subject_type=Ticket._meta.label_lower, kind=PROMISE, subject_id__in=answered.values("pk")
    ).exclude(verdict__in=(Verdict.KEPT, Verdict.BROKEN))
    for clock in loose.order_by("pk"):
        yield f"工单 {clock.subject_id} 已答复,它的承诺却没有兑现也没有破诺。"


def _orders() -> Iterator[str]:
    unheld = WorkOrder.objects.filter(state__in=(OrderState.WAITING, OrderState.ASSIGNED))
    for order in unheld.exclude(_running(WorkOrder, OWN)).order_by("pk"):
        yield f"{order.number} 还没有人接单,却没有在走的接单时限。"
    over: QuerySet[WorkOrder] = WorkOrder.objects.filter(
        state__in=(OrderState.DONE, OrderState.CHECKED, OrderState.CANCELLED)
    )
    for order in over.filter(_running(WorkOrder)).order_by("pk"):
        yield f"{order.number} 已完成或取消,却还有在走的时限。"


def _running(model: type[Ticket | WorkOrder | HelpRequest], *kinds: str) -> Exists:
    clocks = Clock.objects.filter(
        subject_type=model._meta.label_lower, subject_id=OuterRef("pk"), stopped_at=None
    )
    return Exists(clocks.filter(Q(kind__in=kinds)) if kinds else clocks)
