"""Where the front desk stands in the navigation."""

from anju.tickets.permissions import DeskPermission
from anju.ui.navigation import MenuItem

MENU = [
    MenuItem("服务", "前台", "phone-call", "frontdesk:desk", DeskPermission.TAKE, rank=10, go="d")
]
