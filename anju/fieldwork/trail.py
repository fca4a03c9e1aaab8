"""The trail's way in for visits: reasons as they may be kept for ever (`tickets.trail`)."""

from collections.abc import Mapping
from datetime import datetime

from anju.audit import record as audit
from anju.audit.models import Event
from anju.core.actors import Actor
from anju.fieldwork.models import Visit
from anju.fieldwork.verbs import FieldVerb
from anju.tickets.trail import kept


def record(
    verb: FieldVerb,
    *,
    subject: Visit,
    by: Actor,
    at: datetime,
    changes: Mapping[str, tuple[object, object]] | None = None,
    reason: str = "",
) -> Event:
    """Append one event about a visit, without the names and numbers of who called."""
    order = subject.order

    def plain(value: object) -> object:
        return kept(value, order) if isinstance(value, str) else value

    return audit.record(
        verb,
        subject=subject,
        project_id=subject.project_id,
        by=by,
        at=at,
        changes={
            name: (plain(before), plain(after)) for name, (before, after) in (changes or {}).items()
        },
        reason=kept(reason, order),
    )
