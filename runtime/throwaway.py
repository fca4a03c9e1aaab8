"""Clusters beside the real one, for tests and measurements."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from runtime.home import Home, locked, open_home, try_lock
from runtime.placing import place_of
from runtime.postgres import embedded
from runtime.refusal import Refusal
from runtime.secrets import variables

# A developer's own settings must not reach the tests; these are chosen anew for them.
_OURS = ("DATABASE_URL", "PORT")
_KEPT = ("ANJU_DEBUG", "ANJU_PROGRAMS")


@contextmanager
def throwaway(home: Home, name: str, *, durable: bool) -> Iterator[tuple[Home, dict[str, str]]]:
    """Yield a data folder named `name` inside this one, and the environment to use it.

    Without `durable` its database is fast and may be lost in a crash; a lost one is made anew.
    Only one run at a time uses it: a second waits.

    :raises Refusal: if the cluster cannot be made.
    """
    inner = Home(home.folder / name, home.programs)
    open_home(inner)
    _wait_for_turn(inner)
    with locked(inner.run / "turn.lock"):
        if not durable:
            _remove_lost(inner)
        with embedded(inner, durable=durable) as server:
            yield inner, _environment(inner, server.url, os.environ)


def _wait_for_turn(inner: Home) -> None:
    free = try_lock(inner.run / "turn.lock")
    if free is None:
        print(f"Another run uses {inner.folder}; waiting for it …", file=sys.stderr)
    else:
        os.close(free)


def _remove_lost(inner: Home) -> None:
    """Delete a cluster that no longer starts: without fsync, a crash can leave it unreadable."""
    try:
        with embedded(inner, durable=False):
            return
    except Refusal:
        data = place_of(inner).folder / "data"
        if not data.exists():
            raise
        shutil.rmtree(data)


def _environment(inner: Home, url: str, environ: Mapping[str, str]) -> dict[str, str]:
    kept = {
        name: value
        for name, value in environ.items()
        if name in _KEPT or not (name in _OURS or name.startswith("ANJU_"))
    }
    kept |= {"ANJU_HOME": str(inner.folder), "ANJU_PROGRAMS": str(inner.programs)}
    return {**kept, **variables(inner, {}), "DATABASE_URL": url}
