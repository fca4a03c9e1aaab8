"""Dispatch by the real duty table: who is there, deputies, skills, cap, grab, what waits."""

from datetime import timedelta

import pytest

from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.core.errors import DomainError, StaleEdit
from anju.organization.models import User
from anju.tickets import tasks
from anju.tickets.commands.crews import set_skills
from anju.tickets.commands.dispatching import assign_order, dispatch_order, dispatch_waiting
from anju.tickets.commands.working import accept_order, finish_order, hand_back_order
from anju.tickets.models import WorkOrder
from anju.tickets.refusals import NotOnDuty, NotYours, ReasonMissing
from anju.tickets.states import OrderState, Way
from anju.tickets.verbs import DeskVerb
from tests import world
from tests.rosters import tables
from tests.threads import at_once
from tests.tickets import shift
from tests.tickets.board import crew
from tests.tickets.desk import category
from tests.tickets.shift import AT, later

pytestmark = pytest.mark.django_db
NIGHT = tables.at(23, "23:00")


def verbs(order: WorkOrder) -> list[str]:
    events = Event.objects.about("tickets.workorder", order.pk).order_by("pk")
    return list(events.values_list("verb", flat=True))


def accepted(order: WorkOrder, worker: User, minutes: int = 1) -> WorkOrder:
    at = later(minutes)
    return accept_order(order=order, worker=worker, by=world.by(worker), at=at)


def test_nobody_on_duty_waits_and_is_an_alarm() -> None:
    world.project()
    order = crew.order()

    assert (order.state, order.assignee, order.is_grab) == (OrderState.WAITING, None, False)
    assert order.why.endswith("此刻无人当班")
    assert DeskVerb.UNASSIGNED in verbs(order)


def test_only_who_is_on_duty_by_the_table_gets_it() -> None:
    zhao, zhang = crew.zhao(), crew.zhang()
    day = tables.new_shift("甲", "08:00", "20:00", "工程部")
    night = tables.new_shift("乙", "20:00", "08:00", "工程部")
    tables.arranged(day, zhang)
    tables.arranged(night, zhao)

    by_day, by_night = crew.order(), crew.order("修灯", at=NIGHT)

    assert by_day.assignee == zhang
    assert by_day.why == "陈静怡选定工程部;当班只有张强可派"
    assert by_night.assignee == zhao
    with pytest.raises(NotOnDuty, match="赵志强此刻不在工程部当值"):
        assign_order(order=by_day, to=zhao, by=shift.desk(), at=later(1))


def test_a_deputy_takes_the_work_of_the_absent() -> None:
    zhao, zhang = crew.zhao(), crew.zhang()
    tables.absent(zhao, zhang, AT - timedelta(hours=1), AT + timedelta(hours=8))
    order = crew.order()

    assert order.assignee == zhang
    with pytest.raises(NotOnDuty, match="职务代理人"):
        assign_order(order=order, to=zhao, by=shift.desk(), at=later(1))


def test_skill_comes_before_load_and_an_unlisted_person_can_do_all() -> None:
    zhao, zhang = crew.zhao(), crew.zhang()
    kitchen, lift = category("厨房"), category("公共区域", "电梯")
    set_skills(project=world.project(), user=zhao, categories=[lift], by=SYSTEM, at=AT)

    taps = [crew.order(category=category("厨房", "下水")) for _ in range(3)]
    assert {each.assignee for each in taps} == {zhang}

    set_skills(project=world.project(), user=zhang, categories=[lift], by=SYSTEM, at=AT)
    nobody = crew.order(category=kitchen)
    assert nobody.assignee is None
    assert "当班 2 人,都不会这项工作" in nobody.why


def test_a_cap_holds_and_an_emergency_disregards_it() -> None:
    zhao = crew.zhao()
    crew.terms(cap=1)

    first, second = crew.order(), crew.order("修灯")
    urgent = crew.order("插座冒火花", is_emergency=True)

    assert first.assignee == zhao
    assert second.state == OrderState.WAITING
    assert "手上都已满 1 单" in second.why
    assert urgent.assignee == zhao


def test_the_longest_idle_gets_the_next() -> None:
    zhao, zhang = crew.zhao(), crew.zhang()
    crew.terms(Way.IDLE)
    names = [crew.order(str(number), at=later(number)).assignee for number in range(4)]

    assert set(names[:2]) == {zhao, zhang}
    assert names[2:] == names[:2]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_grab_at_once_one_has_it_and_the_other_reads_who() -> None:
    zhao, zhang = crew.zhao(), crew.zhang()
    crew.terms(Way.GRAB)
    order = crew.order()
    assert (order.state, order.is_grab) == (OrderState.WAITING, True)

    results = at_once(lambda: accepted(order, zhao), lambda: accepted(order, zhang))

    refused = [each for each in results if isinstance(each, DomainError)]
    assert len(refused) == 1
    now = crew.fresh(order)
    assert now.state == OrderState.ACCEPTED
    assert now.assignee in (zhao, zhang)
    assert verbs(order).count(DeskVerb.ACCEPTED) == 1
    assert "已接单" in str(refused[0])


def test_only_the_department_on_duty_grabs() -> None:
    crew.zhao()
    guard = crew.guard()
    crew.terms(Way.GRAB)
    order = crew.order()

    with pytest.raises(NotYours, match="您此刻不在工程部当值"):
        accepted(order, guard)


@pytest.mark.django_db(transaction=True)
def test_of_two_dispatchers_at_once_one_assigns_and_the_other_is_told() -> None:
    zhao, zhang = crew.zhao(), crew.zhang()
    order = crew.order(assignee=zhao)
    seen = order.edition

    def assign(to: User) -> WorkOrder:
        return assign_order(order=order, to=to, seen=seen, by=shift.desk(), at=later(1))

    results = at_once(lambda: assign(zhao), lambda: assign(zhang))

    refused = [each for each in results if isinstance(each, StaleEdit)]
    assert len(refused) == 1
    holder = crew.fresh(order).assignee
    assert holder is not None
    assert f"承办人{holder.name}" in str(refused[0])
    assert verbs(order).count(DeskVerb.ASSIGNED) == 1


@pytest.mark.django_db(transaction=True)
def test_two_orders_at_once_do_not_both_go_to_the_same_hands() -> None:
    assert crew.zhao() != crew.zhang()
    crew.terms(cap=1)
    assert shift.home() and world.supervisor()  # built once, not by two at once

    results = at_once(lambda: crew.order("甲"), lambda: crew.order("乙"))

    assert all(isinstance(each, WorkOrder) for each in results), results
    holders = {each.assignee_id for each in results if isinstance(each, WorkOrder)}
    assert len(holders) == 2


def test_who_frees_up_gets_the_oldest_that_waits() -> None:
    zhao = crew.zhao()
    crew.terms(cap=1)
    first = crew.order("一")
    second, third = crew.order("二", at=later(1)), crew.order("三", at=later(2))
    accepted(first, zhao)
    finish_order(order=first, result="好了", gap_reason="纸质单", by=world.by(zhao), at=later(30))

    done = Event.objects.about("tickets.workorder", first.pk).get(verb=DeskVerb.DONE)
    tasks.somebody_freed(done.pk)

    assert crew.fresh(second).assignee == zhao
    assert crew.fresh(third).state == OrderState.WAITING


def test_an_emergency_that_waits_goes_before_older_ones() -> None:
    world.project()
    older, urgent = crew.order("旧"), crew.order("突发", at=later(5), is_emergency=True)
    crew.terms(cap=1)
    zhao = crew.zhao()

    tasks.place_waiting(0)

    assert crew.fresh(urgent).assignee == zhao
    assert crew.fresh(older).state == OrderState.WAITING


def test_when_a_shift_begins_the_oldest_goes_first() -> None:
    zhao = crew.zhao()
    tables.arranged(tables.new_shift("乙", "20:00", "23:59", "工程部"), zhao)
    crew.terms(cap=1)
    waiting = [crew.order(str(number), at=later(number)) for number in range(2)]
    assert {each.state for each in waiting} == {OrderState.WAITING}

    before = [dispatch_waiting(order=each, by=SYSTEM, at=later(60)) for each in waiting]
    begun = tables.at(23, "20:00")
    after = [dispatch_waiting(order=each, by=SYSTEM, at=begun) for each in waiting]

    assert before == [None, None]
    assert [bool(each) for each in after] == [True, False]
    assert crew.fresh(waiting[0]).why.endswith("当班只有赵志强可派")


def test_what_somebody_handed_back_passes_over_them() -> None:
    zhao = crew.zhao()
    order = accepted(crew.order(), zhao)
    order = hand_back_order(order=order, reason="没有阀芯", by=world.by(zhao), at=later(5))

    assert dispatch_waiting(order=order, by=SYSTEM, at=later(6)) is None
    zhang = crew.zhang()
    dispatch_waiting(order=order, by=SYSTEM, at=later(7))
    assert crew.fresh(order).assignee == zhang


def test_what_somebody_has_accepted_goes_on_only_with_a_reason() -> None:
    zhao, guard = crew.zhao(), crew.guard()
    order = accepted(crew.order(), zhao)
    department = crew.security()

    with pytest.raises(ReasonMissing, match="改派的原因"):
        dispatch_order(order=order, department=department, by=shift.desk(), at=later(5))
    dispatch_order(
        order=order, department=department, reason="属于秩序问题", by=shift.desk(), at=later(5)
    )

    assert crew.fresh(order).assignee == guard
