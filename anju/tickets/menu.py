"""Where the catalogue of the service desk stands in the navigation."""

from anju.tickets.permissions import DeskPermission, TicketPermission
from anju.ui.navigation import MenuItem

READ = TicketPermission.READ_CATALOGUE

MENU = [
    MenuItem(
        "服务",
        "看板",
        "layout-kanban",
        "tickets:board",
        DeskPermission.READ_ORDERS,
        rank=20,
        go="b",
        mobile=True,
    ),
    MenuItem("服务", "工单", "inbox", "tickets:tickets", DeskPermission.READ, rank=30, go="t"),
    MenuItem("服务", "多户事件", "users", "tickets:faults", DeskPermission.READ, rank=35),
    MenuItem("工单", "事项分类", "list-check", "tickets:categories", READ, rank=70, go="m"),
    MenuItem("工单", "责任范围", "shield-lock", "tickets:remits", READ, rank=71),
    MenuItem("工单", "派单规则", "arrows-exchange", "tickets:dispatch", READ, rank=72),
    MenuItem("工单", "检查表", "clipboard-list", "tickets:checklists", READ, rank=73),
    MenuItem("工单", "价目表", "file-spreadsheet", "tickets:prices", READ, rank=75),
    MenuItem("工单", "派工设置", "users-group", "tickets:crews", READ, rank=76),
]
