"""`bin/anju check`"""

import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace

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
    failed = []
    with throwaway(Home.of(os.environ), "test", durable=False) as (_, environment):
        for name in args.only or STEPS:
            print(f"— {name}", flush=True)
            if subprocess.run(STEPS[name], env=environment, cwd=CHECKOUT, check=False).returncode:
                failed.append(name)
    if failed:
        print(f"Not in order: {', '.join(failed)}. 检查未通过。", file=sys.stderr)
        return 1
    print("All checks passed. 检查通过。")
    return 0
