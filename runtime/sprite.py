"""One SVG file with the icons in use, each a symbol that pages name."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

from runtime.refusal import Refusal

_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
# Tabler's icons begin with an invisible square that keeps their size in editors.
_SQUARE = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>')
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LINES = (
    'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
    'stroke-linecap="round" stroke-linejoin="round"'
)


def build_sprite(names_file: Path, icons: Path) -> str:
    """Return the sprite of the named icons; `#` begins a comment in the list.

    :raises Refusal: if a name is unknown, with the nearest ones there are.
    """
    symbols = [_symbol(name, icons, names_file) for name in read_names(names_file)]
    body = "\n".join(symbols)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n'


def read_names(names_file: Path) -> list[str]:
    """Return the names of a list, sorted and each once."""
    lines = names_file.read_text(encoding="utf-8").splitlines()
    return sorted({name for line in lines if (name := line.split("#")[0].strip())})


def _symbol(name: str, icons: Path, names_file: Path) -> str:
    path = icons / f"{name}.svg"
    if not (_NAME.fullmatch(name) and path.is_file()):
        known = [icon.stem for icon in icons.glob("*.svg")]
        near = difflib.get_close_matches(name, known, n=3)
        hint = f" Near it: {', '.join(near)}." if near else ""
        raise Refusal(
            f"{names_file.name} names the icon {name!r}, which Tabler does not have.{hint}",
            f"图标 {name} 不存在。",
        )
    found = _BODY.search(path.read_text(encoding="utf-8"))
    body = " ".join(_SQUARE.sub("", found.group(1) if found else "").split())
    return f'<symbol id="i-{name}" {_LINES}>{body}</symbol>'
