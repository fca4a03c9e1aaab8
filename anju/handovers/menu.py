"""Where the hand-over stands in the navigation."""

from anju.handovers.permissions import HandoverPermission as May
from anju.ui.navigation import MenuItem

MENU = [
    MenuItem("服务", "交接班", "switch-horizontal", "handovers:desk", May.READ, rank=16, go="e"),
    MenuItem("服务", "借用物品", "archive", "handovers:lent", May.READ, rank=17),
]
