"""Where the estate stands in the navigation."""

from anju.estate.permissions import EstatePermission as May
from anju.ui.navigation import MenuItem

MENU = [
    MenuItem("小区", "房态图", "building-community", "estate:chart", May.READ, rank=10, go="f"),
    MenuItem("小区", "房屋", "home", "estate:units", May.READ, rank=11, go="u"),
    MenuItem("小区", "楼栋与设施", "building", "estate:buildings", May.READ, rank=30),
]
