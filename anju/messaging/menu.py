"""Where alerts and providers stand in the navigation."""

from anju.messaging.permissions import AlertPermission, MessagingOfficePermission
from anju.ui.navigation import MenuItem

MENU = [
    MenuItem("人员", "员工提醒", "bell", "alerts:alerts", AlertPermission.READ, rank=60),
    MenuItem(
        "系统",
        "短信服务商",
        "message",
        "providers:providers",
        MessagingOfficePermission.MANAGE_PROVIDERS,
        rank=70,
        scope="office",
    ),
]
