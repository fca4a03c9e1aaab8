"""What a project starts with, and the demonstration's week: covered at every hour, there once."""

from datetime import datetime, time, timedelta

import pytest

from anju.core.actors import SYSTEM
from anju.core.periods import SHANGHAI
from anju.organization import demo as people
from anju.organization.models import Department, Project
from anju.organization.queries.staff import staff_of
from anju.rosters import presets
from anju.rosters.commands.shifts import retire_shift
from anju.rosters.demo import LVYUAN, load
from anju.rosters.invariants import broken
from anju.rosters.models import DayChange, Shift, Turn
from anju.rosters.queries.duty import on_duty
from anju.rosters.queries.week import week_of
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def lvyuan() -> Project:
    world.presets()
    people.load(today=world.TODAY, by=SYSTEM, at=world.AT)
    load(today=world.TODAY, by=SYSTEM, at=world.AT)
    return Project.objects.get(code=LVYUAN)


def test_a_new_project_has_the_usual_hours_and_nobody_in_them() -> None:
    project = world.project()
    hours = {
        (shift.department.name, shift.name): shift.hours
        for shift in Shift.objects.of(project).select_related("department")
    }

    assert hours["客户服务部", "早班"] == "08:00–16:00"
    assert hours["客户服务部", "晚班"] == "14:00–20:00"
    assert hours["管理处", "行政班"] == "08:30–17:30"
    for department in ("工程部", "安防部"):
        assert hours[department, "日班"] == "08:00–20:00"
        assert hours[department, "夜班"] == "20:00–次日 08:00"
    assert Turn.objects.count() == 0


def test_presets_come_once_and_never_back() -> None:
    project = world.project()
    before = Shift.objects.count()
    for shift in Shift.objects.filter(department__name="工程部"):
        retire_shift(shift=shift, since=world.TODAY, by=SYSTEM, at=world.AT)

    presets.load(project, by=SYSTEM, at=world.AT)

    assert Shift.objects.count() == before


def test_desk_engineering_and_security_are_covered_at_every_hour(lvyuan: Project) -> None:
    first = datetime.combine(world.TODAY, time.min, SHANGHAI)
    named = {each.name: each for each in Department.objects.of(lvyuan)}
    bare = []
    for half in range(10 * 48):
        moment = first + timedelta(minutes=30 * half)
        for name in ("客户服务部", "工程部", "安防部"):
            open_now = name != "客户服务部" or 8 <= moment.hour < 20
            if open_now and not on_duty(lvyuan, named[name], moment):
                bare.append((name, moment))

    assert bare == []


def test_every_member_of_the_staff_has_a_week_and_it_comes_once(lvyuan: Project) -> None:
    count, changes = Turn.objects.count(), DayChange.objects.count()
    load(today=world.TODAY, by=SYSTEM, at=world.AT)

    week = week_of(lvyuan, world.TODAY, at=world.AT)
    on_the_table = set(Turn.objects.of(lvyuan).values_list("user__login", flat=True))
    everybody = set(staff_of(lvyuan, on=world.TODAY).values_list("login", flat=True))
    assert on_the_table == everybody
    assert [each.department.name for each in week.departments if each.left_out] == []
    assert (Turn.objects.count(), DayChange.objects.count()) == (count, changes)
    assert changes == 2  # one rests, one covers
    assert list(broken()) == []
