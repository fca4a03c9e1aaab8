"""Where the door to a resident stands in the navigation."""

from anju.contacts.permissions import ContactPermission as May
from anju.ui.navigation import MenuItem

MENU = [
    MenuItem("服务", "联系业主", "send", "contacts:outreaches", May.READ, rank=32, go="k"),
    MenuItem("工单", "消息模板", "send", "contacts:texts", May.READ_TEXTS, rank=74),
    MenuItem("工单", "联系设置", "moon", "contacts:terms", May.READ_TEXTS, rank=75),
]
