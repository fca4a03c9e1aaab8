"""Who is on duty at a moment: by pattern, by date, by post, by deputy."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.clocks.hooks import duty
from anju.core.actors import SYSTEM
from anju.organization.models import Department, Membership, User
from anju.rosters.models import ChangeKind, ChangeReason, DayChange, Shift, Turn
from anju.rosters.queries.duty import current_turn, duty_now, is_on_duty, my_duty, on_duty
from anju.rosters.queries.plan import Plan
from anju.rosters.windows import monday_of
from tests import world
from tests.rosters import tables
from tests.rosters.tables import arranged, at, day, rest, shift, work

pytestmark = pytest.mark.django_db
AN_HOUR = timedelta(hours=1)


def here(moment: datetime, department: str = "客户服务部") -> list[str]:
    project = world.project()
    return [user.login for user in on_duty(project, world.department(project, department), moment)]


def test_without_a_pattern_everybody_in_post_is_on_duty() -> None:
    project, wang, chen = world.project(), world.receptionist(), world.supervisor()
    world.person("gone", "周离职", ends_on=date(2026, 11, 1))

    assert here(at(23, "03:00")) == [chen.login, wang.login]
    assert is_on_duty(project, wang, at(23, "03:00"))
    assert current_turn(project, wang, at(23, "10:00")) is None
    rest(wang, 24)
    assert here(at(24, "10:00")) == [chen.login]
    assert here(at(25, "10:00")) == [chen.login, wang.login]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(23, "07:59"), []),
        (at(23, "08:00"), ["wang"]),
        (at(23, "13:59"), ["wang"]),
        (at(23, "14:00"), ["wang", "he"]),
        (at(23, "15:59"), ["wang", "he"]),
        (at(23, "16:00"), ["he"]),
        (at(23, "19:59"), ["he"]),
        (at(23, "20:00"), []),
        (at(24, "10:00"), []),
        (at(30, "08:00"), ["wang"]),
    ],
)
def test_with_a_pattern_the_edges_are_half_open(moment: datetime, expected: list[str]) -> None:
    wang, he = world.receptionist(), world.person("he", "何雨桐")
    arranged(shift("早班"), wang)
    arranged(shift("晚班"), he)

    assert here(moment) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(23, "19:59"), []),
        (at(23, "20:00"), ["zhao"]),
        (at(24, "00:00"), ["zhao"]),
        (at(24, "07:59"), ["zhao"]),
        (at(24, "08:00"), []),
        (at(24, "20:00"), []),
        (at(22, "23:00"), []),
    ],
)
def test_a_night_shift_belongs_to_the_day_it_began(moment: datetime, expected: list[str]) -> None:
    arranged(shift("夜班", "工程部"), world.engineer(), days=(16,))

    assert here(moment, "工程部") == expected


def test_the_last_night_of_a_turn_runs_to_its_end() -> None:
    zhao, night = world.engineer(), shift("夜班", "工程部")
    arranged(night, zhao, days=(23, 24))
    tables.arrange_turns(shift=night, day=day(30), remove=[zhao], by=SYSTEM, at=world.AT)

    assert here(at(24, "03:00"), "工程部") == ["zhao"]
    assert here(at(25, "03:00"), "工程部") == ["zhao"]
    assert here(datetime(2026, 12, 1, 3, tzinfo=world.SHANGHAI), "工程部") == []


def test_a_date_change_takes_out_and_puts_in() -> None:
    project, wang, he = world.project(), world.receptionist(), world.person("he", "何雨桐")
    early = shift("早班")
    arranged(early, wang, days=(23, 24))
    rest(wang, 24, substitute=he)
    work(he, 26, early)

    assert here(at(23, "10:00")) == ["wang"]
    assert here(at(24, "10:00")) == ["he"]
    assert here(at(26, "10:00")) == ["he"]
    assert here(datetime(2026, 12, 1, 10, tzinfo=world.SHANGHAI)) == ["wang"]
    assert not is_on_duty(project, wang, at(24, "10:00"))


def test_deputies_replace_the_absent() -> None:
    project, wang, he = world.project(), world.receptionist(), world.person("he", "何雨桐")
    chen = world.supervisor()
    arranged(shift("早班"), wang)
    tables.absent(wang, he, at(23, "00:00"), at(23, "12:00"))

    assert here(at(23, "09:00")) == ["he"]
    assert here(at(23, "12:00")) == ["wang"]
    assert is_on_duty(project, he, at(23, "09:00"))
    assert not is_on_duty(project, wang, at(23, "09:00"))
    tables.absent(he, chen, at(23, "00:00"), at(23, "12:00"))
    assert here(at(23, "09:00")) == []


def test_a_turn_counts_only_while_the_post_holds() -> None:
    zhao, ma = world.engineer(), world.person("ma", "马国栋", post="engineering")
    arranged(shift("夜班", "工程部"), zhao, ma)
    Membership.objects.filter(user=ma).update(ends_on=day(24))

    assert here(at(24, "03:00"), "工程部") == ["ma", "zhao"]  # the night began while in post
    assert here(at(30, "22:00"), "工程部") == ["zhao"]


def test_the_panel_says_who_is_there_until_when_and_who_is_next() -> None:
    project, wang, he = world.project(), world.receptionist(), world.person("he", "何雨桐")
    arranged(shift("早班"), wang)
    arranged(shift("晚班"), he)
    world.engineer()

    duties = {each.department.name: each for each in duty_now(project, at(23, "10:00"))}
    desk, engineers = duties["客户服务部"], duties["工程部"]

    assert set(duties) == {"客户服务部", "工程部"}
    assert [(each.user, each.stint.ends_at) for each in desk.here if each.stint] == [
        (wang, at(23, "16:00"))
    ]
    assert (desk.coming_at, [stint.user for stint in desk.coming]) == (at(23, "14:00"), [he])
    assert (engineers.is_rostered, engineers.coming) == (False, [])
    later = {each.department.name: each for each in duty_now(project, at(23, "21:00"))}
    assert later["客户服务部"].here == []
    assert later["客户服务部"].coming_at == at(30, "08:00")


def test_ones_own_duty() -> None:
    project, zhao = world.project(), world.engineer()
    arranged(shift("夜班", "工程部"), zhao, days=(23, 25))

    tail = current_turn(project, zhao, at(24, "07:00"))
    assert tail is not None
    assert (tail.day, tail.ends_at) == (day(23), at(24, "08:00"))
    mine = my_duty(project, zhao, at(24, "07:00"))
    assert mine.now == tail
    assert [stint.day for stint in mine.coming] == [day(25), day(30)]
    assert my_duty(project, world.receptionist(), at(24, "07:00")).coming == []


def test_another_project_is_another_table() -> None:
    cloud = world.project("cloud", "云栖大厦")
    zhao = world.engineer()
    world.person("zhao", project=cloud, post="engineering")
    arranged(shift("夜班", "工程部"), zhao)

    assert here(at(23, "10:00"), "工程部") == []
    assert on_duty(cloud, world.department(cloud, "工程部"), at(23, "10:00")) == [zhao]


def test_escalation_asks_the_table_and_the_project_is_never_left_alone() -> None:
    project, wang, he = world.project(), world.receptionist(), world.person("he", "何雨桐")
    lin, desk = world.manager(), world.department(world.project())
    arranged(shift("早班"), wang)
    arranged(shift("晚班"), he)
    arranged(shift("行政班", "管理处"), lin)

    assert duty(project, desk, at(23, "10:00")) == [wang]
    assert duty(project, world.post("receptionist"), at(23, "18:00")) == [he]
    assert duty(project, wang, at(23, "10:00")) == [wang]
    assert duty(project, wang, at(23, "18:00")) == []
    assert duty(project, desk, at(23, "22:00")) == []
    assert duty(project, world.post("manager"), at(23, "22:00")) == []
    assert duty(project, project, at(23, "22:00")) == [lin]


@pytest.mark.parametrize("ask", ["on_duty", "is_on_duty", "duty_now", "current_turn", "my_duty"])
def test_every_question_costs_the_same_for_one_and_three(ask: str) -> None:
    project, early = world.project(), shift("早班")
    desk, counts = world.department(project), []
    questions = {
        "on_duty": lambda: on_duty(project, desk, world.AT),
        "is_on_duty": lambda: is_on_duty(project, world.receptionist(), world.AT),
        "duty_now": lambda: duty_now(project, world.AT),
        "current_turn": lambda: current_turn(project, world.receptionist(), world.AT),
        "my_duty": lambda: my_duty(project, world.receptionist(), world.AT),
    }
    for login, name in (("wang", "王婷"), ("he", "何雨桐"), ("zhou", "周晓雯")):
        arranged(early, world.person(login, name), days=(23, 24, 25))
        counts.append(world.queries(questions[ask]))

    assert counts[0] == counts[2]


# Random patterns, in memory: exactly those whose window covers the minute are on duty.
DESK = Department(pk=1, name="客户服务部")
PEOPLE = [User(pk=number, name=str(number), name_key=str(number)) for number in (1, 2, 3)]
POSTS = [
    Membership(user=user, department=DESK, post_id=1, starts_on=date(2020, 1, 1)) for user in PEOPLE
]
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
shifts = st.builds(
    Shift, pk=st.integers(1, 9), department=st.just(DESK), starts=clocks, ends=clocks
)
some_days = st.integers(-14, 14).map(lambda count: tables.MONDAY + timedelta(days=count))
turns = st.builds(
    Turn,
    shift=shifts,
    user=st.sampled_from(PEOPLE),
    weekday=st.integers(0, 6),
    starts_on=some_days,
    ends_on=st.none() | some_days,
)
changes = st.builds(
    DayChange,
    user=st.sampled_from(PEOPLE),
    day=some_days,
    kind=st.sampled_from([ChangeKind.WORK, ChangeKind.REST]),
    shift=shifts,
    reason=st.just(ChangeReason.REST),
)
moments = st.integers(0, 7 * 24 * 60).map(lambda count: at(23, "00:00") + timedelta(minutes=count))


@given(st.lists(turns, min_size=1, max_size=6), st.lists(changes, max_size=4), moments)
def test_exactly_those_are_on_duty_whose_window_covers_the_minute(
    table: list[Turn], dates: list[DayChange], moment: datetime
) -> None:
    anchor = Turn(
        shift=Shift(pk=99, department=DESK, starts=AN_HOUR_EARLY, ends=AN_HOUR_LATE),
        user=User(pk=9, name="9", name_key="9"),
        weekday=0,
        starts_on=date(2020, 1, 1),
    )  # holds no post: only makes the department rostered
    plan = Plan(POSTS, [*table, anchor], dates, [])

    found = {each.user.pk for each in plan.here(moment)}

    assert found == {user.pk for user in PEOPLE if covered(user, table, dates, moment)}


AN_HOUR_EARLY, AN_HOUR_LATE = at(23, "08:00").time(), at(23, "09:00").time()


def covered(user: User, table: list[Turn], dates: list[DayChange], moment: datetime) -> bool:
    """Say it again in the plainest way: walk the days, and the minutes since each midnight."""
    for back in (0, 1):
        on = moment.date() - timedelta(days=back)
        minute = moment.hour * 60 + moment.minute + back * 24 * 60
        mine = [change for change in dates if change.user is user and change.day == on]
        resting = {change.shift.pk for change in mine if change.kind == ChangeKind.REST}
        taken = [change.shift for change in mine if change.kind == ChangeKind.WORK]
        for turn in table:
            holds = turn.starts_on <= on and (turn.ends_on is None or on < turn.ends_on)
            if turn.user is user and holds and turn.weekday == (on - monday_of(on)).days:
                taken += [] if turn.shift.pk in resting else [turn.shift]
        for each in taken:
            begin = each.starts.hour * 60 + each.starts.minute
            end = each.ends.hour * 60 + each.ends.minute
            if begin <= minute < (end if end > begin else end + 24 * 60):
                return True
    return False
