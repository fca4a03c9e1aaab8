"""`bin/anju verify`"""

import json
from argparse import ArgumentParser, Namespace

from django.db import connection, transaction

from config.wiring import modules

HELP = "Check everything that must hold and the database cannot hold by itself."
NEEDS = "database"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--deep", action="store_true", help="also what takes long: files, history")
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: Namespace) -> int:
    broken = _broken(deep=args.deep)
    count = sum(len(sentences) for sentences in broken.values())
    if args.json:
        print(json.dumps({"broken": broken, "count": count}, ensure_ascii=False))
        return 1 if count else 0
    for app, sentences in broken.items():
        for sentence in sentences:
            print(f"{app}: {sentence}")
    if count:
        print(f"{count} things are not as they must be. 发现 {count} 处不一致,请联系维护人员。")
        return 1
    print(f"All in order ({len(broken)} apps). 一切正常。")
    return 0


def _broken(*, deep: bool) -> dict[str, list[str]]:
    """Return app → what is broken, all seen at one moment, without changing anything."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return {
            module.__name__.split(".")[1]: list(module.broken(deep=deep))
            for module in modules("invariants")
        }
