"""Where deadlines stand in the navigation."""

from anju.clocks.permissions import ClocksOfficePermission, ClocksPermission
from anju.ui.navigation import MenuItem

MENU = [
    MenuItem("时限", "进行中的时限", "clock", "clocks:clocks", ClocksPermission.READ, go="c"),
    MenuItem("时限", "工作日历", "calendar", "clocks:calendars", ClocksPermission.READ, rank=51),
    MenuItem("时限", "时限规则", "list-check", "clocks:policies", ClocksPermission.READ, rank=52),
    MenuItem("时限", "时限设置", "settings", "clocks:settings", ClocksPermission.READ, rank=53),
    MenuItem(
        "总部",
        "放假安排",
        "calendar",
        "holidays:holidays",
        ClocksOfficePermission.LOAD_HOLIDAYS,
        rank=60,
        scope="office",
    ),
]
