"""Through the door to the owner of a ticket: what was said by call or visit is a contact too."""

from collections.abc import Mapping
from datetime import datetime

from anju.contacts.commands.contacting import contact
from anju.contacts.models import Outreach
from anju.contacts.states import Channel, ContactReason
from anju.core.actors import Actor
from anju.core.periods import SHANGHAI
from anju.organization.links import link_url
from anju.residents.models import PersonState
from anju.tickets.contents import Message
from anju.tickets.models import Ticket
from anju.tickets.states import ContactWay

SPOKEN = {ContactWay.CALL: Channel.PHONE, ContactWay.VISIT: Channel.VISIT}
GONE = (PersonState.MERGED, PersonState.ERASED)


def reach_owner(
    ticket: Ticket,
    *,
    way: ContactWay,
    words: str,
    outcome: str,
    message: Message | None,
    reason: ContactReason = ContactReason.ANSWER,
    by: Actor,
    at: datetime,
) -> Outreach | None:
    """Send or record what the owner of a ticket was told; None where nobody in register was.

    A message without `message` was written by hand elsewhere and is only noted on the ticket.

    :raises DomainError: what the door refuses: see `contacts.commands.contacting.contact`.
    """
    person = ticket.person.merged_into or ticket.person if ticket.person else None
    if person is None or (way == ContactWay.MESSAGE and message is None):
        return None
    if way in SPOKEN and person.state in GONE:
        return None
    is_written = way == ContactWay.MESSAGE and message is not None
    return contact(
        project=ticket.project,
        person=person,
        unit=ticket.unit,
        reason=reason,
        text=words,
        template=message.template if is_written and message else None,
        channel=message.channel if is_written and message else SPOKEN[way],
        subject=ticket,
        is_started_by_us=False,
        outcome="" if is_written else outcome.strip() or "已告知",
        not_before=message.not_before if message else None,
        is_confirmed=message.is_confirmed if message else False,
        by=by,
        at=at,
    )


def values_of(ticket: Ticket, *, promised: datetime | None = None) -> Mapping[str, str]:
    """Return what a ticket fills into the texts; what it does not know is left out."""
    known = {
        "事项": ticket.summary,
        "编号": ticket.number,
        "地点": ticket.where,
        "时间": spoken_due(promised) if promised else "",
        "部门": ticket.category.department.name
        if ticket.category is not None and ticket.category.department is not None
        else "客户服务部",
        "结果": ticket.answer,
        "进度链接": link_url("progress_links:progress", "progress", ticket.pk),
    }
    return {name: value for name, value in known.items() if value}


def spoken_due(moment: datetime) -> str:
    """Return a time as it is still right when it is read tomorrow: 11月24日 17:30 前."""
    return f"{spoken_at(moment)} 前"


def spoken_at(moment: datetime) -> str:
    """Return a moment by its date: 11月24日 17:30."""
    here = moment.astimezone(SHANGHAI)
    return f"{here.month}月{here.day}日 {here:%H:%M}"
