"""Home comes first."""

from anju.ui.navigation import MenuItem

MENU = [MenuItem("今日", "工作台", "home", "workbench:home", None, rank=1, go="h", mobile=True)]
