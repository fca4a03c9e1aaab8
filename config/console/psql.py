"""`bin/anju psql`"""

import os
import shutil
import subprocess
from argparse import ArgumentParser, Namespace

from runtime.database import database
from runtime.home import Home
from runtime.programs import connection_variables, program

HELP = "Open PostgreSQL's own console on Anju's database."
NEEDS = "nothing"
PASSES_ON = True


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "bin/anju psql …   (everything after psql is passed on)"


def run(args: Namespace) -> int:
    with database(Home.of(os.environ)) as url:
        found = shutil.which("psql") or program("psql")
        environment = {**os.environ, **connection_variables(url)}
        return subprocess.run([found, *args.rest], env=environment, check=False).returncode
