"""`bin/anju clock due`"""

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import cache
from importlib import import_module
from typing import Any

from anju.clocks.reckoning.calendars import Calendar
from anju.clocks.reckoning.errors import QuestionRefused, ReckoningRefused
from anju.clocks.reckoning.moments import shortened
from anju.clocks.reckoning.presets import presets
from anju.clocks.reckoning.questions import Question, read_question
from runtime.home import Home
from runtime.preparing import prepared
from runtime.refusal import Refusal

HELP = "Reckon deadlines: when is so much working time over, when is a promise due, and why."
NEEDS = "nothing"  # the presets; a project's own calendar brings the database up by itself

NO_OBJECT = "这一行不是 JSON 对象,请每行写一个问题。"


def arguments(parser: ArgumentParser) -> None:
    due = parser.add_subparsers(dest="what", required=True).add_parser(
        "due",
        help="when something is due, and why",
        description="Prints when something is due as local ISO minutes, e.g. 2026-11-23T09:00.",
        allow_abbrev=False,
    )
    due.add_argument("--calendar", metavar="office|desk|24x7|CODE")
    due.add_argument("--project", metavar="CODE", help="whose calendar, unless it is a preset")
    due.add_argument("--start", metavar="2026-11-20T17:00")
    due.add_argument("--minutes", type=int, metavar="N", help="working minutes")
    due.add_argument(
        "--pause",
        action="append",
        metavar="START/END",
        help="a pause; a bare date ends it at that date's first working minute",
    )
    due.add_argument("--promise", metavar="N@HH:MM", help="the N-th working day by HH:MM")
    due.add_argument("--cutoff", metavar="HH:MM", help="received later counts as the next date")
    due.add_argument("--json", action="store_true", help='{"due", "explanation"}')
    due.add_argument(
        "--stdin",
        action="store_true",
        help='one JSON object a line; answers in the same order, an error as {"error"}; '
        "exits 0 once every line has its answer",
    )


def run(args: Namespace) -> int:
    with Shelf() as shelf:
        if args.stdin:
            for answer in _answers(sys.stdin, shelf):
                print(json.dumps(answer, ensure_ascii=False), flush=True)
            return 0
        question = read_question(_said(args))
        calendar = shelf.take(question)
        if args.json:
            print(json.dumps(question.answer(calendar), ensure_ascii=False))
        else:
            print(question.due(calendar))
    return 0


class Shelf:
    """The calendars asked for; the database is started for the first that is no preset."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._is_up = False
        self._stored = cache(self._read)

    def __enter__(self) -> "Shelf":
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def take(self, question: Question) -> Calendar:
        """Return the calendar of a question: the named project's own, else the preset.

        :raises QuestionRefused: if there is none of this code.
        """
        preset = presets().get(question.calendar)
        if preset is not None and not question.project:
            return preset
        if not question.project:
            raise QuestionRefused(
                f"没有名为“{shortened(question.calendar)}”的预置日历(有 office、desk、24x7)。"
                "项目自己的日历请加 --project 项目代码。"
            )
        found = self._stored(question.calendar, question.project)
        if found is None:
            raise QuestionRefused(
                f"项目“{shortened(question.project)}”没有代码为“{shortened(question.calendar)}”的日历。"
            )
        return found

    def _read(self, code: str, project: str) -> Calendar | None:
        if not self._is_up:
            self._open.enter_context(prepared(Home.of(os.environ), "database"))
            self._is_up = True
        # Models exist only now that Django is set up.
        queries = import_module("anju.clocks.queries.calendars")
        found: Calendar | None = queries.stored_calendar_across_projects(code, project)
        return found


def _answers(lines: Iterable[str], shelf: Shelf) -> Iterator[dict[str, Any]]:
    for line in lines:
        if not line.strip():
            continue
        try:
            question = read_question(_object(line))
            yield question.answer(shelf.take(question))
        except (ReckoningRefused, Refusal) as refusal:
            yield {"error": str(refusal)}


def _object(line: str) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as error:  # also numbers too long, brackets too deep
        raise QuestionRefused(NO_OBJECT) from error
    if not isinstance(said, dict):
        raise QuestionRefused(NO_OBJECT)
    return said


def _said(args: Namespace) -> dict[str, Any]:
    given = {
        "calendar": args.calendar,
        "project": args.project,
        "start": args.start,
        "minutes": args.minutes,
        "promise": args.promise,
        "cutoff": args.cutoff,
        "pauses": args.pause,
    }
    return {name: value for name, value in given.items() if value is not None}
