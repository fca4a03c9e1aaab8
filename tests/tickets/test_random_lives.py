"""Random legal lives of a ticket: whatever people do in whatever order, it stands right.

After every step `wrong_lives` finds nothing: no open ticket without a running clock, no answered
one with open work, every promise of an answered one kept or broken. Refusals change nothing.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from anju.clocks.commands.sweeping import sweep_batch
from anju.clocks.invariants import broken as broken_clocks
from anju.clocks.models import Clock
from anju.clocks.queries.recipients import Roster
from anju.clocks.states import PauseReason, Verdict
from anju.core.actors import SYSTEM
from anju.core.errors import DomainError
from anju.tickets.commands.answering import answer_ticket, contact_owner, note_ticket
from anju.tickets.commands.cards import record_card
from anju.tickets.commands.checking import check_order, return_order
from anju.tickets.commands.closing import (
    cancel_ticket,
    close_by_time,
    follow_up,
    reopen_ticket,
)
from anju.tickets.commands.deferring import defer_order, resume_order
from anju.tickets.commands.dispatching import assign_order, dispatch_order, dispatch_waiting
from anju.tickets.commands.helping import answer_help, ask_help, withdraw_help
from anju.tickets.commands.joining import merge_tickets, split_ticket, transfer_ticket
from anju.tickets.commands.promising import promise_again
from anju.tickets.commands.working import (
    accept_order,
    cancel_order,
    finish_order,
    hand_back_order,
    refuse_order,
    start_order,
)
from anju.tickets.contents import Exit, Finding, Promised
from anju.tickets.models import HelpRequest, Ticket, WorkOrder
from anju.tickets.standing import wrong_lives
from anju.tickets.states import (
    ContactWay,
    MatterKind,
    OrderState,
    Rating,
    Responsibility,
    TicketState,
)
from tests import world
from tests.tickets import shift
from tests.tickets.test_transitions import MAY

REASON = "业主要求"
FINDING = Finding(Responsibility.OURS, "配件老化", "每季检查一次")
WAYS = st.sampled_from([ContactWay.CALL, ContactWay.VISIT, ContactWay.MESSAGE])
CAUSE = PauseReason.MATERIAL
OUTS = st.sampled_from(["promised", "promised", "help", "answered"])
LIKELY: dict[TicketState, tuple[str, ...]] = {
    TicketState.OPEN: (
        *("note", "contact", "promise", "answer", "answer", "transfer", "help"),
        *("merge", "split", "cancel"),
    ),
    TicketState.ANSWERED: ("follow_up", "card", "reopen", "time"),
    TicketState.CLOSED: ("reopen", "note"),
    TicketState.CANCELLED: ("reopen",),
    TicketState.MERGED: ("answer",),
}
"""What people would do with a ticket; one time in ten they do anything at all."""
EXITS: dict[str, Callable[[], Exit]] = {
    "answered": shift.answered_now,
    "help": shift.help_asked,
    "promised": Promised,
}


class Desk(RuleBasedStateMachine):
    """A few tickets, three people, and time that passes."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.at: datetime = shift.AT
        self.worker, self.chief = world.engineer(), world.supervisor()
        self.other = world.person("sunli", "孙立", post="engineering", phone="13900010014")
        self.refused = 0
        self.done = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def _try(self, step: Callable[[], object]) -> None:
        """Take a step; a refusal must leave everything as it was."""
        try:
            with transaction.atomic():
                step()
            self.done += 1
        except DomainError as refusal:
            assert str(refusal)
            self.refused += 1

    def _ticket(self, pick: int) -> Ticket | None:
        found = list(Ticket.objects.order_by("pk"))
        return found[pick % len(found)] if found else None

    def _order(self, pick: int) -> WorkOrder | None:
        found = list(WorkOrder.objects.with_tickets().order_by("pk"))
        return found[pick % len(found)] if found else None

    @initialize(kind=st.sampled_from(MatterKind), out=OUTS)
    def begin(self, kind: MatterKind, out: str) -> None:
        self._take(kind, out)

    @rule(minutes=st.sampled_from([1, 20, 90, 600, 2000]))
    def time_passes(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)
        sweep_batch(roster=Roster(self.at), by=SYSTEM, at=self.at)

    @rule(kind=st.sampled_from(MatterKind), out=OUTS)
    def take(self, kind: MatterKind, out: str) -> None:
        if Ticket.objects.count() < 4:
            self._take(kind, out)

    def _take(self, kind: MatterKind, out: str) -> None:
        what = shift.matter("水龙头漏水", kind=kind)
        self._try(lambda: shift.taken(what, EXITS[out](), at=self.at))

    @rule(pick=st.integers(0, 9), step=st.integers(0, 99), wild=st.integers(0, 9))
    def work(self, pick: int, step: int, wild: int) -> None:
        order = self._order(pick)
        if order is None:
            return
        by, at, mine = world.by(self.chief), self.at, world.by(self.worker)
        in_days = (at + timedelta(days=3)).date()
        steps: dict[str, Callable[[], object]] = {
            "accept": lambda: accept_order(order=order, worker=self.worker, by=mine, at=at),
            "refuse": lambda: refuse_order(order=order, reason=REASON, by=mine, at=at),
            "hand_back": lambda: hand_back_order(order=order, reason=REASON, by=mine, at=at),
            "start": lambda: start_order(order=order, by=mine, at=at),
            "defer": lambda: defer_order(
                order=order, until=in_days, cause=CAUSE, reason=REASON, by=mine, at=at
            ),
            "resume": lambda: resume_order(order=order, by=mine, at=at),
            "finish": lambda: finish_order(
                order=order, result="已修好", gap_reason="纸质单", by=mine, at=at
            ),
            "check": lambda: check_order(order=order, by=by, at=at),
            "return": lambda: return_order(order=order, reason=REASON, by=by, at=at),
            "cancel": lambda: cancel_order(order=order, reason=REASON, by=by, at=at),
            "dispatch": lambda: dispatch_order(order=order, reason=REASON, by=by, at=at),
            "assign": lambda: assign_order(order=order, to=self.worker, by=by, at=at),
            "again": lambda: dispatch_waiting(order=order, by=SYSTEM, at=at),
        }
        self._try(steps[_picked(steps, MAY[OrderState(order.state)], step, wild)])

    @rule(
        pick=st.integers(0, 9),
        way=WAYS,
        rating=st.sampled_from(Rating),
        step=st.integers(0, 99),
        wild=st.integers(0, 9),
    )
    def talk(self, pick: int, way: ContactWay, rating: Rating, step: int, wild: int) -> None:
        ticket, into = self._ticket(pick), self._ticket(pick + 1)
        if ticket is None or into is None:
            return
        by, at = world.by(self.chief), self.at
        tomorrow = at + timedelta(days=1)
        said: dict[str, Any] = {"ticket": ticket, "by": by, "at": at}
        told: dict[str, Any] = {**said, "way": way, "outcome": "同意"}
        promise = Clock.objects.about(ticket).filter(kind="promise").order_by("-pk").first()
        engineering = world.department(world.project(), "工程部")
        steps: dict[str, Callable[[], object]] = {
            "note": lambda: note_ticket(**said, words="已联系配件商"),
            "contact": lambda: contact_owner(**told, words="说明进度", keeps=promise),
            "promise": lambda: promise_again(
                **told, until=tomorrow, reason=REASON, agreed_by=self.chief
            ),
            "answer": lambda: answer_ticket(**told, words="已修好"),
            "follow_up": lambda: follow_up(
                **said, way=way, rating=rating, words="话", finding=FINDING
            ),
            "card": lambda: record_card(**said, rating=rating, words="话"),
            "reopen": lambda: reopen_ticket(**said, reason=REASON),
            "cancel": lambda: cancel_ticket(**said, reason=REASON),
            "time": lambda: close_by_time(ticket=ticket, by=SYSTEM, at=at),
            "transfer": lambda: transfer_ticket(**said, to=self.other, reason=REASON),
            "merge": lambda: merge_tickets(**said, into=into),
            "split": lambda: split_ticket(
                **said,
                words="另外阳台也漏",
                kind=MatterKind.REPAIR,
                out=Promised(),
                taker=self.chief,
            ),
            "help": lambda: ask_help(**said, department=engineering, question="几点能到?"),
        }
        self._try(steps[_picked(steps, LIKELY[TicketState(ticket.state)], step, wild)])

    @rule(pick=st.integers(0, 9), is_answered=st.booleans())
    def help(self, pick: int, is_answered: bool) -> None:
        asked = list(HelpRequest.objects.order_by("pk"))
        if not asked:
            return
        one, by = asked[pick % len(asked)], world.by(self.worker)
        if is_answered:
            self._try(lambda: answer_help(asked=one, reply="十点前到", by=by, at=self.at))
        else:
            self._try(lambda: withdraw_help(asked=one, by=by, at=self.at))

    @invariant()
    def stands_right(self) -> None:
        assert list(wrong_lives()) == []

    @invariant()
    def promises_end_kept_renewed_or_broken(self) -> None:
        """A promise only goes without a verdict with its whole ticket, merged or called off."""
        loose = Clock.objects.filter(kind="promise", verdict=Verdict.CANCELLED)
        for clock in loose:
            assert Ticket.objects.get(pk=clock.subject_id).state in ("MERGED", "CANCELLED")

    @invariant()
    def clocks_are_what_their_events_say(self) -> None:
        assert list(broken_clocks()) == []


def _picked(steps: Collection[str], likely: Collection[str], step: int, wild: int) -> str:
    """Return which of the steps is taken: one that fits the state, or one time in ten any."""
    names = sorted(likely) if likely and wild else sorted(steps)
    return names[step % len(names)]


@pytest.mark.django_db
def test_random_legal_lives_stand_right() -> None:
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=12,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
