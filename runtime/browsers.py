"""Finding a browser for the journeys."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium(environ: Mapping[str, str]) -> str | None:
    """Return the path of a Chromium: ANJU_CHROMIUM's, else the machine's; None without one."""
    given = environ.get("ANJU_CHROMIUM")
    if given:
        return given if os.access(given, os.X_OK) else None
    return next((path for name in _NAMES if (path := shutil.which(name))), None)
