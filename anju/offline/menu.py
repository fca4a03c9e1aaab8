"""Where entries made without a network stand in the navigation."""

from anju.offline.permissions import OfflinePermission
from anju.ui.navigation import MenuItem

MENU = [MenuItem("工单", "补录", "cloud-off", "offline:entries", OfflinePermission.SETTLE, rank=48)]
