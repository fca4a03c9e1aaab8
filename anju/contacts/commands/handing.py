"""Handing a ready message over to the outbox, and taking back what has not left."""

from datetime import datetime

from anju.contacts.models import Outreach
from anju.contacts.states import BY_TRANSPORT, Channel, ContactState
from anju.core.actors import Actor
from anju.messaging.commands.sending import send_out
from anju.messaging.states import OutChannel

_OUT = {Channel.SMS: OutChannel.SMS, Channel.MAIL: OutChannel.MAIL}


def hand_over(outreach: Outreach, *, by: Actor, at: datetime) -> None:
    """Put a ready short message or mail into the outbox, once; what a person does stays ready.

    It leaves no event: the transport's own follow in the trail.
    """
    channel = Channel(outreach.channel)
    if outreach.state != ContactState.READY or channel not in BY_TRANSPORT:
        return
    template = outreach.template
    outgoing = send_out(
        project=outreach.project,
        channel=_OUT[channel],
        address=outreach.address,
        text=outreach.text,
        provider_code=template.provider_code if template is not None else "",
        values=outreach.values,
        key=f"outreach:{outreach.pk}",
        subject=outreach,
        by=by,
        at=at,
    )
    outreach.outgoing_id = outgoing.pk
    outreach.save(update_fields=["outgoing_id"])
