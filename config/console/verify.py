"""`bin/anju verify`"""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from django.db import connection, transaction

from config.wiring import modules
from runtime.refusal import Refusal

HELP = "Check everything that must hold and the database cannot hold by itself."
NEEDS = "database"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("apps", nargs="*", metavar="APP", help="only these apps (default: all)")
    parser.add_argument("--deep", action="store_true", help="also what takes long: files, history")
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: Namespace) -> int:
    broken = _broken(args.apps, deep=args.deep)
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


def _broken(apps: Sequence[str], *, deep: bool) -> dict[str, list[str]]:
    """Return app → what is broken, all seen at one moment, without changing anything.

    :raises Refusal: for an app that has nothing to check.
    """
    known = {module.__name__.split(".")[1]: module for module in modules("invariants")}
    for app in apps:
        if app not in known:
            raise Refusal(
                f"There is nothing to check in {app!r}; there are: {', '.join(known)}.",
                f"“{app}”没有可核对的内容,可选:{'、'.join(known)}。",
            )
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return {app: list(known[app].broken(deep=deep)) for app in apps or known}
