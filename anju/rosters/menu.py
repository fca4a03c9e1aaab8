"""Where the duty table stands in the navigation."""

from anju.rosters.permissions import RosterPermission
from anju.ui.navigation import MenuItem

MENU = [
    MenuItem(
        "人员",
        "排班",
        "calendar-check",
        "rosters:week",
        RosterPermission.READ,
        rank=40,
        go="w",
        mobile=True,
    )
]
