"""Handing long work to a worker, in the transaction that asks for it."""

from procrastinate.contrib.django import app

from anju.core.actors import Actor
from anju.imports.models import Import

CHECK, APPLY = "imports.check", "imports.apply"
INLINE_ROWS = 3000
"""Up to so many rows the page itself does the work: a second or two."""


def is_long(kept: Import) -> bool:
    """Tell whether a worker does the work, while the page shows how far it is."""
    return kept.row_count > INLINE_ROWS


def hand_over(task: str, kept: Import, by: Actor) -> None:
    """Have a worker check or apply an import, in the name of whoever asked."""
    app.configure_task(task).defer(
        import_id=kept.pk,
        by_id=by.id,
        by_name=by.name,
        absent_id=by.absent_id,
        absent_name=by.absent_name,
    )
