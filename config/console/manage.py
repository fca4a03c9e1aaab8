"""`bin/anju manage`"""

from argparse import ArgumentParser, Namespace

from django.core.management import execute_from_command_line

HELP = "Run a management command of Django, for maintainers."
NEEDS = "connection"
PASSES_ON = True


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "bin/anju manage …   (everything after manage is passed on)"


def run(args: Namespace) -> int:
    execute_from_command_line(["bin/anju manage", *args.rest])
    return 0
