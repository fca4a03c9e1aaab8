"""Turns: who takes a shift on which weekday, from a day on."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.core.periods import WEEKDAYS, covers, local_date
from anju.organization.models import Department, Membership, Project, User
from anju.rosters.models import DayChange, Shift, Turn
from anju.rosters.queries.lists import Move, moves_between
from anju.rosters.refusals import (
    ShiftRetired,
    lock_posts,
    refuse_clash,
    refuse_outside,
    refuse_past,
    spoken_day,
)
from anju.rosters.verbs import RosterVerb as Verb


class NothingToCopy(DomainError):
    """Both weeks have the same pattern."""


@transaction.atomic
def arrange_turns(
    *,
    shift: Shift,
    day: date,
    add: Collection[User] = (),
    remove: Collection[User] = (),
    by: Actor,
    at: datetime,
) -> Shift:
    """Put people into a shift on a day's weekday, or take them out, from that day on every week.

    Who is in already, or out already, is left as they are; what colleagues arranged of others in
    between stays.

    :raises DayOver: if the day lies in the past.
    :raises NotInDepartment: if somebody added holds no post in the department on that day.
    :raises TurnsOverlap: if somebody added has another duty in an overlapping time.
    :raises ShiftRetired: if somebody is added to a retired shift.
    """
    refuse_past(day, at)
    shift = Shift.objects.select_related("department", "project").locked().get(pk=shift.pk)
    before = _names(shift, day)
    _apply([Move(shift, day, list(add), list(remove))])
    record(
        Verb.ARRANGED,
        subject=shift,
        project_id=shift.project_id,
        by=by,
        at=at,
        changes={
            "weekday": (None, f"每周{WEEKDAYS[day.weekday()]}"),
            "since": (None, spoken_day(day)),
            "people": (before or "无人", _names(shift, day) or "无人"),
        },
    )
    return shift


@transaction.atomic
def copy_week(
    *, department: Department, source: date, target: date, by: Actor, at: datetime
) -> list[Move]:
    """Make a department's pattern from the `target` week on what it was in the `source` week.

    Both are any day of their week; weekdays that are over begin a week later.

    :raises NothingToCopy: if nothing would change.
    :raises TurnsOverlap: if somebody has another duty in an overlapping time.
    """
    project = department.project
    list(Shift.objects.of(project).filter(department=department).locked())
    moves = moves_between(project, department, source=source, target=target, at=at)
    if not moves:
        raise NothingToCopy("两周的排班相同,没有要改的。")
    _apply(moves)
    record(
        Verb.COPIED,
        subject=department,
        project_id=project.pk,
        by=by,
        at=at,
        changes={
            "since": (None, spoken_day(min(move.day for move in moves))),
            "source": (None, f"{spoken_day(source)}那一周"),
            "added": (None, sum(len(move.added) for move in moves)),
            "removed": (None, sum(len(move.removed) for move in moves)),
        },
    )
    return moves


@transaction.atomic
def end_turns_without_post(*, project: Project, by: Actor, at: datetime) -> int:
    """End the turns of people who hold no post in the department any more; returns how many.

    They did not count since the post ended; now they cannot come to life again with a new post.
    Safe to repeat.
    """
    today = local_date(at)
    posts = list(Membership.objects.of(project).order_by("pk"))
    ended: dict[int, list[Turn]] = {}
    for turn in Turn.objects.of(project).not_over(today).locked().select_related("shift", "user"):
        mine = [
            post
            for post in posts
            if (post.user_id, post.department_id) == (turn.user_id, turn.shift.department_id)
        ]
        ends = [post.ends_on for post in mine]
        if None in ends or any(end > today for end in ends if end):
            continue
        turn.ends_on = max([turn.starts_on, *(end for end in ends if end)])
        turn.save(update_fields=["ends_on"])
        ended.setdefault(turn.user_id, []).append(turn)
    for turns in ended.values():
        record(
            Verb.TURNS_ENDED,
            subject=turns[0].user,
            project_id=project.pk,
            by=by,
            at=at,
            changes={"count": (None, len(turns))},
        )
    return sum(len(turns) for turns in ended.values())


def _apply(moves: list[Move]) -> None:
    """Take out, then put in, whole or not at all."""
    project = moves[0].shift.project
    users = {user for move in moves for user in (*move.added, *move.removed)}
    posts = lock_posts(project, users)
    for move in moves:
        _remove(move)
    first = min(move.day for move in moves)
    turns = Turn.objects.of(project).filter(user__in=users).not_over(first)
    others = list(turns.select_related("shift__department"))
    changes = DayChange.objects.of(project).standing().filter(user__in=users, day__gte=first)
    known = list(changes.select_related("shift__department"))
    for move in moves:
        if move.added and move.shift.retired_at is not None:
            raise ShiftRetired(f"班次“{move.shift.name}”已经停用,请刷新页面后使用现在的班次。")
        refuse_outside(posts, move.added, move.shift, move.day)
        for turn in _new_turns(move, others):
            refuse_clash(turn, others, known)
            turn.save()
            others.append(turn)


def _remove(move: Move) -> None:
    there = Turn.objects.filter(shift=move.shift, user__in=move.removed).on(move.day)
    for turn in there.locked():
        turn.ends_on = move.day
        turn.save(update_fields=["ends_on"])


def _new_turns(move: Move, others: Iterable[Turn]) -> Iterable[Turn]:
    """Yield what is missing; a turn that was entered for later ends the new one."""
    for user in move.added:
        mine = [
            turn
            for turn in others
            if (turn.user_id, turn.shift_id) == (user.pk, move.shift.pk)
            and turn.weekday == move.day.weekday()
        ]
        if any(covers(turn.starts_on, turn.ends_on, move.day) for turn in mine):
            continue
        later = [turn.starts_on for turn in mine if turn.starts_on > move.day]
        yield Turn(
            project=move.shift.project,
            shift=move.shift,
            user=user,
            weekday=move.day.weekday(),
            starts_on=move.day,
            ends_on=min(later, default=None),
        )


def _names(shift: Shift, day: date) -> str:
    turns = Turn.objects.filter(shift=shift).on(day).select_related("user")
    return "、".join(turn.user.name for turn in turns.order_by("user__name_key", "pk"))
