"""A deadline asked for in words or JSON: which calendar, from when, how long or promised how."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from anju.clocks.reckoning.calendars import Calendar
from anju.clocks.reckoning.deadlines import due, pause_until
from anju.clocks.reckoning.errors import QuestionRefused
from anju.clocks.reckoning.explaining import explain
from anju.clocks.reckoning.moments import read_moment, shortened
from anju.clocks.reckoning.targets import Duration, Pause, Promise, read_promise

_KNOWN = {"calendar", "project", "start", "minutes", "promise", "cutoff", "pauses"}
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Question:
    """One deadline to reckon. A pause is (from, until); until may be a bare date (rule 5)."""

    calendar: str
    project: str
    start: datetime
    target: Duration | Promise
    pauses: tuple[tuple[datetime, datetime | date], ...] = ()

    def answer(self, calendar: Calendar) -> dict[str, Any]:
        """Return `due` (local ISO minutes) and `explanation` (Chinese sentences).

        :raises ReckoningRefused: with a sentence, if there is no such due time.
        """
        found = explain(calendar, self.target, self.start, self.placed(calendar))
        return {"due": _written(found.due_at), "explanation": found.sentences}

    def due(self, calendar: Calendar) -> str:
        """Return the due time as local ISO minutes.

        :raises ReckoningRefused: as `answer` does.
        """
        return _written(due(calendar, self.target, self.start, self.placed(calendar)))

    def placed(self, calendar: Calendar) -> tuple[Pause, ...]:
        """Return the pauses with bare dates turned into the first working minute (rule 5).

        :raises QuestionRefused: if until ≤ from.
        """
        return tuple(
            Pause(begin, pause_until(calendar, until, begin=begin, entered=begin))
            for begin, until in self.pauses
        )


def read_question(said: Mapping[str, Any]) -> Question:
    """Return the question of a JSON object such as the shell takes a line at a time.

    :raises QuestionRefused: for what is missing, unknown, doubled or of the wrong shape.
    """
    unknown = sorted(set(said) - _KNOWN)
    if unknown:
        raise QuestionRefused(f"不认识的字段:{'、'.join(map(shortened, unknown))}。")
    pauses = said.get("pauses") or []
    if not isinstance(pauses, list):
        raise QuestionRefused('pauses 须是列表,每项写成 "开始/结束"。')
    return Question(
        calendar=_text(said, "calendar"),
        project=_text(said, "project") if said.get("project") else "",
        start=read_moment(_text(said, "start")),
        target=_target(said),
        pauses=read_pauses(pauses),
    )


def read_pauses(texts: Sequence[object]) -> tuple[tuple[datetime, datetime | date], ...]:
    """Return pauses written `2026-11-23T15:00/2026-11-24T09:30`; the end may be a bare date.

    :raises QuestionRefused: if one is none.
    """
    return tuple(_pause(text) for text in texts)


def _pause(text: object) -> tuple[datetime, datetime | date]:
    begin, slash, end = str(text).partition("/")
    if not isinstance(text, str) or not slash:
        raise QuestionRefused(
            f"“{shortened(text)}”不是有效的暂停,"
            "请写成 2026-11-23T15:00/2026-11-24T09:30(开始/结束)。"
        )
    if _DATE.fullmatch(end.strip()):
        try:
            return read_moment(begin), date.fromisoformat(end.strip())
        except ValueError as error:
            raise QuestionRefused(f"“{shortened(end)}”不是有效的日期,请检查。") from error
    return read_moment(begin), read_moment(end)


def _target(said: Mapping[str, Any]) -> Duration | Promise:
    minutes, promise = said.get("minutes"), said.get("promise")
    if (minutes is None) == (promise is None):
        raise QuestionRefused("请给出 minutes(工作分钟)或 promise(承诺)其中一个,不能都给或都不给。")
    if promise is None:
        if said.get("cutoff") is not None:
            raise QuestionRefused("cutoff(当天截止)只用于承诺。")
        if type(minutes) is not int:
            raise QuestionRefused("时限至少 1 分钟,且须为整数分钟,请重新填写。")
        return Duration(minutes)
    if said.get("pauses"):
        raise QuestionRefused("承诺不能暂停(暂停只影响时限),请去掉暂停。")
    cutoff = "" if said.get("cutoff") is None else _text(said, "cutoff")
    return read_promise(_text(said, "promise"), cutoff=cutoff)


def _text(said: Mapping[str, Any], key: str) -> str:
    value = said.get(key)
    # Neither a database nor a terminal takes NUL or half a surrogate pair.
    if not isinstance(value, str) or not value.strip().isprintable() or not value.strip():
        raise QuestionRefused(f"缺少 {key},或写法不对(须为文字)。")
    return value.strip()


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}"
