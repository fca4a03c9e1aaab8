"""Which carrier takes a message; the one place that opens addresses and secrets."""

from django.conf import settings
from django.urls import reverse

from anju.messaging.carrying import Answer, Carrier, Outcome, Parcel
from anju.messaging.models import Outgoing, SmsProvider
from anju.messaging.seals import address_purpose, provider_purpose, unseal
from anju.messaging.states import Adapter, OutChannel
from anju.messaging.transport.mail import Mail
from anju.messaging.transport.robots import Robots
from anju.messaging.transport.signed_sms import SignedSms


def carrier_of(provider: SmsProvider) -> Carrier:
    """Return the carrier of a provider's short messages."""
    match Adapter(provider.adapter):
        case Adapter.SIGNED_HTTP:
            report = reverse("report:report", args=[provider.code])
            return SignedSms(
                url=provider.url,
                key_id=provider.key_id,
                secret=unseal(provider.secret_sealed, purpose=provider_purpose(provider.code)),
                signature=provider.signature,
                report_to=f"{settings.ANJU_REPORT_URL}{report}",
            )


def deliver(outgoing: Outgoing, *, may_be_sent: bool) -> Answer:
    """Make one attempt; where an earlier one may have succeeded, ask first and send only if not."""
    carrier = _carrier(outgoing)
    if may_be_sent:
        known = carrier.ask([outgoing.message_id])[outgoing.message_id]
        if known.outcome not in (Outcome.UNKNOWN, Outcome.AGAIN):
            return known
    return carrier.send(
        Parcel(
            message_id=outgoing.message_id,
            address=unseal(outgoing.address_sealed, purpose=address_purpose(outgoing.message_id)),
            text=outgoing.text,
            provider_code=outgoing.provider_code,
            values=outgoing.values,
        )
    )


def _carrier(outgoing: Outgoing) -> Carrier:
    match OutChannel(outgoing.channel):
        case OutChannel.MAIL:
            return Mail()
        case OutChannel.ROBOT:
            return Robots()
        case OutChannel.SMS:
            assert outgoing.provider is not None, "taking it in hand names the provider"
            return carrier_of(outgoing.provider)
