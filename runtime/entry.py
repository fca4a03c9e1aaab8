"""From the system's Python into Anju's own environment. Standard library only."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from runtime.environment import environment_for, python_of
from runtime.home import Home, open_home
from runtime.refusal import Refusal, of_operating_system

# What these commands need beside requirements/run.txt.
EXTRAS = {
    "test": ("development",),
    "check": ("development",),
    "fmt": ("development",),
    "bench": ("development",),
    "lock": ("lock",),
}


def main(arguments: list[str]) -> int:
    """Replace this process by Anju's command line in its own environment.

    Returns only with the exit code of a refusal.
    """
    try:
        _hand_over(arguments)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except OSError as error:
        print(of_operating_system(error) or f"{error}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _hand_over(arguments: list[str]) -> NoReturn:
    home = Home.of(os.environ)
    open_home(home)
    python = python_of(home, *EXTRAS.get(arguments[0] if arguments else "", ()))
    command = [str(python), "-m", "runtime.cli", *arguments]
    os.execve(python, command, environment_for(home, python))
