"""A visit step by step: who may, in what order, what is kept, what ends it."""

from decimal import Decimal

import pytest

from anju.audit.models import Event
from anju.clocks.models import Clock
from anju.clocks.states import PauseReason
from anju.core.errors import DomainError
from anju.fieldwork.hands import Missing, NotOnSite
from anju.fieldwork.models import Material, Visit, VisitCheck, VisitPhoto
from anju.fieldwork.states import VISIT_LIFE, CheckState, VisitState
from anju.fieldwork.verbs import FieldVerb
from anju.offline.steps import TakenAway
from anju.tickets.commands.checking import return_order
from anju.tickets.commands.deferring import defer_order
from anju.tickets.commands.dispatching import assign_order
from anju.tickets.commands.working import cancel_order
from anju.tickets.states import OrderState
from tests import world
from tests.fieldwork import site
from tests.fieldwork.site import later, take
from tests.threads import at_once
from tests.tickets import shift
from tests.tickets.board import crew

pytestmark = pytest.mark.django_db


def test_the_whole_way_keeps_all_seven_ones() -> None:
    order = site.indoor()

    visit = site.done(order)

    now = site.fresh(order)
    assert (visit.state, visit.seven_kept, visit.minutes) == (VisitState.DONE, True, 30)
    assert visit.is_indoor and visit.signed_at == later(42)
    assert (now.state, now.result, now.gap_reason) == (OrderState.DONE, "换了阀芯,试水不漏", "")
    assert VisitCheck.objects.filter(visit=visit, state=CheckState.TICKED).count() == 7
    assert VisitPhoto.objects.filter(visit=visit).count() == 2


def test_every_step_taken_twice_ends_as_once() -> None:
    order = site.indoor()
    site.on_site(order)
    site.on_site(order, minutes=3)
    first = site.items(order)[0]
    for _ in range(2):
        take(order, "tick", item=first.pk, at=later(4))
    site.tick_all(order, "BEFORE_ENTERING")
    site.tick_all(order, "BEFORE_STARTING")
    for _ in range(2):
        take(order, "start", at=later(10))
        take(order, "material", name="陶瓷阀芯", quantity="2", unit="个", at=later(20))
        take(order, "photo", kind="AFTER", files={"photo": [site.picture()]}, at=later(21))
        take(order, "minutes", minutes=30, at=later(22))
        take(order, "unsigned", reason="业主不在,家里老人不便签字", at=later(23))
    site.tick_all(order, "BEFORE_LEAVING")
    for _ in range(2):
        take(order, "finish", result="换好了", at=later(40))

    assert Visit.objects.filter(order=order).count() == 1
    assert VisitCheck.objects.filter(visit__order=order).count() == 7
    assert Material.objects.get(visit__order=order).quantity == Decimal(2)
    assert VisitPhoto.objects.filter(visit__order=order, kind="AFTER").count() == 1
    assert site.fresh(order).materials == "陶瓷阀芯 2 个"
    for verb in (FieldVerb.SET_OUT, FieldVerb.ARRIVED, FieldVerb.STARTED, FieldVerb.DONE):
        assert Event.objects.filter(verb=verb).count() == 1
    take(order, "tick", item=first.pk, at=later(50))  # a late repeat is no error


def test_a_thing_can_be_taken_back() -> None:
    order = site.indoor()
    site.on_site(order)
    first = site.items(order)[0]
    take(order, "tick", item=first.pk, at=later(2))
    take(order, "untick", item=first.pk, at=later(3))
    take(order, "untick", item=first.pk, at=later(3))

    assert not VisitCheck.objects.filter(visit__order=order).exists()


def test_who_finds_nobody_leaves_and_comes_again() -> None:
    order = site.indoor()
    site.on_site(order)
    take(order, "leave", cause="NOBODY", at=later(5))
    take(order, "leave", cause="NOBODY", at=later(5))

    left = site.visit(order)
    assert (left.state, left.left_cause, left.seven_kept) == (VisitState.LEFT, "NOBODY", None)
    assert site.fresh(order).state == OrderState.ACCEPTED
    with pytest.raises(NotOnSite):
        take(order, "start", at=later(6))
    with pytest.raises(Missing, match="写明"):
        site.on_site(order, minutes=60)
        take(order, "leave", cause="OTHER", at=later(61))
    assert site.visit(order).number == 2
    assert len(site.items(order)) == 7


def test_somebody_elses_order_is_not_worked_on() -> None:
    order, other = site.indoor(), crew.zhang()
    take(order, "accept", at=later(1))

    for step in ("set_out", "arrive", "start"):
        with pytest.raises(TakenAway, match="已派给赵志强"):
            take(order, step, user=other, at=later(2))
    with pytest.raises(TakenAway):
        take(order, "accept", user=other, at=later(2))


def test_an_order_taken_away_keeps_nothing_and_ends_the_visit() -> None:
    order, other = site.indoor(), crew.zhang()
    site.on_site(order)
    assign_order(order=site.fresh(order), to=other, reason="换人", by=shift.desk(), at=later(3))
    shift.settle_down()

    left = site.visit(order)
    assert (left.state, left.left_cause) == (VisitState.LEFT, "MOVED")
    with pytest.raises(TakenAway):
        take(order, "tick", item=site.items(order)[0].pk, at=later(4))
    for step in ("accept", "set_out", "arrive"):
        take(order, step, user=other, at=later(5))
    assert (site.visit(order).number, site.visit(order).worker) == (2, other)


def test_a_supervisor_adopts_what_was_kept_of_an_order_taken_away() -> None:
    order, other = site.indoor(), crew.zhang()
    site.on_site(order)
    first = site.items(order)[0]
    assign_order(order=site.fresh(order), to=other, reason="换人", by=shift.desk(), at=later(3))
    shift.settle_down()
    take(order, "tick", item=first.pk, is_adopted=True, at=later(9))
    files = {"photo": [site.picture()]}
    take(order, "photo", kind="AFTER", files=files, is_adopted=True, at=later(9))

    kept = VisitCheck.objects.get(visit__order=order)
    assert kept.visit.worker == site.zhao()
    with pytest.raises(DomainError) as refused:
        take(order, "finish", result="好了", is_adopted=True, at=later(10))
    assert not isinstance(refused.value, TakenAway)


@pytest.mark.parametrize("way", ["cancelled", "deferred"])
def test_an_order_put_off_or_called_off_ends_the_visit(way: str) -> None:
    order = site.indoor()
    site.on_site(order)
    if way == "cancelled":
        cancel_order(order=site.fresh(order), reason="业主不修了", by=shift.desk(), at=later(3))
    else:
        defer_order(
            order=site.fresh(order),
            until=later(days=2).date(),
            cause=PauseReason.MATERIAL,
            reason="缺阀芯",
            by=world.by(site.zhao()),
            at=later(3),
        )
    shift.settle_down()

    assert site.visit(order).state == VisitState.LEFT
    with pytest.raises(TakenAway):
        take(order, "set_out", at=later(4))


def test_what_was_done_without_a_network_stands_at_its_time_and_keeps_its_deadline() -> None:
    order = site.indoor()
    clock = Clock.objects.get(subject_type="tickets.workorder", subject_id=order.pk, kind="own")
    received = clock.due_at + site.minutes(90)
    take(order, "accept", happened_at=later(1), at=received)
    take(order, "set_out", happened_at=later(2), at=received)
    take(order, "arrive", happened_at=later(20), at=received)
    first = site.items(order)[0]
    take(order, "tick", item=first.pk, happened_at=later(21), at=received)

    clock.refresh_from_db()
    assert clock.verdict == "KEPT"
    visit, check = site.visit(order), VisitCheck.objects.get(visit__order=order)
    assert (visit.set_out_at, visit.arrived_at) == (later(2), later(20))
    assert (check.happened_at, check.received_at) == (later(21), received)
    assert site.fresh(order).accepted_at == later(1)


def test_a_device_whose_clock_goes_back_breaks_no_order_of_times() -> None:
    order = site.indoor()
    take(order, "accept", at=later(1))
    take(order, "set_out", happened_at=later(30), at=later(60))
    take(order, "arrive", happened_at=later(10), at=later(60))

    assert site.visit(order).arrived_at == later(30)


@pytest.mark.django_db(transaction=True)
def test_two_devices_tick_at_once() -> None:
    order = site.indoor()
    site.on_site(order)
    first = site.items(order)[0]
    results = at_once(*[lambda: take(order, "tick", item=first.pk, at=later(3))] * 2)

    assert [type(each) for each in results] == [str, str]
    assert VisitCheck.objects.filter(visit__order=order).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_devices_set_out_at_once() -> None:
    order = site.indoor()
    take(order, "accept", at=later(1))
    results = at_once(*[lambda: take(order, "set_out", at=later(3))] * 2)

    assert [type(each) for each in results] == [str, str]
    assert Visit.objects.filter(order=order).count() == 1


def test_every_pair_of_states_is_decided_by_the_table() -> None:
    over = (VisitState.DONE, VisitState.LEFT)

    assert all(VISIT_LIFE.table[state] == () for state in over)
    for state in VisitState:
        if state not in over:
            assert VISIT_LIFE.allows(state, VisitState.LEFT)


def test_returned_work_has_a_visit_of_its_own() -> None:
    order = site.indoor()
    site.done(order)
    return_order(order=site.fresh(order), reason="又漏了", by=shift.desk(), at=later(60))
    for step in ("set_out", "arrive"):
        take(order, step, at=later(70))

    again = site.visit(order)
    assert (again.number, again.round, again.state) == (2, 2, VisitState.ARRIVED)


def test_the_trail_names_no_owner() -> None:
    order = site.indoor()
    order.ticket.caller_name, order.ticket.caller_phone = "欧阳锦绣", "13912345678"
    order.ticket.save()
    site.on_site(order)
    take(order, "leave", cause="OTHER", words="欧阳锦绣 13912345678 要求改期", at=later(4))

    told = Event.objects.get(verb=FieldVerb.LEFT)
    assert "欧阳锦绣" not in str(told.reason) and "13912345678" not in str(told.reason)
