"""`bin/anju run`"""

import os
from argparse import ArgumentParser, Namespace

from runtime.home import Home
from runtime.serving import may_demonstrate, serve

HELP = "Serve with the demonstration project (not on your own DATABASE_URL) and print its logins."
NEEDS = "nothing"


def arguments(parser: ArgumentParser) -> None:
    parser.epilog = "PORT, ANJU_HOST, ANJU_HOME and DATABASE_URL are listed in docs/operations.md."


def run(args: Namespace) -> int:
    return serve(Home.of(os.environ), demonstration=may_demonstrate(os.environ))
