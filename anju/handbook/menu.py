"""Where the handbook stands in the navigation."""

from anju.handbook.permissions import HandbookPermission as May
from anju.ui.navigation import MenuItem

MENU = [
    MenuItem("服务", "话术脚本", "message", "handbook:scripts", May.READ, rank=60, go="y"),
    MenuItem("工单", "手册条款", "book", "handbook:clauses", May.READ, rank=77),
    MenuItem("工单", "用语规则", "language", "handbook:rules", May.READ, rank=78),
]
