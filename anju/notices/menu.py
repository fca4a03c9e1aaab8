"""Where the notice board stands in the navigation."""

from anju.notices.permissions import NoticePermission
from anju.ui.navigation import MenuItem

MENU = [
    MenuItem(
        "公告",
        "公告栏",
        "speakerphone",
        "notices:board",
        NoticePermission.READ,
        rank=20,
        go="n",
        mobile=True,
    )
]
