"""Who presses buttons of links: counted by network, kept as a keyed hash."""

from hashlib import blake2b
from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings

from anju.opinions.commands.pressing import count_press
from anju.organization.doors import LinkRequest
from anju.ui.sentences import TooMany


def refuse_too_often(request: LinkRequest) -> None:
    """Refuse a press of a network that has pressed too often within ten minutes.

    :raises TooMany: saying when to come back.
    """
    if not count_press(network=_hashed(request.META.get("REMOTE_ADDR") or ""), at=request.at):
        raise TooMany("这个网络上提交得太频繁,没有保存。请过十分钟再试,或打客服电话。")


def _hashed(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        network = address[:60]
    else:
        is_six = isinstance(found, IPv6Address)
        network = str(IPv6Network((found, 64), strict=False)) if is_six else str(found)
    key = settings.SECRET_KEY.encode()[:64]
    return blake2b(network.encode(), key=key, digest_size=24).hexdigest()
