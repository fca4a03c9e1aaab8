"""`bin/anju demo`"""

import json
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from anju.core.actors import COMMAND_LINE
from anju.core.periods import SHANGHAI, local_date
from anju.organization.commands.leaving import end_demonstration
from anju.organization.demo import COMPANY, PASSWORD, logins
from config.founding import found
from config.wiring import modules
from runtime.refusal import Refusal

HELP = "Load the demonstration company and print its logins; --end takes all of them away."
NEEDS = "database"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--today", type=_day, help="the day it is told from (YYYY-MM-DD)")
    parser.add_argument("--end", action="store_true", help="close every demonstration login")
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: Namespace) -> int:
    now = timezone.now()
    if args.end:
        return _end(now, as_json=args.json)
    if settings.ANJU_IS_PRODUCTION:
        raise Refusal(
            "Demonstration logins have a published password; production gets none.",
            "演示账号的密码是公开的,正式环境不能加载演示数据。",
        )
    # One moment of the day for everything, so that the same --today tells the same story.
    at = datetime.combine(args.today, time(9), SHANGHAI) if args.today else now
    with transaction.atomic():
        found(name=COMPANY, short_name=COMPANY, by=COMMAND_LINE, at=at)
        for module in modules("demo"):
            module.load(today=local_date(at), by=COMMAND_LINE, at=at)
    rows = logins()
    if args.json:
        said = [{**row.as_json(), "password": PASSWORD} for row in rows]
        print(json.dumps({"logins": said}, ensure_ascii=False))
        return 0
    print(f"Demonstration logins 演示账号 (password 密码: {PASSWORD})")
    width = max((len(row.login) for row in rows), default=0)
    for row in rows:
        print(f"  {row.login:<{width}}  {row.name}  {row.place}")
    return 0


def _end(now: datetime, *, as_json: bool) -> int:
    closed = [user.login for user in end_demonstration(by=COMMAND_LINE, at=now)]
    if as_json:
        print(json.dumps({"closed": closed}, ensure_ascii=False))
        return 0
    print(f"{len(closed)} demonstration logins are closed. 演示账号已全部停用。")
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no date like 2026-11-23") from error
