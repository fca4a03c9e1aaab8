"""Which Anju this is."""

from __future__ import annotations

VERSION = "0.1.0"


def as_numbers(version: str) -> tuple[int, ...]:
    """Return a version so that later ones compare greater.

    :raises ValueError: if it is not numbers with dots between them.
    """
    return tuple(int(part) for part in version.strip().split("."))
