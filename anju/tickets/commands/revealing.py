"""Looking at the whole number of a caller who is not in register: always with a trace."""

from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.tickets.models import Ticket
from anju.tickets.refusals import refuse_no_reason
from anju.tickets.verbs import DeskVerb as Verb


@transaction.atomic
def reveal_caller(*, ticket: Ticket, reason: str, by: Actor, at: datetime) -> str:
    """Return the whole number and keep in the trail who asked for it and why (PIPL 51).

    :raises ReasonMissing: without a reason.
    """
    reason = refuse_no_reason(reason, "查看完整电话")
    project_id = ticket.project_id
    record(Verb.PHONE_REVEALED, subject=ticket, project_id=project_id, by=by, at=at, reason=reason)
    return ticket.caller_phone
