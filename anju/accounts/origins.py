"""Where a request comes from: its address, its device in words, and paths of our own."""

import re
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

# The first that matches counts: every browser also claims to be the ones before it.
MACHINES = (
    ("iPad", "iPad"),
    ("iPhone", "iPhone"),
    ("HarmonyOS|OpenHarmony", "鸿蒙设备"),
    ("Android.*Mobile", "安卓手机"),
    ("Android", "安卓平板"),
    ("Windows", "Windows 电脑"),
    ("Macintosh", "Mac 电脑"),
    ("Linux", "Linux 电脑"),
)
BROWSERS = (
    ("wxwork", "企业微信"),
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("Edg", "Edge"),
    ("QQBrowser", "QQ 浏览器"),
    ("UCBrowser", "UC 浏览器"),
    ("MiuiBrowser", "小米浏览器"),
    ("HuaweiBrowser", "华为浏览器"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS", "Chrome"),
    ("Safari", "Safari"),
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where somebody signs in from."""

    address: str
    agent: str


def origin_of(request: HttpRequest) -> Origin:
    """Return the address and the device in words: Windows 电脑 · Chrome."""
    agent = request.headers.get("User-Agent", "")
    words = [_first(MACHINES, agent) or "其他设备", _first(BROWSERS, agent)]
    return Origin(
        address=(request.META.get("REMOTE_ADDR") or "未知")[:60],
        agent=" · ".join(word for word in words if word),
    )


def network_of(address: str) -> str:
    """Return what tries are counted by: an address, or the /64 an IPv6 customer owns."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:60]
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Network((found, 64), strict=False))
    return str(found)


def own_path(text: str) -> str:
    """Return a path of ours as it stands, or "" for anything that could lead elsewhere."""
    is_path = text.startswith("/") and text.isprintable()
    is_own = is_path and url_has_allowed_host_and_scheme(text, allowed_hosts=None)
    return text if is_own else ""


def came_from(request: HttpRequest) -> str:
    """Return the path of the page whose form this is, or "" if it is not one of ours."""
    referrer = urlsplit(request.headers.get("Referer", ""))
    if referrer.netloc != request.get_host():
        return ""
    return own_path(referrer.path + (f"?{referrer.query}" if referrer.query else ""))


def _first(words: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((word for pattern, word in words if re.search(pattern, agent)), "")
