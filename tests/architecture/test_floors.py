"""An app looks down only, and only into the public rooms."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.source import CHECKOUT, Module, imports_of, modules, parse

PUBLIC_ROOMS = {"models", "commands", "queries", "permissions", "verbs"}
PUBLIC_WHOLE = {"core", "ui"}
ALSO_PUBLIC = {
    "telephony": {"hooks"},
    "audit": {"record", "timeline", "hooks"},
    "live": {"tickets"},
    "organization": {"doors", "access", "links", "hooks"},
    "archives": {"sending", "uploading"},
    "search": {"entries", "hooks", "indexing", "reading"},
    "estate": {"hooks"},
    "handbook": {"language", "states"},
    "residents": {"addressing", "hooks", "sight"},
    "contacts": {"contents", "language", "quiet", "states", "variables"},
    "offline": {"hooks", "steps", "taking"},
    "tickets": {"contents", "facts", "hooks", "matching", "refusals", "states", "trail"},
    "messaging": {"states"},
    "clocks": {"contents", "hooks", "kinds", "reckoning", "rungs", "states"},
}


def test_floors_and_inner_layers_hold() -> None:
    found = _lint(CHECKOUT / "pyproject.toml")

    assert found.returncode == 0, found.stdout


def test_a_broken_floor_is_seen(tmp_path: Path) -> None:
    upside_down = tmp_path / "upside_down.ini"
    upside_down.write_text(
        "[importlinter]\nroot_package = anju\n"
        "[importlinter:contract:upside_down]\nname = upside down\ntype = layers\n"
        "layers =\n    anju.audit\n    anju.organization\n"
    )

    found = _lint(upside_down)

    assert found.returncode == 1
    assert "anju.organization" in found.stdout


def test_other_apps_are_entered_by_their_public_rooms() -> None:
    assert [line for module in modules() for line in private_entries(module)] == []


def test_a_private_entry_is_seen() -> None:
    bad = parse("from anju.organization.forms.staff import PersonForm\n", app="notices")
    good = parse("from anju.organization.commands.staffing import add_user\n", app="notices")

    assert private_entries(bad) != []
    assert private_entries(good) == []


def private_entries(module: Module) -> list[str]:
    """Return the imports that enter another app by a room that is not public."""
    wrong = []
    for name, line in imports_of(module):
        parts = name.split(".")
        if parts[0] != "anju" or len(parts) < 3 or parts[1] == module.app:
            continue
        app, room = parts[1], parts[2]
        if app in PUBLIC_WHOLE or room in PUBLIC_ROOMS | ALSO_PUBLIC.get(app, set()):
            continue
        wrong.append(f"{module.path}:{line} enters {name}")
    return sorted(set(wrong))


def _lint(config: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    return subprocess.run(  # noqa: S603  our own interpreter, our own words
        [*command, "--config", str(config), "--no-cache"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
