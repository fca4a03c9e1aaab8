"""What the trail says of accounts."""

from django.db.models import TextChoices


class AccountVerb(TextChoices):
    """Events of signing in and of what protects it."""

    SIGNED_IN = "accounts.signed_in", "登录"
    SWITCHED = "accounts.switched", "用 PIN 快速换人"
    SIGNED_OUT = "accounts.signed_out", "退出登录"
    LOCKED = "accounts.locked", "连续输错,登录暂时锁定"
    SESSION_ENDED = "accounts.session_ended", "让一台设备退出"
    SESSIONS_ENDED = "accounts.sessions_ended", "让其他设备全部退出"
    PASSWORD_CHANGED = "accounts.password_changed", "修改密码"
    TOTP_SET = "accounts.totp_set", "开启动态口令"
    TOTP_RESET = "accounts.totp_reset", "重置同事的动态口令"
    TOTP_REMOVED = "accounts.totp_removed", "关闭动态口令"
    CODES_RENEWED = "accounts.codes_renewed", "更换恢复码"
    CODE_USED = "accounts.code_used", "使用一个恢复码"
    PIN_SET = "accounts.pin_set", "设置 PIN"
    PIN_REMOVED = "accounts.pin_removed", "停用 PIN"
    PIN_BLOCKED = "accounts.pin_blocked", "PIN 连续输错,已停用"
    DESK_REGISTERED = "accounts.desk_registered", "登记前台电脑"
    DESK_CHANGED = "accounts.desk_changed", "修改前台电脑"
    DESK_REVOKED = "accounts.desk_revoked", "停用前台电脑"
    APPEARANCE_CHANGED = "accounts.appearance_changed", "更改界面外观"
