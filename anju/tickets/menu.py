"""Where the catalogue of the service desk stands in the navigation."""

from anju.tickets.permissions import TicketPermission
from anju.ui.navigation import MenuItem

READ = TicketPermission.READ_CATALOGUE

MENU = [
    MenuItem("工单", "事项分类", "list-check", "tickets:categories", READ, rank=70, go="m"),
    MenuItem("工单", "责任范围", "shield-lock", "tickets:remits", READ, rank=71),
    MenuItem("工单", "派单规则", "arrows-exchange", "tickets:dispatch", READ, rank=72),
    MenuItem("工单", "检查表", "clipboard-list", "tickets:checklists", READ, rank=73),
    MenuItem("工单", "消息模板", "send", "tickets:templates", READ, rank=74),
    MenuItem("工单", "价目表", "file-spreadsheet", "tickets:prices", READ, rank=75),
]
