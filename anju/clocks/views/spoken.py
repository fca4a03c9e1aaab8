"""Targets, conditions, stages and what is left of a deadline, in words. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anju.clocks.forms.words import VALUE_WORDS
from anju.clocks.hooks import kind_of
from anju.clocks.matching import said_condition
from anju.clocks.models import Clock
from anju.clocks.reckoning.calendars import Calendar
from anju.clocks.reckoning.durations import elapsed
from anju.clocks.reckoning.moments import written_time
from anju.clocks.reckoning.stored import target_from_dict
from anju.clocks.reckoning.targets import Duration, Promise, Target
from anju.clocks.rungs import ACTS, DEPARTMENT, HOLDER, POST, Rung
from anju.clocks.states import Verdict
from anju.clocks.words import said_minutes, said_stage, said_working_minutes

NEAR = 120  # minutes within which a deadline is shown as near
FAR = 14 * 24 * 60  # minutes beyond which its working time is not counted
BY_HAND = "到期时间由人工填写"
_QUOTED = re.compile(r"“([a-z_0-9-]+)”")
_CODE = re.compile(r"(?<=”)\([a-z0-9-]+\)")  # as in 日历“前台时间”(desk), which shells need


@dataclass(frozen=True, slots=True)
class Mark:
    """A state in words, with the tone of its badge."""

    text: str
    tone: str


CLOSED = {Verdict.KEPT: Mark("按时", "good"), Verdict.BROKEN: Mark("逾期", "bad")}
CANCELLED = Mark("已取消", "plain")


@dataclass(frozen=True, slots=True)
class SaidRung:
    """A stage in words."""

    when: str
    whom: str
    acts: str

    def __str__(self) -> str:
        return f"{self.when} → {self.whom}" + (f",{self.acts}" if self.acts else "")


def said_stored_target(target: Mapping[str, Any]) -> str:
    """Return a policy's stored target in words."""
    return BY_HAND if target.get("by_hand") else said_target(target_from_dict(target))


def said_target(target: Target) -> str:
    """Return a target in words: 30 个工作分钟, 次日 17:30 前."""
    if isinstance(target, Duration):
        hours, left = divmod(target.minutes, 60)
        if hours and not left:
            return f"{hours} 个工作小时"
        return f"{target.minutes} 个工作分钟"
    if isinstance(target, Promise):
        day = "次日(下一个工作日)" if target.day == 1 else f"第 {target.day} 个工作日 "
        said = f"{day}{written_time(target.at)} 前"
        if target.cutoff is None:
            return said
        return f"{said},{written_time(target.cutoff)} 以后收到的顺延一天"
    return BY_HAND


def said_left(clock: Clock, now: datetime) -> Mark:
    """Return how long an open deadline still has, or has been over.

    In calendar time, as people count while they wait; an answer in the minute of due is in time.
    """
    minutes = _minutes_left(clock, now)
    if clock.is_broken and minutes >= 0:
        return Mark("已逾期", "bad")
    if minutes < 0:
        over = f"超时 {said_minutes(-minutes)}"
        return Mark(f"已破诺,{over}" if kind_of(clock.kind).is_promise else f"已{over}", "bad")
    return Mark(f"还剩 {said_minutes(minutes)}", "warn" if minutes <= NEAR else "plain")


def said_working(clock: Clock, now: datetime, calendar: Calendar) -> str:
    """Return the working time between now and due, either way: 其中工作时间 30 分钟.

    Empty for a deadline that has stopped, for one so far away that nobody counts its minutes, and
    where every minute is one of work.

    :param calendar: the version that the deadline is reckoned by.
    """
    minutes = abs(_minutes_left(clock, now))
    if not clock.is_open or clock.is_beyond or minutes > FAR:
        return ""
    begin, end = sorted((now.replace(second=0, microsecond=0), clock.due_at))
    working = elapsed(calendar, begin, end)
    return "" if working == minutes else f"其中工作时间 {said_working_minutes(working)}"


def marks_of(clock: Clock, now: datetime) -> list[Mark]:
    """Return everything that one should see of a deadline at a glance, the most urgent first."""
    marks = [_standing(clock, now)]
    if clock.verdict == Verdict.KEPT and clock.is_offline:
        marks.append(Mark("补录", "plain"))
    if clock.asks_renewal and clock.is_open:
        marks.append(Mark("日历变动,请改约", "warn"))
    if clock.is_hand_set:
        marks.append(Mark("手工设定", "info"))
    if clock.is_beyond:
        marks.append(Mark("超出 400 天,请检查", "bad"))
    return marks


def is_paused(clock: Clock, now: datetime) -> bool:
    """Tell whether a deadline rests now; one that is over or broken does not rest any more."""
    rests = clock.paused_until is not None and clock.paused_until > now
    return rests and clock.is_open and not clock.is_broken and _minutes_left(clock, now) >= 0


def _standing(clock: Clock, now: datetime) -> Mark:
    if not clock.is_open:
        return CLOSED.get(Verdict(clock.verdict), CANCELLED)
    return Mark("暂停中", "info") if is_paused(clock, now) else said_left(clock, now)


def _minutes_left(clock: Clock, now: datetime) -> int:
    left = clock.due_at - now.replace(second=0, microsecond=0)
    return int(left.total_seconds()) // 60


def said_conditions(conditions: Mapping[str, Any]) -> list[str]:
    """Return a policy's conditions in words; none means all other cases."""
    return [in_chinese(said_condition(name, wanted)) for name, wanted in conditions.items()]


def said_rung(rung: Rung, posts: Mapping[str, str]) -> SaidRung:
    """Return a stage in words.

    :param posts: the posts' names by code.
    """
    when = said_stage(rung.stage)
    return SaidRung(when, said_whom(rung.tell, posts), "、".join(ACTS[act] for act in rung.acts))


def said_whom(tell: str, posts: Mapping[str, str]) -> str:
    """Return whom a stage tells, in words."""
    if tell == HOLDER:
        return "承办人"
    if tell.startswith(POST):
        code = tell.removeprefix(POST)
        return posts.get(code, code)
    return f"{tell.removeprefix(DEPARTMENT)}当班人员"


def in_chinese(sentence: str) -> str:
    """Return a sentence with facts' values by their Chinese words, a calendar by its name alone."""
    sentence = _CODE.sub("", sentence)
    return _QUOTED.sub(lambda found: f"“{VALUE_WORDS.get(found[1], found[1])}”", sentence)
