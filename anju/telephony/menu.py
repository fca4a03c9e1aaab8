"""Where the telephone stands in the navigation."""

from anju.telephony.permissions import TelephonyPermission as May
from anju.ui.navigation import MenuItem

MENU = [
    MenuItem("服务", "回电", "phone-outgoing", "telephony:backs", May.ANSWER, rank=12, go="v"),
    MenuItem("服务", "通话记录", "phone", "telephony:calls", May.READ, rank=14),
    MenuItem("项目", "拦截号码", "phone-off", "telephony:blocked", May.BLOCK, rank=80),
    MenuItem("项目", "电话线路", "phone-call", "telephony:line", May.MANAGE, rank=81),
    MenuItem("项目", "电话演练", "player-play", "telephony:simulator", May.SIMULATE, rank=82),
]
