"""`bin/anju seed`"""

import json
import sys
from argparse import ArgumentParser, Namespace

from django.conf import settings
from django.utils import timezone

from anju.core.actors import COMMAND_LINE
from anju.core.periods import local_date
from config.founding import found
from config.seeding import SIZES, Seeded, seed
from runtime.refusal import Refusal

HELP = "Write a big data set for measuring: city (1,000,000 people) or town (a hundredth of it)."
NEEDS = "database"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("size", choices=list(SIZES), help="city: 100 projects; town: one")
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: Namespace) -> int:
    if settings.ANJU_IS_PRODUCTION:
        raise Refusal(
            "A data set for measuring has invented people; production gets none.",
            "测量用的数据都是虚构的,正式环境不能加载。",
        )
    now = timezone.now()
    found(by=COMMAND_LINE, at=now)
    last = Seeded(0, 0, 0, 0)
    for last in seed(args.size, today=local_date(now), by=COMMAND_LINE, at=now):
        if not args.json:
            print(f"\r{last.projects}/{SIZES[args.size]}", end="", file=sys.stderr, flush=True)
    if args.json:
        said = {name: getattr(last, name) for name in Seeded.__slots__}
        print(json.dumps(said, ensure_ascii=False))
        return 0
    print(
        f"\n{args.size}: {last.projects} projects, {last.units:,} units, {last.people:,} people, "
        f"{last.terms:,} search terms."
    )
    return 0
