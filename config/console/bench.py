"""`bin/anju bench`"""

import json
import logging
import os
import platform
import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import django

from runtime.frontend import build_frontend
from runtime.home import CHECKOUT, Home
from runtime.refusal import Refusal
from runtime.static import collect_static
from runtime.throwaway import throwaway
from runtime.version import VERSION

HELP = "Measure against the plainest ways; prints ratios, writes bench.json in the data folder."
NEEDS = "nothing"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("names", nargs="*", help="modules of bench/ (default: all)")
    parser.add_argument(
        "--size", choices=["town", "city"], default="city", help="of the data set, where it has one"
    )
    parser.add_argument("--json", action="store_true", help="print the JSON, too")


def run(args: Namespace) -> int:
    home = Home.of(os.environ)
    known = sorted(path.stem for path in (CHECKOUT / "bench").glob("[!_]*.py"))
    for name in args.names:
        if name not in known:
            raise Refusal(f"There is no bench {name!r}; there are: {', '.join(known)}.")
    with throwaway(home, "bench", durable=True) as (inner, environment):
        build_frontend(inner)
        collect_static(inner, environment)
        os.environ.clear()
        os.environ.update(environment, ANJU_BENCH_SIZE=args.size)
        django.setup()
        logging.disable(logging.INFO)  # a line per request would be measured, too
        migrate = import_module("runtime.migrating").migrate
        migrate()
        results = {name: _measure(name) for name in args.names or known}
    report: dict[str, Any] = {
        "anju": VERSION,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
        "results": results,
    }
    text = json.dumps(report, ensure_ascii=False, indent=2)
    (home.folder / "bench.json").write_text(text + "\n", encoding="utf-8")
    if args.json:
        print(text)
    return 0


def _measure(name: str) -> dict[str, Any]:
    print(f"— {name} …", file=sys.stderr, flush=True)
    result: dict[str, Any] = import_module(f"bench.{name}").run()
    for key, value in result.items():
        shown = f"{value:.3g}" if isinstance(value, float) else value
        print(f"{name}.{key} = {shown}", file=sys.stderr)
    return result
