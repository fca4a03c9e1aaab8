"""The command line inside Anju's environment: finds the subcommand, gives it what it needs."""

from __future__ import annotations

import argparse
import difflib
import os
import signal
import sys
from types import FrameType

from runtime.console import Subcommand, subcommands
from runtime.home import Home
from runtime.preparing import prepared
from runtime.refusal import Refusal, of_operating_system
from runtime.version import VERSION


def main(arguments: list[str]) -> int:
    """Run one subcommand; returns its exit code. A failure is one sentence on standard error."""
    signal.signal(signal.SIGTERM, _leave)
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if os.environ.get("ANJU_DEBUG") == "1":
            raise
        print(_sentence(error), file=sys.stderr)
        return 1


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(143)


def _run(arguments: list[str]) -> int:
    known = subcommands()
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(_overview(known))
        return 0 if arguments else 2
    name, rest = arguments[0], arguments[1:]
    if name == "--version":
        print(f"Anju {VERSION}")
        return 0
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f" Did you mean {near[0]}?" if near else " See bin/anju --help."
        raise Refusal(f"There is no command {name!r}.{hint}", f"没有 {name!r} 这个命令。")
    return _call(known[name], rest)


def _overview(known: dict[str, Subcommand]) -> str:
    width = max(len(name) for name in known)
    lines = [f"  {name:<{width}}  {command.help}" for name, command in known.items()]
    usage = "usage: bin/anju COMMAND …   (bin/anju COMMAND --help tells more)"
    return "\n".join([f"Anju {VERSION} 安居", "", usage, "", *lines])


def _call(command: Subcommand, rest: list[str]) -> int:
    home = Home.of(os.environ)
    asking = rest[:1] if command.passes_on else rest
    only_help = any(argument in ("-h", "--help") for argument in asking)
    with prepared(home, command.needs, only_help=only_help):
        arguments, run = command.load()
        parser = argparse.ArgumentParser(
            prog=f"bin/anju {command.name}",
            description=command.help,
            allow_abbrev=False,
            add_help=only_help or not command.passes_on,
        )
        arguments(parser)
        args, beyond = parser.parse_known_args(rest)
        args.rest = beyond
        if beyond and not command.passes_on:
            parser.error(f"unrecognized arguments: {' '.join(beyond)}")
        return run(args)


def _sentence(error: Exception) -> str:
    """Return what a person reads instead of a traceback."""
    if isinstance(error, Refusal):
        return str(error)
    # A domain's refusal, or a settings module's: written to be read.
    expected = ("DomainError", "EnvironmentRefused", "ImproperlyConfigured", "CommandError")
    if any(kind.__name__ in expected for kind in type(error).__mro__):
        return str(error)
    if isinstance(error, OSError):
        refusal = of_operating_system(error)
        if refusal is not None:
            return str(refusal)
    first = (str(error).strip().splitlines() or ["no reason given"])[0].rstrip(".")
    return (
        f"This went wrong and should not have: {type(error).__name__}: {first}. "
        "ANJU_DEBUG=1 shows where.\n程序出错,请设置 ANJU_DEBUG=1 查看详情。"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
