"""Arranging turns: what is refused, what stays, what the trail says."""

from datetime import date, timedelta

import pytest

from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.organization.models import Membership, User
from anju.rosters.commands.changes import (
    AlreadyChanged,
    AlreadyWithdrawn,
    NothingThatDay,
    change_day,
    withdraw_change,
)
from anju.rosters.commands.shifts import (
    ShiftNameTaken,
    add_shift,
    change_shift,
    retire_shift,
)
from anju.rosters.commands.turns import (
    NothingToCopy,
    arrange_turns,
    copy_week,
    end_turns_without_post,
)
from anju.rosters.invariants import broken
from anju.rosters.models import ChangeKind, ChangeReason, DayChange, Shift, Tone, Turn
from anju.rosters.queries.duty import on_duty
from anju.rosters.refusals import DayOver, NotInDepartment, ShiftRetired, TurnsOverlap
from tests import world
from tests.rosters.tables import MONDAY, arranged, at, day, new_shift, rest, shift, work
from tests.threads import at_once

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def arrange(to: Shift, on: date, add: list[User] | None = None, **how: object) -> Shift:
    return arrange_turns(
        shift=to, day=on, add=add or [], by=world.by(world.supervisor()), at=world.AT, **how
    )  # type: ignore[arg-type]


def people(to: Shift, on: date) -> list[str]:
    turns = Turn.objects.filter(shift=to).on(on).order_by("user__name_key")
    return [turn.user.login for turn in turns.select_related("user")]


def change(to: Shift, starts: str, ends: str, since: date = MONDAY) -> Shift:
    return change_shift(
        shift=to,
        name=to.name,
        starts=at(23, starts).time(),
        ends=at(23, ends).time(),
        tone=Tone(to.tone),
        rank=to.rank,
        since=since,
        by=SYSTEM,
        at=world.AT,
    )


def test_from_a_day_on_and_not_before() -> None:
    wang, he, early = world.receptionist(), world.person("he", "何雨桐"), shift("早班")
    arranged(early, wang, days=(16,))

    arrange(early, day(30), [he], remove=[wang])

    assert people(early, day(23)) == ["wang"]
    assert people(early, day(30)) == ["he"]
    event = Event.objects.filter(verb="rosters.arranged").latest("pk")
    assert event.changes["people"] == ["王婷", "何雨桐"]
    assert event.changes["since"] == [None, "11月30日(周一)"]
    assert list(broken()) == []


def test_arranging_again_changes_nothing_and_a_later_turn_stays() -> None:
    wang, early = world.receptionist(), shift("早班")
    arrange(early, day(30), [wang])
    arrange(early, day(30), [wang])
    arrange(early, day(23), [wang])

    rows = list(Turn.objects.order_by("starts_on").values_list("starts_on", "ends_on"))
    assert rows == [(day(23), day(30)), (day(30), None)]


def test_the_past_and_the_wrong_people_are_refused() -> None:
    early, zhao = shift("早班"), world.engineer()
    gone = world.person("gone", "周离职", ends_on=day(25))

    with pytest.raises(DayOver, match="11月22日"):
        arrange(early, day(22), [world.receptionist()])
    with pytest.raises(NotInDepartment, match=r"赵志强.*客户服务部"):
        arrange(early, day(23), [zhao])
    with pytest.raises(NotInDepartment, match="周离职11月25日"):
        arrange(early, day(25), [gone])
    arrange(early, day(24), [gone])
    assert people(early, day(24)) == ["gone"]


def test_an_overlapping_turn_is_refused_by_name_of_the_other() -> None:
    wang = world.receptionist()
    arranged(shift("早班"), wang)

    with pytest.raises(TurnsOverlap, match=r"王婷已排每周一的早班 08:00–16:00.*11月23日"):
        arrange(shift("晚班"), day(23), [wang])
    arrange(shift("晚班"), day(24), [wang])
    assert Event.objects.filter(verb="rosters.arranged").count() == 2


def test_a_night_overlaps_the_morning_after_also_over_sunday() -> None:
    zhao = world.engineer()
    arranged(shift("夜班", "工程部"), zhao, days=(29,))
    early = new_shift("清晨班", "07:00", "09:00", "工程部")

    with pytest.raises(TurnsOverlap, match="每周日的夜班"):
        arrange(early, day(30), [zhao])
    arrange(shift("日班", "工程部"), day(30), [zhao])  # 08:00 meets 08:00


def test_a_turn_that_ended_is_no_hindrance() -> None:
    wang, early, late = world.receptionist(), shift("早班"), shift("晚班")
    arranged(early, wang)
    arrange(early, day(30), remove=[wang])

    with pytest.raises(TurnsOverlap):
        arrange(late, day(23), [wang])
    arrange(late, day(30), [wang])
    assert list(broken()) == []


def test_a_work_on_a_date_counts_unless_the_turn_rests() -> None:
    wang, early, late = world.receptionist(), shift("早班"), shift("晚班")
    arranged(early, world.person("he", "何雨桐"))
    work(wang, 30, late)

    with pytest.raises(TurnsOverlap, match="当日调整"):
        arrange(early, day(23), [wang])


def test_copying_a_week_makes_the_pattern_what_it_was() -> None:
    wang, he, zhou = (
        world.receptionist(),
        world.person("he", "何雨桐"),
        world.person("zhou", "周晓雯"),
    )
    desk, early, late = world.department(world.project()), shift("早班"), shift("晚班")
    arranged(early, wang, zhou, days=(16, 20))
    arranged(late, he, days=(16,))
    arrange(late, day(23), remove=[he])
    arrange(early, day(27), remove=[wang])
    Membership.objects.filter(user=zhou).update(ends_on=day(26))

    moves = copy_week(
        department=desk,
        source=day(18),
        target=day(30),
        by=world.by(world.supervisor()),
        at=world.AT,
    )

    assert people(late, day(23)) == []
    assert people(late, day(30)) == ["he"]
    assert people(early, date(2026, 12, 4)) == ["wang", "zhou"]
    said = {(move.shift.name, move.day, *(user.login for user in move.added)) for move in moves}
    assert said == {("晚班", day(30), "he"), ("早班", date(2026, 12, 4), "wang")}
    with pytest.raises(NothingToCopy):
        copy_week(department=desk, source=day(18), target=day(30), by=SYSTEM, at=world.AT)
    assert Event.objects.get(verb="rosters.copied").changes["added"] == [None, 2]


def test_weekdays_that_are_over_begin_a_week_later() -> None:
    wang, early = world.receptionist(), shift("早班")
    arranged(early, wang, days=(16, 18))
    for number in (23, 25):
        arrange(early, day(number), remove=[wang])

    copy_week(
        department=early.department,
        source=day(16),
        target=day(23),
        by=SYSTEM,
        at=world.AT + timedelta(days=1),
    )

    assert people(early, day(23)) == []
    assert people(early, day(25)) == ["wang"]
    assert people(early, day(30)) == ["wang"]


def test_date_changes_are_refused_where_they_say_nothing() -> None:
    wang, early, late = world.receptionist(), shift("早班"), shift("晚班")
    arranged(early, wang)

    with pytest.raises(NothingThatDay, match="本来就不当班"):
        rest(wang, 24)
    with pytest.raises(NothingThatDay, match="本来就排早班"):
        work(wang, 23, early)
    with pytest.raises(TurnsOverlap, match="时间重叠"):
        work(wang, 23, late)
    with pytest.raises(NotInDepartment):
        work(world.engineer(), 23, early)
    with pytest.raises(DayOver):
        rest(wang, 16)
    rest(wang, 23)
    with pytest.raises((AlreadyChanged, NothingThatDay)):
        rest(wang, 23)
    work(wang, 24, late)
    with pytest.raises(NothingThatDay, match="撤销"):
        rest(wang, 24)


def test_a_rest_lets_one_work_elsewhere_and_cannot_be_withdrawn_then() -> None:
    wang, early, late = world.receptionist(), shift("早班"), shift("晚班")
    arranged(early, wang)
    resting = rest(wang, 23)
    work(wang, 23, late)

    with pytest.raises(TurnsOverlap):
        withdraw_change(change=resting, by=SYSTEM, at=world.AT)
    assert DayChange.objects.standing().count() == 2


def test_withdrawing_a_rest_withdraws_its_cover() -> None:
    project, wang, he = world.project(), world.receptionist(), world.person("he", "何雨桐")
    arranged(shift("早班"), wang)
    resting = rest(wang, 23, substitute=he)
    desk = world.department(project)
    assert on_duty(project, desk, at(23, "10:00")) == [he]

    withdraw_change(change=resting, by=SYSTEM, at=world.AT)

    assert on_duty(project, desk, at(23, "10:00")) == [wang]
    assert Event.objects.filter(verb="rosters.day_withdrawn").count() == 2
    with pytest.raises(AlreadyWithdrawn):
        withdraw_change(change=resting, by=SYSTEM, at=world.AT)
    assert rest(wang, 23).pk != resting.pk


def test_a_substitute_who_is_busy_is_refused_and_nothing_stays() -> None:
    wang, he = world.receptionist(), world.person("he", "何雨桐")
    arranged(shift("早班"), wang)
    arranged(shift("晚班"), he)

    with pytest.raises(TurnsOverlap, match="何雨桐"):
        rest(wang, 23, substitute=he)
    assert DayChange.objects.count() == 0


def test_new_hours_hold_from_a_day_on_and_the_past_keeps_its_own() -> None:
    project, wang, early = world.project(), world.receptionist(), shift("早班")
    desk = world.department(project)
    arranged(early, wang, days=(16, 18))
    rest(wang, 30)

    new = change(early, "07:00", "15:00", since=day(25))

    assert (new.pk != early.pk, new.hours) == (True, "07:00–15:00")
    assert on_duty(project, desk, at(23, "15:30")) == [wang]
    assert on_duty(project, desk, at(25, "07:30")) == [wang]
    assert on_duty(project, desk, at(25, "15:30")) == []
    assert on_duty(project, desk, at(30, "10:00")) == []
    with pytest.raises(ShiftRetired):
        change(early, "06:00", "15:00")
    with pytest.raises(ShiftRetired):
        arrange(early, day(24), [wang])
    assert list(broken()) == []


def test_new_hours_that_overlap_are_refused_whole() -> None:
    wang, late = world.receptionist(), shift("晚班")
    evening = new_shift("夜间班", "20:00", "22:00")
    arranged(late, wang)
    arranged(evening, wang)

    with pytest.raises(TurnsOverlap, match="夜间班"):
        change(late, "14:00", "21:00")
    assert Shift.objects.live().filter(name="晚班", starts="14:00").count() == 1


def test_an_unused_shift_changes_in_place_and_names_are_once() -> None:
    early = shift("早班")

    assert change(early, "07:00", "15:00").pk == early.pk
    with pytest.raises(ShiftNameTaken, match="早班"):
        add_shift(
            department=early.department,
            name=" 早班 ",
            starts=early.starts,
            ends=early.ends,
            by=SYSTEM,
            at=world.AT,
        )


def test_a_retired_shift_ends_its_turns_on_a_day() -> None:
    wang, early = world.receptionist(), shift("早班")
    arranged(early, wang)

    retire_shift(shift=early, since=day(30), by=SYSTEM, at=world.AT)

    assert people(early, day(23)) == ["wang"]
    assert people(early, day(30)) == []
    with pytest.raises(ShiftRetired):
        retire_shift(shift=early, since=day(30), by=SYSTEM, at=world.AT)


def test_the_night_closes_turns_of_those_who_left() -> None:
    project, wang, he = world.project(), world.receptionist(), world.person("he", "何雨桐")
    early = shift("早班")
    arranged(early, wang, he, days=(16, 17))
    Membership.objects.filter(user=wang).update(ends_on=day(23))

    assert end_turns_without_post(project=project, by=SYSTEM, at=world.AT) == 2
    assert end_turns_without_post(project=project, by=SYSTEM, at=world.AT) == 0

    assert people(early, day(16)) == ["he", "wang"]
    assert people(early, day(23)) == ["he"]
    assert Event.objects.get(verb="rosters.turns_ended").subject_name == "王婷"


def test_an_overlap_and_a_foreign_row_are_found() -> None:
    wang, early, late = world.receptionist(), shift("早班"), shift("晚班")
    arranged(early, wang)
    row = {"user": wang, "weekday": 0, "starts_on": day(23)}
    Turn.objects.create(project=early.project, shift=late, **row)
    cloud = world.project("cloud", "云栖大厦")
    Turn.objects.create(project=cloud, shift=early, **row)

    said = " ".join(broken())
    assert "时间重叠" in said
    assert "另一个项目" in said


@pytest.mark.django_db(transaction=True)
def test_two_who_put_one_person_into_overlapping_shifts_at_once() -> None:
    wang, early, late = world.receptionist(), shift("早班"), shift("晚班")
    world.supervisor()

    results = at_once(
        lambda: arrange(early, day(23), [wang]), lambda: arrange(late, day(23), [wang])
    )

    assert sum(isinstance(result, TurnsOverlap) for result in results) == 1
    assert Turn.objects.count() == 1
    assert list(broken()) == []


@pytest.mark.django_db(transaction=True)
def test_two_who_enter_one_rest_at_once_enter_it_once() -> None:
    wang = world.receptionist()
    arranged(shift("早班"), wang)
    by = world.by(world.supervisor())

    def enter() -> object:
        return change_day(
            project=world.project(),
            user=wang,
            day=day(23),
            kind=ChangeKind.REST,
            reason=ChangeReason.LEAVE,
            by=by,
            at=world.AT,
        )

    results = at_once(enter, enter, enter)

    assert sum(isinstance(result, DayChange) for result in results) == 1
    assert DayChange.objects.count() == 1
