"""`bin/anju fmt`"""

import subprocess
import sys
from argparse import ArgumentParser, Namespace

from runtime.home import CHECKOUT

HELP = "Format the code and mend what the linter can mend."
NEEDS = "nothing"

STEPS = (["format"], ["check", "--fix", "--quiet"], ["format", "--quiet"])


def arguments(parser: ArgumentParser) -> None:
    parser.epilog = "What remains is said by bin/anju check."


def run(args: Namespace) -> int:
    ruff = [sys.executable, "-m", "ruff"]
    codes = [subprocess.run([*ruff, *step], cwd=CHECKOUT, check=False).returncode for step in STEPS]
    return max(codes)
