"""The trail's way in for tickets: what is kept for ever names no resident (PIPL 47).

People type names and numbers into reasons, results and summaries. The trail and the clocks'
events cannot be emptied later, so they are taken out before.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import cast

from django.db import models

from anju.audit import record as audit
from anju.audit.models import Event
from anju.core.actors import Actor
from anju.core.masking import mask_phone
from anju.tickets.models import Ticket

OWNER = "业主"
# What the owner said, or was made of it, stands on the ticket and can be emptied there.
OWNERS_OWN = ("words", "wish", "summary", "task", "question")


class _ByNumber:
    """A ticket or its work as the trail names it: by number, since its line is the owner's words.

    Where the trail is read, `titles.py` shows the line as long as it is there.
    """

    def __init__(self, case: models.Model) -> None:
        self._meta, self.pk, self.case = case._meta, case.pk, case
        self.shown_in = getattr(case, "shown_in", ())

    def __str__(self) -> str:
        ticket = getattr(self.case, "ticket", None)
        number = getattr(self.case, "number", "") or getattr(ticket, "number", "")
        is_ours = isinstance(self.case, Ticket) or ticket is not None
        return str(number) if is_ours and number else str(self.case)


NUMBERS = re.compile(r"(?<!\d)(?:1\d{2}[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[ -]?\d{7,8})(?!\d)")


def record(
    verb: str,
    *,
    subject: models.Model,
    project_id: int | None,
    by: Actor,
    at: datetime,
    changes: Mapping[str, tuple[object, object]] | None = None,
    reason: str = "",
) -> Event:
    """Append one event as `audit.record` does, without the names and numbers of who called."""
    plain = {
        name: _lengths(before, after)
        if name in OWNERS_OWN
        else (_kept(before, subject), _kept(after, subject))
        for name, (before, after) in (changes or {}).items()
        if name not in OWNERS_OWN or before not in (None, after)
    }
    return audit.record(
        verb,
        subject=cast(models.Model, _ByNumber(subject)),
        project_id=project_id,
        by=by,
        at=at,
        changes=plain,
        reason=kept(reason, subject),
    )


def kept(text: str, case: models.Model) -> str:
    """Return a text about a ticket, or about its work or help, as it may be kept for ever.

    The names of who called become 业主; telephone numbers come masked.
    """
    if not text:
        return text
    plain = NUMBERS.sub(lambda found: mask_phone(re.sub(r"\D", "", found[0])), text)
    for name in sorted(_names(case), key=len, reverse=True):
        plain = plain.replace(name, OWNER)
    return plain


def _lengths(before: object, after: object) -> tuple[str, str]:
    """Return that a text of the owner's was changed, without the text."""
    return f"原文 {len(str(before or ''))} 字", f"改为 {len(str(after or ''))} 字"


def _kept(value: object, case: models.Model) -> object:
    if isinstance(value, models.Model):
        return str(_ByNumber(value))
    return kept(value, case) if isinstance(value, str) else value


def _names(case: models.Model) -> set[str]:
    ticket = case if isinstance(case, Ticket) else getattr(case, "ticket", None)
    if not isinstance(ticket, Ticket):
        return set()
    names = {ticket.caller_name}
    if ticket.person is not None:
        names |= {ticket.person.name, ticket.person.form_of_address}
    return {name for name in names if len(name) > 1}
