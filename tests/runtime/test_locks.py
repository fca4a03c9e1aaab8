"""Lock files name packages and hashes, never where they come from."""

import json
import re
from pathlib import Path

import pytest

from runtime.environment import REQUIREMENTS
from runtime.home import CHECKOUT

LOCKS = sorted(REQUIREMENTS.glob("*.txt"))


def test_there_is_one_for_each_purpose() -> None:
    assert {path.stem for path in LOCKS} == {"run", "development", "roster", "node", "lock"}


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_a_requirement_lock_names_no_address_and_hashes_everything(path: Path) -> None:
    text = path.read_text()
    requirements = re.split(r"\n(?=\S)", text.strip())

    assert not re.search(r"://|^-|^\s*--(?!hash=)", text, re.MULTILINE)
    assert requirements
    for requirement in requirements:
        assert re.match(r"[a-z0-9-]+==\S+", requirement), requirement
        assert "--hash=sha256:" in requirement, requirement


def test_development_runs_on_the_very_versions_of_the_run_lock() -> None:
    run, development = (_versions(name) for name in ("run", "development"))

    assert run.items() <= development.items()


def test_the_package_lock_names_no_registry() -> None:
    lock = json.loads((CHECKOUT / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}

    assert packages
    for package in packages.values():
        assert "resolved" not in package
        assert package["integrity"].startswith("sha512-")


def _versions(name: str) -> dict[str, str]:
    text = (REQUIREMENTS / f"{name}.txt").read_text()
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", text, re.MULTILINE))
