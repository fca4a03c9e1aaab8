"""`bin/anju preflight`"""

from argparse import ArgumentParser, Namespace

from anju.accounts.production import UnsafeProduction, refuse_unsafe_production
from runtime.refusal import Refusal

HELP = "Check that this installation may serve real people; production starts only if so."
NEEDS = "connection"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing if all is well")


def run(args: Namespace) -> int:
    try:
        refuse_unsafe_production()
    except UnsafeProduction as unsafe:
        raise Refusal(str(unsafe)) from unsafe
    if not args.quiet:
        print("Nothing keeps this installation from serving. 可以启动。")
    return 0
