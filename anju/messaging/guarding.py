"""Where we may be told to send: never into the house's own network (server-side forgery)."""

import ipaddress
import socket

from django.conf import settings

from anju.messaging.refusals import HostRefused


def refuse_inside(host: str) -> None:
    """Refuse a host that is, or leads to, an address of the own network.

    A trial may: its sandbox stands on the same machine. In production only hosts that the
    installation itself names (ANJU_PRIVATE_HOSTS) are excepted. Called when an address is saved
    and again before each use, since a name may come to mean something else.

    :raises HostRefused: with the reason.
    """
    if not settings.ANJU_IS_PRODUCTION or host in settings.ANJU_PRIVATE_HOSTS:
        return
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise HostRefused(f"找不到“{host}”这台服务器,请核对地址。") from error
    if not all(_is_public(str(address)) for address in found):
        raise HostRefused(
            f"“{host}”在内部网络,不能作为发送地址。确实需要时请管理员设置 ANJU_PRIVATE_HOSTS。"
        )


def _is_public(address: str) -> bool:
    given = ipaddress.ip_address(address.split("%", 1)[0])
    mapped = getattr(given, "ipv4_mapped", None)
    return bool((mapped or given).is_global and not (mapped or given).is_multicast)
