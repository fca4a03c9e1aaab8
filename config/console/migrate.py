"""`bin/anju migrate`"""

from argparse import ArgumentParser, Namespace

from django.utils import timezone

from anju.core.actors import COMMAND_LINE
from config.founding import refresh
from runtime.migrating import migrate

HELP = "Bring the database up to this version of Anju."
NEEDS = "connection"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing if all goes well")


def run(args: Namespace) -> int:
    count = migrate(verbosity=0 if args.quiet else 1)
    refresh(by=COMMAND_LINE, at=timezone.now())
    if not args.quiet:
        print(f"The database is up to date ({count} migrations applied). 数据库已是最新。")
    return 0
