"""Where work on site stands in the navigation."""

from anju.fieldwork.permissions import FieldPermission
from anju.tickets.permissions import DeskPermission
from anju.ui.navigation import MenuItem

MENU = [
    MenuItem(
        "服务",
        "我的派工",
        "tool",
        "fieldwork:my_orders",
        DeskPermission.WORK,
        rank=25,
        go="o",
        mobile=True,
    ),
    MenuItem("服务", "上门记录", "list-check", "fieldwork:visits", FieldPermission.READ, rank=37),
]
