"""How one matter goes its way through the house, step by step, by chance within what is usual."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from anju.clocks.states import PauseReason
from anju.core.actors import SYSTEM, Actor
from anju.core.periods import local_date
from anju.organization.models import Department, Post
from anju.tickets import hooks
from anju.tickets.believable.matters import CALLS, FOLLOWED, UNHAPPY, Told
from anju.tickets.believable.month import Month
from anju.tickets.commands.answering import answer_ticket
from anju.tickets.commands.cards import record_card
from anju.tickets.commands.checking import check_order
from anju.tickets.commands.closing import close_by_time, follow_up
from anju.tickets.commands.deferring import defer_order
from anju.tickets.commands.dispatching import dispatch_waiting
from anju.tickets.commands.disturbing import set_disturbs
from anju.tickets.commands.helping import answer_help
from anju.tickets.commands.taking import take_ticket
from anju.tickets.commands.working import accept_order, finish_order, start_order
from anju.tickets.contents import (
    AnsweredNow,
    Exit,
    Finding,
    HelpAsked,
    Matter,
    OrderDraft,
    Promised,
)
from anju.tickets.models import HelpRequest, Ticket, WorkOrder
from anju.tickets.states import ContactWay, MatterKind, OrderState, Rating, Responsibility

DAY = timedelta(days=1)
SELDOM = 7  # one in so many leaves something of its checklist undone
SPOKEN = (MatterKind.QUESTION, MatterKind.PRAISE, MatterKind.SUGGESTION)


@dataclass(slots=True)
class Life:
    """One matter under way. `pace` above 1 is slow.

    :param stays: the step before which it stays: `accept`, `finish`, `answer`; empty for none.
    :param has_work: whether a complaint has a work order of its own.
    """

    month: Month
    told: Told
    matter: Matter
    taker: str
    pace: float = 1.0
    is_unhappy: bool = False
    deferred: int = 0
    stays: str = ""
    has_work: bool = True
    ticket: Ticket | None = None

    def take(self, at: datetime) -> None:
        """Take it at the desk, and let what follows be due."""
        post = Post.objects.select_related("reports_to").get(code="receptionist")
        self.ticket = take_ticket(
            project=self.month.project,
            matter=self.matter,
            out=self._out(),
            taker=self.month.people[self.taker],
            post=post,
            by=self.month.by(self.taker),
            at=at,
        )
        if self.stays != "accept":
            self._go_on(at)

    def _out(self) -> Exit:
        told, draw = self.told, self.month.draw
        department = self._department()
        if told.kind in SPOKEN or (told.kind == MatterKind.HELP and not told.done):
            return AnsweredNow(told.answer)
        if told.kind == MatterKind.HELP and department is not None and draw.random() < 0.7:
            return HelpAsked(department, told.question)
        if told.kind == MatterKind.REPAIR or not self.has_work:
            return Promised()
        return Promised(orders=(OrderDraft(f"处理:{told.words}"[:60], department),))

    def _department(self) -> Department | None:
        if not self.told.department:
            return None
        found = Department.objects.of(self.month.project).filter(name=self.told.department)
        return found.first()

    def _go_on(self, at: datetime) -> None:
        assert self.ticket is not None
        if self.ticket.answered_at is not None:
            self.month.at(at + 7 * DAY + timedelta(hours=1), self._close_by_time)
            return
        asked = HelpRequest.objects.filter(ticket=self.ticket).first()
        if asked is not None:
            self.month.at(self._later(at, (4, 25)), partial(self._help, asked))
            return
        for order in WorkOrder.objects.filter(ticket=self.ticket).order_by("pk"):
            self.month.at(self._later(at, (2, 14)), partial(self._accept, order))

    def _accept(self, order: WorkOrder, at: datetime) -> None:
        order.refresh_from_db()
        if order.state == OrderState.WAITING and order.assignee is None:
            placed = dispatch_waiting(order=order, by=SYSTEM, at=at)
            later = (2, 10) if placed else (200, 400)
            self.month.at(self._later(at, later), partial(self._accept, order))
            return
        worker = order.assignee
        if worker is None or order.state != OrderState.ASSIGNED:
            return
        accept_order(order=order, worker=worker, by=_as(order), at=at)
        if self.deferred and order.deferred_until is None:
            self.month.at(self._later(at, (20, 60)), partial(self._defer, order))
            return
        self.month.at(self._later(at, (15, 120)), partial(self._start, order))

    def _defer(self, order: WorkOrder, at: datetime) -> None:
        order.refresh_from_db()
        until = local_date(at) + DAY * self.deferred
        defer_order(
            order=order,
            until=until,
            cause=PauseReason.MATERIAL,
            reason="配件已订货",
            by=_as(order),
            at=at,
        )

    def _start(self, order: WorkOrder, at: datetime) -> None:
        order.refresh_from_db()
        if hooks.before_start(order):  # nobody in this story carries a camera
            set_disturbs(order=order, disturbs=False, by=self.month.by(self.taker), at=at)
        start_order(order=order, by=_as(order), at=at)
        if self.stays == "finish":
            return
        self.month.at(self._later(at, (15, 100)), partial(self._finish, order))

    def _finish(self, order: WorkOrder, at: datetime) -> None:
        order.refresh_from_db()
        result = self.told.done or "已处理"
        items = [each.item_id for each in hooks.paper_items(order)]
        gap = "业主赶时间,没有填意见卡" if items and order.pk % SELDOM == 0 else ""
        hooks.take_paper(order, items[:-1] if gap else items, _as(order), at)
        finish_order(order=order, result=result, gap_reason=gap, by=_as(order), at=at)
        self.month.at(self._later(at, (10, 90)), partial(self._check, order))

    def _check(self, order: WorkOrder, at: datetime) -> None:
        check_order(order=order, by=self.month.by(self.taker), at=at)
        if self.stays == "answer":
            return
        self.month.at(self._later(at, (5, 45)), self._answer)

    def _help(self, asked: HelpRequest, at: datetime) -> None:
        answer_help(asked=asked, reply=self.told.done, by=SYSTEM, at=at)
        self.month.at(self._later(at, (2, 15)), self._answer)

    def _answer(self, at: datetime) -> None:
        assert self.ticket is not None
        answer_ticket(
            ticket=self.ticket,
            way=ContactWay.CALL,
            words=self.told.answer,
            outcome=self.month.draw.choice(CALLS),
            by=self.month.by(self.taker),
            at=at,
        )
        draw = self.month.draw
        if self.told.kind == MatterKind.COMPLAINT or draw.random() < 0.35:
            self.month.at(at + DAY * draw.randint(1, 3), self._follow_up)
        elif draw.random() < 0.4:
            self.month.at(self._later(at, (300, 2000)), self._card)
        self.month.at(at + 7 * DAY + timedelta(hours=1), self._close_by_time)

    def _follow_up(self, at: datetime) -> None:
        assert self.ticket is not None
        draw = self.month.draw
        finding = None
        if self.told.kind == MatterKind.COMPLAINT:
            ours = Responsibility.OURS if draw.random() < 0.6 else Responsibility.NOT_OURS
            finding = Finding(
                ours, "现场管理不到位" if ours == Responsibility.OURS else "邻里之间", "加强巡查"
            )
        rating = (
            Rating.BAD if self.is_unhappy else draw.choice((Rating.GOOD, Rating.GOOD, Rating.FAIR))
        )
        follow_up(
            ticket=self.ticket,
            way=ContactWay.CALL,
            rating=rating,
            words=draw.choice(UNHAPPY if self.is_unhappy else FOLLOWED),
            finding=finding,
            by=self.month.by("zhou" if "zhou" in self.month.people else self.taker),
            at=at,
        )
        if self.is_unhappy:
            self.is_unhappy = False
            self.month.at(at + timedelta(hours=20), self._answer)

    def _card(self, at: datetime) -> None:
        assert self.ticket is not None
        rating = self.month.draw.choice((Rating.GOOD, Rating.GOOD, Rating.FAIR))
        record_card(ticket=self.ticket, rating=rating, by=self.month.by(self.taker), at=at)

    def _close_by_time(self, at: datetime) -> None:
        assert self.ticket is not None
        close_by_time(ticket=self.ticket, by=SYSTEM, at=at)

    def _later(self, at: datetime, minutes: tuple[int, int]) -> datetime:
        low, high = minutes
        pace = max(self.pace, 0.1)
        return self.month.after(at, (round(low * pace), round(high * pace)))


def _as(order: WorkOrder) -> Actor:
    assert order.assignee is not None, "somebody has it in hand"
    return Actor(id=order.assignee.pk, name=order.assignee.name)
