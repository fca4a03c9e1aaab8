"""Where the desk computers stand in the navigation."""

from anju.organization.permissions import OrganizationPermission
from anju.ui.navigation import MenuItem

MENU = [
    MenuItem(
        "项目",
        "前台电脑",
        "device-desktop",
        "desks:list",
        OrganizationPermission.MANAGE_DESKS,
        rank=60,
    )
]
