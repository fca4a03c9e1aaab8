"""What a subcommand needs before it runs: a database that answers, Django, a schema of today."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from runtime.database import database, use_database
from runtime.home import Home
from runtime.refusal import Refusal
from runtime.secrets import variables


@contextmanager
def prepared(home: Home, needs: str, *, only_help: bool = False) -> Iterator[None]:
    """Give what a subcommand's NEEDS names, and take it away afterwards.

    :param only_help: help must come at once, so no database is started for it.
    :raises Refusal: if the database does not answer, or a given one is not up to date.
    """
    with ExitStack() as stack:
        if needs in ("connection", "database") and not only_help:
            use_database(home, stack.enter_context(database(home)))
        if needs != "nothing":
            _set_up_django(home, stack)
        if needs == "database" and not only_help:
            _bring_up_to_date()
        yield


def _set_up_django(home: Home, stack: ExitStack) -> None:
    os.environ.update(variables(home, os.environ))
    # Commands that need no Django must start without it.
    import django  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    django.setup()

    def let_go() -> None:
        # Pools have threads of their own, which complain when the server goes first.
        for connection in connections.all(initialized_only=True):
            connection.close()
            close_pool = getattr(connection, "close_pool", None)
            if close_pool:
                close_pool()

    stack.callback(let_go)


def _bring_up_to_date() -> None:
    from runtime.migrating import migrate, pending  # noqa: PLC0415  # needs django.setup()

    if not pending():
        return
    if os.environ.get("ANJU_DATABASE") == "given":
        raise Refusal(
            "The database is not up to date with this Anju. Run bin/anju migrate first.",
            "数据库尚未升级,请先运行 bin/anju migrate。",
        )
    print("Bringing the database up to date …", file=sys.stderr)
    migrate()
