"""Addresses and secrets at rest: sealed with the installation's key, bound to where they lie.

The one place of this app that reads the key: who wants to send need not hold it.
"""

from uuid import UUID

from django.conf import settings

from anju.core import sealing
from anju.core.masking import mask_name, mask_phone


def seal(plain: str, *, purpose: str) -> bytes:
    """Return what may be stored; nothing stays nothing."""
    return sealing.seal(plain, key=settings.ANJU_DATA_KEY, purpose=purpose) if plain else b""


def unseal(sealed: bytes | memoryview, *, purpose: str) -> str:
    """Return what was sealed, for the moment it is used.

    :raises SealBroken: if it was sealed with another key.
    """
    if not sealed:
        return ""
    return sealing.unseal(bytes(sealed), key=settings.ANJU_DATA_KEY, purpose=purpose)


def address_purpose(message_id: UUID) -> str:
    """Return what an outgoing message's address is bound to."""
    return f"messaging.outgoing:{message_id}"


def mail_purpose(user_id: int) -> str:
    """Return what somebody's mail address is bound to."""
    return f"messaging.mail:{user_id}"


def robot_purpose(user_id: int) -> str:
    """Return what somebody's robot address is bound to."""
    return f"messaging.robot:{user_id}"


def provider_purpose(code: str) -> str:
    """Return what a provider's secret is bound to."""
    return f"messaging.provider:{code}"


def mask_mail(address: str) -> str:
    """Return c***@example.com."""
    name, _, host = address.partition("@")
    return f"{mask_name(name)}@{host}" if host else mask_name(name)


def mask_robot(address: str) -> str:
    """Return scheme and host; what stands behind is a secret."""
    scheme, _, rest = address.partition("://")
    host = rest.split("/", 1)[0].rsplit("@", 1)[-1]
    is_web = scheme in ("http", "https", "json", "jsons")
    return f"{scheme}://{host}/…" if is_web else f"{scheme}://…"


def mask_address(channel: str, address: str) -> str:
    """Return an address as screens show it."""
    shown = {"SMS": mask_phone, "MAIL": mask_mail}.get(channel, mask_robot)
    return shown(address)[:80]
