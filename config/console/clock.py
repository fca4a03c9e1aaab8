"""`bin/anju clock due`: when a deadline is due, and why, from the shell.

With --stdin every line that is not empty gets one line of answer, in order: {"due",
"explanation"}, or {"error"} for a question that is refused. A refused question is an answer,
so the exit code is then still 0; it is 1 only if the questions could not be read to their end.
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

from anju.clocks.reckoning.calendars import Calendar
from anju.clocks.reckoning.deadlines import pause_until
from anju.clocks.reckoning.errors import QuestionRefused, ReckoningRefused
from anju.clocks.reckoning.explaining import Explanation, explain
from anju.clocks.reckoning.moments import read_moment, shortened, to_minute
from anju.clocks.reckoning.presets import PRESET_CODES, presets
from anju.clocks.reckoning.targets import Duration, Pause, Target, read_promise
from runtime.refusal import Refusal

HELP = "Reckon a deadline on a working calendar and say why it is there."
# The presets need neither Django nor a database; stored_calendar asks a process that has both.
NEEDS = "nothing"

FIELDS = ("calendar", "project", "start", "minutes", "pauses", "promise", "cutoff")
LONGEST_LINE = 1_000_000


def arguments(parser: ArgumentParser) -> None:
    due = parser.add_subparsers(dest="what", metavar="due", required=True).add_parser(
        "due", help="when something is due", allow_abbrev=False
    )
    due.add_argument("--calendar", help="office, desk, 24x7, or with --project a code of its own")
    due.add_argument("--project", default="", help="the project whose calendar it is")
    due.add_argument("--start", help="2026-11-20T17:00, in the calendar's zone")
    due.add_argument("--minutes", help="so many working minutes later")
    due.add_argument(
        "--pause",
        action="append",
        default=[],
        metavar="START/END",
        help="the case waited; a bare date as END is its first working minute (repeatable)",
    )
    due.add_argument("--promise", metavar="N@HH:MM", help="the N-th working day by HH:MM")
    due.add_argument("--cutoff", metavar="HH:MM", help="a receipt after it counts as next day's")
    due.add_argument("--json", action="store_true", help="with the explanation, as JSON")
    due.add_argument("--stdin", action="store_true", help="one question a line, as JSON")


def run(args: Namespace) -> int:
    if args.stdin:
        _refuse_beside_stdin(args)
        _answer_lines()
        return 0
    question: dict[str, Any] = {"pauses": args.pause}
    for key in ("calendar", "project", "start", "promise", "cutoff"):
        question[key] = getattr(args, key)
    question["minutes"] = None if args.minutes is None else _whole(args.minutes)
    found = answer(question)
    print(_as_json(found) if args.json else _written(found))
    return 0


def stored_calendar(code: str, project_code: str) -> Calendar:
    """Return a calendar that a project keeps in the database.

    The seam to anju.clocks: this process has no Django. Ask a subcommand with NEEDS =
    "database" by `runtime.serving.run_command(...)`, let it print `stored.calendar_to_dict`,
    and return `stored.calendar_from_dict(json.loads(printed))`; its refusal comes through.

    :raises ReckoningRefused: if the project or the calendar is not there.
    """
    raise QuestionRefused(
        f"暂不能读取项目“{shortened(project_code)}”的日历“{shortened(code)}”;"
        f"请去掉 --project,使用预设日历 {'、'.join(PRESET_CODES)}。"
    )


def answer(question: Mapping[str, Any]) -> Explanation:
    """Return the due time of one question, with its explanation.

    :raises ReckoningRefused: if it cannot be answered, saying what to write instead.
    """
    calendar = _calendar(_text(question, "calendar", needed=True), _text(question, "project"))
    start = read_moment(_text(question, "start", needed=True))
    target = _target(question)
    pauses = tuple(_pause(calendar, each) for each in question.get("pauses") or ())
    if pauses and not isinstance(target, Duration):
        raise QuestionRefused("承诺不能暂停,请去掉暂停,或改用 minutes。")
    return explain(calendar, target, start, pauses)


def _target(question: Mapping[str, Any]) -> Target:
    minutes, promise = question.get("minutes"), _text(question, "promise")
    cutoff = _text(question, "cutoff")
    if (minutes is None) == (not promise):
        raise QuestionRefused("请在 minutes(工作分钟数)和 promise(如 1@17:30)中填写且只填一项。")
    if promise:
        return read_promise(promise, cutoff=cutoff)
    if cutoff:
        raise QuestionRefused("cutoff(截止钟点)只用于承诺,请去掉,或改用 promise。")
    assert minutes is not None
    return Duration(minutes)


def _pause(calendar: Calendar, text: object) -> Pause:
    begin, slash, end = text.partition("/") if isinstance(text, str) else ("", "", "")
    if not slash:
        raise QuestionRefused(
            f"“{shortened(text)}”不是有效的暂停,请写成 2026-11-23T15:00/2026-11-24T09:30。"
        )
    first = read_moment(begin)
    until = _bare_date(end.strip()) or read_moment(end)
    to_minute(first, calendar.tz)  # refuses years that cannot be reckoned
    return Pause(first, pause_until(calendar, until, begin=first, entered=first))


def _bare_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-11-24") else None
    except ValueError:
        return None


def _calendar(code: str, project: str) -> Calendar:
    if project:
        found = _stored(code, project)
        if isinstance(found, Exception):
            raise found
        return found
    if code not in presets():
        raise QuestionRefused(
            f"没有预设日历“{shortened(code)}”;预设有 {'、'.join(PRESET_CODES)},"
            "项目自己的日历请同时给出 project。"
        )
    return presets()[code]


@cache
def _stored(code: str, project: str) -> Calendar | ReckoningRefused | Refusal:
    """Return the calendar or why there is none: ten thousand questions ask only once."""
    try:
        return stored_calendar(code, project)
    except (ReckoningRefused, Refusal) as refusal:
        return refusal


def _text(question: Mapping[str, Any], key: str, *, needed: bool = False) -> str:
    found = question.get(key)
    if (found is None or found == "") and not needed:
        return ""
    if not isinstance(found, str) or not found.strip():
        raise QuestionRefused(f"请填写 {key}(文字)。")
    return found.strip()


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise QuestionRefused(f"“{shortened(text)}”不是整数分钟,请重新填写。") from error


def _answer_lines() -> None:
    write: Callable[[bytes], int] = sys.stdout.buffer.write
    for line in sys.stdin.buffer:
        if line.strip():
            # A lone surrogate becomes \udXXX, which is JSON as well.
            write(_answer_line(line).encode("utf-8", "backslashreplace") + b"\n")
            sys.stdout.buffer.flush()


def _answer_line(line: bytes) -> str:
    try:
        return _as_json(answer(_question(line)))
    except (ReckoningRefused, Refusal) as refusal:
        return json.dumps({"error": str(refusal)}, ensure_ascii=False)


def _question(line: bytes) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise QuestionRefused("这一行太长,请检查。")
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise QuestionRefused("这一行不是有效的 JSON,请每行写一个 JSON 对象。") from error
    if not isinstance(found, dict):
        raise QuestionRefused('每行须是一个 JSON 对象,如 {"calendar": "office", …}。')
    unknown = [key for key in found if key not in FIELDS]
    if unknown:
        raise QuestionRefused(
            f"不认识的字段“{shortened(unknown[0])}”,可用的字段有 {'、'.join(FIELDS)}。"
        )
    if not isinstance(found.get("pauses") or [], list):
        raise QuestionRefused('pauses 应是列表,如 ["2026-11-23T15:00/2026-11-24T09:30"]。')
    return found


def _refuse_beside_stdin(args: Namespace) -> None:
    named = ("calendar", "start", "minutes", "promise", "cutoff")
    if args.project or args.pause or any(getattr(args, key) is not None for key in named):
        raise QuestionRefused("--stdin 从标准输入读取问题,请把其他参数写进每一行的 JSON。")


def _written(found: Explanation) -> str:
    return found.due_at.strftime("%Y-%m-%dT%H:%M")


def _as_json(found: Explanation) -> str:
    said = {"due": _written(found), "explanation": found.sentences}
    return json.dumps(said, ensure_ascii=False)
