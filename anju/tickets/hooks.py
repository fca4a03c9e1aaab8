"""What the service desk must ask the floors above it."""

from collections.abc import Sequence

from anju.core.hooks import Hook
from anju.tickets.models import WorkOrder


def _ready(order: WorkOrder) -> str:
    return ""


def _nothing_open(order: WorkOrder) -> Sequence[str]:
    return ()


before_start: Hook[[WorkOrder], str] = Hook(_ready)
"""`before_start(order)` → the sentence why work on site cannot begin yet, or nothing (C6.17.1)."""

still_open: Hook[[WorkOrder], Sequence[str]] = Hook(_nothing_open)
"""`still_open(order)` → what its checklist asks and nobody has ticked or given a reason for
(C6.17.2); an order is not finished with any of it open unless a reason is given."""
