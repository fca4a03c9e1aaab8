"""Where opinions stand in the navigation."""

from anju.opinions.permissions import OpinionPermission
from anju.ui.navigation import MenuItem

MENU = [
    MenuItem(
        "服务",
        "意见与回访",
        "id-badge-2",
        "opinions:follow_ups",
        OpinionPermission.READ,
        rank=40,
        go="i",
    )
]
