"""`bin/anju worker`"""

import os
from argparse import ArgumentParser, Namespace

from runtime.home import Home
from runtime.serving import serve_part

HELP = "Run only the worker for jobs, for an installation over several machines."
NEEDS = "nothing"


def arguments(parser: ArgumentParser) -> None:
    parser.epilog = "Run bin/anju migrate once first; this command changes no tables."


def run(args: Namespace) -> int:
    return serve_part(Home.of(os.environ), "worker")
