"""The virtual environment, made from lock files that name nothing: quick, and without a network."""

import importlib.util
import subprocess
from pathlib import Path

import pytest

from runtime import environment
from runtime.environment import folder_of, python_of, remove_unused
from runtime.home import CHECKOUT, Home
from runtime.refusal import Refusal


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Home, Path]:
    """A data folder without an environment, and a folder with its lock files."""
    locks = tmp_path / "requirements"
    locks.mkdir()
    for name in ("run", "roster"):
        (locks / f"{name}.txt").write_text(f"# {name}\n")
    monkeypatch.setattr(environment, "REQUIREMENTS", locks)
    folder = tmp_path / "own"
    return Home(folder, folder), locks


def test_is_made_once_and_anew_where_it_is_half_made(empty: tuple[Home, Path]) -> None:
    home, locks = empty
    python = python_of(home)
    made = python.lstat().st_ctime_ns

    assert python_of(home, "roster").lstat().st_ctime_ns == made
    (locks / "roster.txt").write_text("no-such-package-of-anju\n")
    with pytest.raises(Refusal, match=r"Installing requirements/roster\.txt failed: "):
        python_of(home, "roster")
    (mark,) = python.parent.parent.glob("run-*.installed")
    mark.unlink()
    assert python_of(home).lstat().st_ctime_ns != made


def test_a_changed_lock_gets_one_of_its_own_and_the_old_one_goes_later(
    empty: tuple[Home, Path],
) -> None:
    home, locks = empty
    old = folder_of(home)
    old.mkdir(parents=True)

    (locks / "run.txt").write_text("# changed\n")
    new = folder_of(home)
    new.mkdir()
    remove_unused(home)

    assert (new.exists(), old.exists()) == (True, False)


def test_says_that_venv_is_missing(
    empty: tuple[Home, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = importlib.util.find_spec

    def without(name: str, package: str | None = None) -> object:
        return None if name == "ensurepip" else found(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", without)

    with pytest.raises(Refusal, match="apt-get install python3-venv"):
        python_of(empty[0])


def test_an_old_python_gets_a_sentence_or_a_newer_one(tmp_path: Path) -> None:
    """The entry must stay readable for Pythons that are too old to run anything else of ours."""
    text = (CHECKOUT / "bin" / "anju").read_text().replace("(3, 11)", "(99, 0)")
    entry = tmp_path / "anju"
    entry.write_text(text)
    newer = tmp_path / "bin" / "python3.13"
    newer.parent.mkdir()

    told = _run(entry, tmp_path / "bin")
    newer.write_text('#!/bin/sh\necho "newer: $2 $3"\n')
    newer.chmod(0o755)
    handed_over = _run(entry, tmp_path / "bin")

    assert told.returncode == 1
    assert told.stderr.startswith("Anju needs Python 3.11 or newer")
    assert handed_over.stdout == "newer: serve --now\n"


def _run(entry: Path, path: Path) -> subprocess.CompletedProcess[str]:
    import_free = {"PATH": str(path), "PYTHONUTF8": "1"}
    return subprocess.run(
        [environment.sys.executable, str(entry), "serve", "--now"],
        env=import_free,
        capture_output=True,
        text=True,
        check=False,
    )
