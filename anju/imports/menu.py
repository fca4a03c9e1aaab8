"""Where imports stand in the navigation."""

from anju.imports.permissions import ImportPermission
from anju.ui.navigation import MenuItem

MENU = [
    MenuItem("小区", "资料导入", "upload", "imports:imports", ImportPermission.READ, rank=80),
]
