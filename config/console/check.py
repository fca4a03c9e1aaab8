"""`bin/anju check`"""

import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from contextlib import ExitStack

from runtime.home import CHECKOUT, Home
from runtime.throwaway import throwaway

HELP = "Check format, lint, types, import floors, migrations and templates."
NEEDS = "nothing"

# Programs of the environment, whose folder comes first in PATH.
STEPS = {
    "format": ["ruff", "format", "--check"],
    "lint": ["ruff", "check"],
    "types": ["mypy"],
    "floors": ["lint-imports", "--no-logo"],
    "migrations": ["django-admin", "makemigrations", "--check", "--dry-run"],
    "templates": ["djlint", "anju", "--lint", "--quiet"],
}


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--only", choices=sorted(STEPS), action="append", help="run this step (may be repeated)"
    )


def run(args: Namespace) -> int:
    failed = [name for name in args.only or STEPS if not _is_in_order(name)]
    if failed:
        print(f"Not in order: {', '.join(failed)}. 检查未通过。", file=sys.stderr)
        return 1
    print("All checks passed. 检查通过。")
    return 0


def _is_in_order(name: str) -> bool:
    print(f"— {name}", flush=True)
    with ExitStack() as stack:
        environment = dict(os.environ)
        if name == "migrations":
            # Django compares the files with a database's history, too; any will do.
            home = Home.of(os.environ)
            _, environment = stack.enter_context(throwaway(home, "test", durable=False))
        return (
            subprocess.run(STEPS[name], env=environment, cwd=CHECKOUT, check=False).returncode == 0
        )
