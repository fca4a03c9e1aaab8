"""`bin/anju lock`"""

import shutil
import subprocess
import sys
from argparse import ArgumentParser, Namespace

from runtime.environment import REQUIREMENTS
from runtime.home import CHECKOUT
from runtime.refusal import Refusal

HELP = "Write the lock files anew from requirements/*.in and package.json."
NEEDS = "nothing"

# The run file first: development and roster are constrained by it.
NAMES = ("run", "development", "roster", "node", "lock")
# Neither registries nor folders of this machine may enter a lock file.
FLAGS = ["--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header"]
FLAGS += ["--no-annotate", "--universal", "--python-version", "3.11", "--quiet"]


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions allowed")


def run(args: Namespace) -> int:
    upgrade = ["--upgrade"] if args.upgrade else []
    for name in NAMES:
        command = [sys.executable, "-m", "uv", "pip", "compile", *FLAGS, *upgrade]
        _run(name, [*command, f"{name}.in", "-o", f"{name}.txt"], REQUIREMENTS)
    npm = shutil.which("npm")
    if npm is None:
        print("package-lock.json was left as it is: npm is not on this machine.", file=sys.stderr)
        return 0
    command = [npm, "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"]
    _run("package-lock.json", command, CHECKOUT)
    return 0


def _run(name: str, command: list[str], folder: object) -> None:
    if subprocess.run(command, cwd=str(folder), check=False).returncode:
        raise Refusal(f"Locking {name} failed; the reason is above.", "锁定依赖失败。")
