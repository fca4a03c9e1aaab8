"""What stands in files: templates without inline script or style, icons that exist, no hosts."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from tests.architecture.source import ANJU, CHECKOUT

INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|hx-on|hx-vals=.js:", re.I)
ICON = re.compile(r"""{%\s*icon\s+["']([a-z0-9-]+)|symbol=["']([a-z0-9-]+)""")
HOSTS = re.compile(
    r"[p]ypi\.o|[p]ythonhosted\.|[r]egistry\.npm|[n]pmjs\.(o|c)|[d]eb\.debian\.", re.I
)
MACHINE_PATHS = re.compile(r"(^|[^A-Za-z0-9_.])/(w[o]rk|f[a]rm|r[o]ot)/")


def templates() -> Iterator[Path]:
    yield from sorted(ANJU.rglob("templates/**/*.html"))


def test_templates_have_no_inline_script_or_style() -> None:
    assert [str(path) for path in templates() if INLINE.search(path.read_text())] == []


def test_inline_script_is_seen() -> None:
    for bad in ("<script>x()</script>", "<p style='a'>", "<a onclick='x()'>", "<p hx-on:click=x>"):
        assert INLINE.search(bad)
    assert not INLINE.search('<script src="/static/x.js" defer></script>')


def test_every_icon_is_in_the_sprite() -> None:
    listed = set((ANJU / "ui" / "icons.txt").read_text().split())
    used = {
        name
        for path in templates()
        for pair in ICON.findall(path.read_text())
        for name in pair
        if name
    }
    in_python = re.compile(r'(?:MenuItem|Section)\((?:\s*"[^"]*",){2}\s*"([a-z0-9-]+)"')
    for path in ANJU.rglob("*.py"):
        used |= set(in_python.findall(path.read_text()))

    assert used - listed == set()


def test_no_registry_host_or_machine_path_is_named() -> None:
    assert [str(path) for path in tracked() if HOSTS.search(text_of(path))] == []
    assert [str(path) for path in tracked() if MACHINE_PATHS.search(text_of(path))] == []


def test_a_host_is_seen() -> None:
    assert HOSTS.search("https://" + "pypi" + ".org/simple")
    assert MACHINE_PATHS.search("open('/" + "work/x')")


def test_every_app_says_what_it_is() -> None:
    missing = [
        folder.name
        for folder in sorted(ANJU.iterdir())
        if (folder / "apps.py").exists() and not (folder / "README.md").exists()
    ]

    assert missing == []


def test_the_glossary_knows_every_model() -> None:
    glossary = (CHECKOUT / "docs" / "glossary.md").read_text()
    unknown = [
        model.__name__
        for model in apps.get_models()
        if model.__module__.startswith("anju.") and f"`{model.__name__}`" not in glossary
    ]

    assert unknown == []


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [CHECKOUT / line for line in listed.stdout.splitlines() if line]


def text_of(path: Path) -> str:
    try:
        return path.read_text()
    except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
        return ""
