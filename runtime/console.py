"""The subcommands: one module each in config/console, found by reading, imported when called."""

from __future__ import annotations

import argparse
import ast
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from runtime.home import CHECKOUT

FOLDER = CHECKOUT / "config" / "console"
# nothing: the command sees to itself. django: settings and models, no database running.
# connection: a database that answers. database: one that is migrated, too.
NEEDS = ("nothing", "django", "connection", "database")
# PASSES_ON = True: arguments that the module does not name come to `run` as `args.rest`.
_SAID = ("HELP", "NEEDS", "PASSES_ON")


@dataclass(frozen=True)
class Subcommand:
    """One module of config/console."""

    name: str
    help: str
    needs: str
    passes_on: bool

    def load(self) -> tuple[Callable[[argparse.ArgumentParser], None], _Run]:
        """Import the module; returns its `arguments` and `run`."""
        module = import_module(f"config.console.{self.name.replace('-', '_')}")
        return module.arguments, cast("_Run", module.run)


_Run = Callable[[argparse.Namespace], int]


def subcommands(folder: Path = FOLDER) -> dict[str, Subcommand]:
    """Return the subcommands by name, read without importing them: help must come at once.

    :raises ValueError: if a module lacks HELP or NEEDS, or names an unknown need.
    """
    found = (_read(path) for path in sorted(folder.glob("*.py")) if path.stem != "__init__")
    return {command.name: command for command in found}


def _read(path: Path) -> Subcommand:
    said: dict[str, object] = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        target: ast.expr | None = None
        if isinstance(node, ast.Assign):
            target = node.targets[0]
        elif isinstance(node, ast.AnnAssign):
            target = node.target
        if isinstance(target, ast.Name) and target.id in _SAID:
            assert isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
            said[target.id] = ast.literal_eval(node.value)
    text, needs = said.get("HELP"), said.get("NEEDS")
    if not isinstance(text, str) or needs not in NEEDS:
        raise ValueError(f"{path.name} must say HELP and NEEDS (one of {', '.join(NEEDS)}).")
    name = path.stem.replace("_", "-")
    return Subcommand(name, text, str(needs), bool(said.get("PASSES_ON")))
