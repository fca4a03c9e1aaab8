"""One message instead of several to the same household (C6.22e)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.contacts.commands.contacting import contact
from anju.contacts.models import Outreach
from anju.contacts.refusals import NotTogether
from anju.contacts.states import Channel, ContactReason, ContactState
from anju.contacts.verbs import ContactVerb as Verb
from anju.core.actors import Actor


@transaction.atomic
def combine(
    *,
    outreaches: Sequence[Outreach],
    text: str,
    is_confirmed: bool = False,
    by: Actor,
    at: datetime,
) -> Outreach:
    """Make one message of contacts that wait for the same household and channel.

    It goes to the person of the first; what it was made of is cancelled and points to it.

    :raises NotTogether: unless two or more wait, started by us, for one household and channel.
    :raises WordsRefused: if the text cannot leave.
    """
    ids = [each.pk for each in outreaches]
    found = Outreach.objects.filter(pk__in=ids)
    list(found.locked().values_list("pk"))  # first locked, then read: joins see what is now
    parts = list(found.loaded().order_by("pk"))
    if len(parts) < 2:
        raise NotTogether("至少要有两条才能合并。")
    if any(not may_combine(each) for each in parts):
        raise NotTogether("其中有一条已经发出或取消,请刷新页面再合并。")
    if len({household_and_channel(each) for each in parts}) > 1:
        raise NotTogether("只能合并同一户、同一渠道的联系。")
    first = parts[0]
    for each in parts:
        each.state, each.settled_at = ContactState.CANCELLED, at
        each.save(update_fields=["state", "settled_at"])
    made = contact(
        project=first.project,
        person=first.person,
        unit=first.unit,
        reason=ContactReason(first.reason),
        text=text,
        channel=Channel(first.channel),
        is_started_by_us=True,
        is_confirmed=is_confirmed,
        why=next((each.why for each in parts if each.why), ""),
        address=first.address,
        key=f"combined:{'+'.join(str(each.pk) for each in parts)}"[:120],
        by=by,
        at=at,
    )
    for each in parts:
        each.combined_into = made
        each.save(update_fields=["combined_into"])
        changes = {"combined_into": (None, str(made))}
        project_id = each.project_id
        record(Verb.COMBINED, subject=each, project_id=project_id, by=by, at=at, changes=changes)
    return made


def may_combine(outreach: Outreach) -> bool:
    """Tell whether a contact still waits and was started by us; leaves no event."""
    waits = outreach.is_waiting and outreach.outgoing_id is None
    return waits and outreach.is_counted


def household_and_channel(outreach: Outreach) -> tuple[int, int, str]:
    """Return what contacts must share to become one; leaves no event."""
    unit = outreach.unit_id or 0
    return unit, 0 if unit else outreach.person_id, outreach.channel
