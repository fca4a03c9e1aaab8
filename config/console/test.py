"""`bin/anju test`"""

import os
import re
import subprocess
import sys
from argparse import ArgumentParser, Namespace

from runtime.browsers import find_chromium
from runtime.frontend import AXE, build_frontend, packages_of
from runtime.home import CHECKOUT, Home
from runtime.refusal import Refusal
from runtime.static import collect_static
from runtime.throwaway import throwaway

HELP = "Run the tests, browser journeys included; further words go to pytest."
NEEDS = "nothing"
PASSES_ON = True

PYTEST = [sys.executable, "-m", "pytest"]


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "bin/anju test [--fast] [--require-browser] [pytest's own arguments]"
    parser.add_argument("--fast", action="store_true", help="leave the browser journeys out")
    parser.add_argument(
        "--require-browser", action="store_true", help="fail if there is no Chromium"
    )


def run(args: Namespace) -> int:
    home = Home.of(os.environ)
    chromium = None if args.fast else find_chromium(os.environ)
    if args.require_browser and not args.fast and chromium is None:
        raise Refusal(
            "The journeys need Chromium, and there is none. On Debian: apt-get install chromium "
            "fonts-noto-cjk; or name one with ANJU_CHROMIUM=….",
            "未找到 Chromium,无法运行浏览器测试。",
        )
    build_frontend(home, development=True)
    with throwaway(home, "test", durable=False) as (inner, environment):
        build_frontend(inner, development=True)
        collect_static(inner, environment)
        environment["ANJU_AXE"] = str(packages_of(home) / AXE)
        environment["ANJU_CHROMIUM"] = chromium or ""
        words = ["-n", "2", "--dist", "loadgroup", *args.rest]
        if chromium is None:
            words += ["-m", "not journey"]
        left_out = "" if chromium or args.fast else _left_out(environment)
        print(left_out, end="", flush=True)
        done = subprocess.run([*PYTEST, *words], env=environment, cwd=CHECKOUT, check=False)
        # Said again, on the other stream, so that pytest's line stays the last one of its own.
        print(left_out, end="", file=sys.stderr, flush=True)
    return done.returncode


def _left_out(environment: dict[str, str]) -> str:
    """Return the loud line about the journeys that no browser runs."""
    asked = subprocess.run(
        [*PYTEST, "--collect-only", "-q", "-m", "journey"],
        env=environment,
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"(\d+)(?:/\d+)? tests? collected", asked.stdout)
    count = found.group(1) if found else "0"
    return (
        f"!!! {count} BROWSER JOURNEYS NOT RUN: no Chromium on this machine "
        "(apt-get install chromium fonts-noto-cjk). 未找到 Chromium,浏览器测试未运行。\n"
    )
