"""Looking at a caller's whole number, and handing numbers out: always with a trace."""

from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.telephony.models import Call, CallBack
from anju.telephony.verbs import TelephonyVerb as Verb


class ReasonMissing(DomainError):
    """Who looks at a whole number says why (PIPL 51)."""


@transaction.atomic
def reveal_number(*, of: Call | CallBack, reason: str, by: Actor, at: datetime) -> str:
    """Return the whole number and keep in the trail who asked for it and why.

    :raises ReasonMissing: without a reason.
    """
    if not reason.strip():
        raise ReasonMissing("请写明为什么要看完整号码,例如“回电”。")
    record(Verb.REVEALED, subject=of, project_id=of.project_id, by=by, at=at, reason=reason.strip())
    return of.number
