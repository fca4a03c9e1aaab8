"""`bin/anju setup`"""

import os
from argparse import ArgumentParser, Namespace

from runtime.environment import python_of
from runtime.frontend import build_frontend
from runtime.home import Home

HELP = "Make the environment, fetch the front-end packages; serve does it by itself."
NEEDS = "nothing"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--with",
        dest="extras",
        action="append",
        default=[],
        choices=["roster", "development"],
        help="also install an extra: the roster optimiser, the tools for tests and checks",
    )


def run(args: Namespace) -> int:
    home = Home.of(os.environ)
    python_of(home, *args.extras)
    build_frontend(home, development="development" in args.extras)
    print("Everything is in place. 准备完毕。")
    return 0
