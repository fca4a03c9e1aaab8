"""Where the residents stand in the navigation."""

from anju.residents.permissions import ResidentPermission as May
from anju.ui.navigation import MenuItem

MENU = [
    MenuItem("小区", "住户", "users", "residents:people", May.READ, rank=30, go="r"),
    MenuItem(
        "小区",
        "个人信息请求",
        "shield-lock",
        "residents:requests",
        May.ANSWER_REQUESTS,
        rank=60,
    ),
]
