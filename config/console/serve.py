"""`bin/anju serve`"""

import os
from argparse import ArgumentParser, Namespace

from runtime.home import Home
from runtime.serving import serve

HELP = "Start the database, the pages, the live hub and the worker; Ctrl-C stops them."
NEEDS = "nothing"


def arguments(parser: ArgumentParser) -> None:
    parser.epilog = "PORT, ANJU_HOST, ANJU_HOME and DATABASE_URL are listed in docs/operations.md."


def run(args: Namespace) -> int:
    return serve(Home.of(os.environ))
