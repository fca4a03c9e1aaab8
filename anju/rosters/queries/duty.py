"""Who is on duty: what dispatch, escalation and the shell ask."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from anju.core.periods import local_date
from anju.organization.models import Department, Post, Project, User
from anju.organization.queries.staff import departments_of
from anju.rosters.queries.plan import OnDuty, Stint, plan_of
from anju.rosters.windows import DAY

AHEAD = 8  # days in which the next duty is looked for: a week, and the rest of today


@dataclass(frozen=True, slots=True)
class DutyNow:
    """One department at a moment.

    :param is_rostered: False where everybody in post counts, for want of a pattern.
    :param coming: who comes next, all of the same hour; empty if nobody within a week.
    """

    department: Department
    here: list[OnDuty]
    is_rostered: bool
    coming: list[Stint]

    @property
    def coming_at(self) -> datetime | None:
        return self.coming[0].starts_at if self.coming else None


@dataclass(frozen=True, slots=True)
class MyDuty:
    """One person's own duty: the one running, and those of the week that follows."""

    now: Stint | None
    coming: list[Stint]


def on_duty(project: Project, department: Department, at: datetime) -> list[User]:
    """Return who is on duty in a department, the absent replaced by their deputies.

    Without a pattern everybody in post is on duty. Nobody twice; by hour of the duty and name.
    """
    day = local_date(at)
    plan = plan_of(project, day - DAY, day, department=department)
    return _people(plan.here(at, lambda post: post.department_id == department.pk))


def on_duty_in_post(project: Project, post: Post, at: datetime) -> list[User]:
    """Return who of a post is on duty, each by the pattern of their own department."""
    day = local_date(at)
    plan = plan_of(project, day - DAY, day)
    return _people(plan.here(at, lambda held: held.post_id == post.pk))


def on_duty_for(project: Project, user: User, at: datetime) -> list[User]:
    """Return the person if on duty by a post of their own, or the deputy; else nobody."""
    day = local_date(at)
    plan = plan_of(project, day - DAY, day)
    return _people(plan.here(at, lambda held: held.user_id == user.pk))


def is_on_duty(project: Project, user: User, at: datetime) -> bool:
    """Tell whether somebody is on duty anywhere in the project, also as a deputy."""
    day = local_date(at)
    return any(each.user.pk == user.pk for each in plan_of(project, day - DAY, day).here(at))


def duty_now(project: Project, at: datetime) -> list[DutyNow]:
    """Return every department with people: who is on duty, until when, and who comes next."""
    day = local_date(at)
    plan = plan_of(project, day - DAY, day + timedelta(days=AHEAD))
    here = plan.here(at)
    return [
        DutyNow(
            department,
            [each for each in here if each.department_id == department.pk],
            plan.is_rostered(department.pk, day),
            plan.coming(department.pk, at, days=AHEAD),
        )
        for department in departments_of(project)
        if plan.in_post(department.pk, day)
    ]


def current_turn(project: Project, user: User, at: datetime) -> Stint | None:
    """Return somebody's own duty that is running now, else None; cheap enough for every page."""
    day = local_date(at)
    plan = plan_of(project, day - DAY, day, users=[user])
    running = [stint for on in (day - DAY, day) for stint in plan.stints(on) if stint.covers(at)]
    return running[0] if running else None


def my_duty(project: Project, user: User, at: datetime) -> MyDuty:
    """Return somebody's running duty and those that begin within a week."""
    day = local_date(at)
    plan = plan_of(project, day - DAY, day + timedelta(days=6), users=[user])
    days = [day + timedelta(days=count) for count in range(-1, 7)]
    stints = [stint for on in days for stint in plan.stints(on)]
    running = [stint for stint in stints if stint.covers(at)]
    coming = [stint for stint in stints if stint.starts_at > at]
    return MyDuty(running[0] if running else None, coming)


def _people(here: list[OnDuty]) -> list[User]:
    return list({each.user.pk: each.user for each in here}.values())
