"""Targets, conditions and stages in words. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anju.clocks.forms.words import VALUE_WORDS
from anju.clocks.hooks import kind_of
from anju.clocks.matching import said_condition
from anju.clocks.models import Clock
from anju.clocks.reckoning.moments import written_time
from anju.clocks.reckoning.stored import target_from_dict
from anju.clocks.reckoning.targets import Duration, Promise, Target, Unit
from anju.clocks.rungs import ACTS, DEPARTMENT, HOLDER, POST, Rung

NEAR = 120  # minutes within which a deadline is shown as near
BY_HAND = "到期时间由人工填写"
_QUOTED = re.compile(r"“([a-z_0-9-]+)”")


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


def said_minutes(minutes: int) -> str:
    """Return a length of time: 35 分钟, 2 小时, 2 小时 5 分钟, 2 天 1 小时."""
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    if days:
        return f"{days} 天 {hours} 小时" if hours else f"{days} 天"
    if not hours:
        return f"{left} 分钟"
    return f"{hours} 小时 {left} 分钟" if left else f"{hours} 小时"


def said_left(clock: Clock, now: datetime) -> tuple[str, str]:
    """Return how long an open deadline still has, or has been over, and a tone.

    In calendar time, as people count while they wait; an answer in the minute of due is in time.
    """
    minutes = int((clock.due_at - now.replace(second=0, microsecond=0)).total_seconds()) // 60
    if clock.is_broken and minutes >= 0:
        return "已逾期", "bad"
    if minutes < 0:
        broken = "已破诺,超 " if kind_of(clock.kind).is_promise else "已超 "
        return broken + said_minutes(-minutes), "bad"
    return f"还剩 {said_minutes(minutes)}", "warn" if minutes <= NEAR else "plain"


def said_conditions(conditions: Mapping[str, Any]) -> list[str]:
    """Return a policy's conditions in words; none means all other cases."""
    return [in_chinese(said_condition(name, wanted)) for name, wanted in conditions.items()]


def said_rung(rung: Rung, posts: Mapping[str, str]) -> SaidRung:
    """Return a stage in words.

    :param posts: the posts' names by code.
    """
    minutes, unit = rung.stage.minutes, rung.stage.unit
    counted = "(工作时间)" if unit is Unit.WORKING else ""
    if not minutes:
        when = "到期时"
    else:
        when = f"到期{'后' if minutes > 0 else '前'} {said_minutes(abs(minutes))}{counted}"
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
    """Return a sentence with the values of facts by their Chinese words."""
    return _QUOTED.sub(lambda found: f"“{VALUE_WORDS.get(found[1], found[1])}”", sentence)
