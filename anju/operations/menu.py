"""Where the signs of life stand in the navigation."""

from anju.organization.permissions import OfficePermission
from anju.ui.navigation import MenuItem

MENU = [
    MenuItem(
        "系统",
        "系统运行",
        "heartbeat",
        "operations:status",
        OfficePermission.READ_OPERATIONS,
        scope="office",
    )
]
