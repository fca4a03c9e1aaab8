"""The demonstration's duty table: 绿苑小区 by a week that covers desk, engineering and security.

云栖大厦 has no pattern, so that everybody in post counts there. Kept for four weeks already, and
with one date on which somebody rests and a colleague steps in.
"""

from datetime import date, datetime, timedelta

from anju.core.actors import Actor
from anju.core.periods import local_date
from anju.organization.models import Project, User
from anju.organization.queries.staff import staff_of
from anju.rosters.commands.changes import change_day
from anju.rosters.commands.turns import arrange_turns
from anju.rosters.models import ChangeKind, ChangeReason, Shift, Turn
from anju.rosters.presets import load as load_presets
from anju.rosters.queries.lists import live_shifts
from anju.rosters.queries.plan import Stint, plan_of
from anju.rosters.windows import monday_of, on_or_after

LVYUAN = "lvyuan"
SUPERVISOR = "chen"
WORKDAYS = "一二三四五"

# department → shift → login → weekdays
WEEK: dict[str, dict[str, dict[str, str]]] = {
    "管理处": {"行政班": {"lin": WORKDAYS}},
    "客户服务部": {
        "早班": {"wang": "一二三", "he": "四五", "xu": "六", "zhou": "日"},
        "晚班": {"he": "一二三", "wang": "四五", "ouyang": "六", "xu": "日"},
        "行政班": {
            "chen": WORKDAYS,
            "sun": WORKDAYS,
            "zhou": "一二三四",
            "ouyang": "一二三四",
            "xu": "三四五",
        },
    },
    "工程部": {
        "日班": {"zhao": WORKDAYS, "ma": "六日"},
        "夜班": {"ma": "一二三", "tang": "四五六日"},
    },
    "安防部": {
        "日班": {"guo": WORKDAYS, "luo": "六日"},
        "夜班": {"luo": "一二三", "deng": "四五六日"},
    },
    "洁安保洁队": {"行政班": {"feng": "一二三四五六", "cao": "二三四五六日"}},
    "绿化部": {"行政班": {"peng": WORKDAYS}},
    "财务部": {"行政班": {"qian": WORKDAYS}},
}


def load(*, today: date, by: Actor, at: datetime) -> None:
    """Bring the week in; once there are any turns, nothing."""
    project = Project.objects.filter(code=LVYUAN).first()
    if project is None or Turn.objects.of(project).exists():
        return
    load_presets(project, by=by, at=at)
    people = {user.login: user for user in staff_of(project, on=today)}
    shifts = {(shift.department.name, shift.name): shift for shift in live_shifts(project)}
    monday = monday_of(today) - timedelta(days=28)
    for department, rows in WEEK.items():
        for name, takers in rows.items():
            if (department, name) in shifts:
                _fill(shifts[department, name], takers, people, monday, by=by)
    if SUPERVISOR in people:
        _one_rest(project, people, today, at)


def _fill(
    shift: Shift, takers: dict[str, str], people: dict[str, User], monday: date, *, by: Actor
) -> None:
    for weekday, word in enumerate("一二三四五六日"):
        users = [
            people[login] for login, days in takers.items() if word in days and login in people
        ]
        if users:
            day = on_or_after(monday, weekday)
            arrange_turns(shift=shift, day=day, add=users, by=by, at=shift.window(monday)[0])


def _one_rest(project: Project, people: dict[str, User], today: date, at: datetime) -> None:
    """Let whoever has the desk's early shift rest, on the first day a colleague is free."""
    desk = [people[login] for login in ("xu", "ouyang", "zhou", "wang", "he") if login in people]
    for day in (max(today, local_date(at)) + timedelta(days=count) for count in range(2, 9)):
        stints = plan_of(project, day, day).stints(day)
        busy = {stint.user.pk for stint in stints}
        free = [user for user in desk if user.pk not in busy]
        early = [stint for stint in stints if stint.shift.name == "早班"]
        if early and free:
            _rest(project, early[0], free[0], by=people[SUPERVISOR], at=at)
            return


def _rest(project: Project, stint: Stint, substitute: User, *, by: User, at: datetime) -> None:
    change_day(
        project=project,
        user=stint.user,
        day=stint.day,
        kind=ChangeKind.REST,
        shift=stint.shift,
        reason=ChangeReason.REST,
        note="上周日加班",
        substitute=substitute,
        by=Actor(id=by.pk, name=by.name),
        at=at,
    )
