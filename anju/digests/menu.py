"""Where the daily digests stand in the navigation."""

from anju.digests.permissions import DigestPermission
from anju.ui.navigation import MenuItem

MENU = [
    MenuItem(
        "服务", "日报", "clipboard-list", "digests:digests", DigestPermission.READ, rank=40, go="j"
    )
]
