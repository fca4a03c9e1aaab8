"""What signing in leaves behind: tries and locks, sessions, second factors, desk computers."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

from anju.core.periods import SHANGHAI
from anju.organization.models import Project, User

FULL_SESSION = timedelta(hours=12)
PIN_SESSION = timedelta(hours=4)
PIN_IDLE = timedelta(minutes=30)


class DeskDeviceQuerySet(models.QuerySet["DeskDevice"]):
    """Words for sets of desk computers."""

    def of(self, project: Project) -> "DeskDeviceQuerySet":
        return self.filter(project=project)

    def live(self) -> "DeskDeviceQuerySet":
        return self.filter(revoked_at=None)

    def locked(self) -> "DeskDeviceQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")


class DeskDevice(models.Model):
    """A computer that several people share at a desk; its browser holds the token.

    Quick switching by PIN works from `opens_at` to `closes_at` (Shanghai time, over midnight if
    the desk closes earlier than it opens; equal times mean the whole day).
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="desks")
    name = models.CharField("名称", max_length=30)
    token_hash = models.BinaryField(unique=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    opens_at = models.TimeField("开始使用")
    closes_at = models.TimeField("停止使用")

    objects = DeskDeviceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project", "name", condition=Q(revoked_at=None), name="desk_name_once_per_project"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_open(self, at: datetime) -> bool:
        """Tell whether quick switching works on this desk at a moment."""
        time = at.astimezone(SHANGHAI).time()
        if self.opens_at == self.closes_at:
            return True
        if self.opens_at < self.closes_at:
            return self.opens_at <= time < self.closes_at
        return time >= self.opens_at or time < self.closes_at

    @property
    def hours(self) -> str:
        """The desk's hours as screens show them."""
        if self.opens_at == self.closes_at:
            return "全天"
        return f"{self.opens_at:%H:%M}–{self.closes_at:%H:%M}"


class AttemptKind(models.TextChoices):
    PASSWORD = "PASSWORD", "密码"
    TOTP = "TOTP", "动态口令"
    PIN = "PIN", "PIN"


class SignInAttempt(models.Model):
    """One try at a secret. It counts as failed from the moment it begins until it has succeeded,
    so that tries at the same time cannot outrun the counting.

    `login` is lower-cased; what is nobody's login is kept only as a blind index, since people
    type passwords into that field.
    """

    login = models.CharField(max_length=80)
    address = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=AttemptKind.choices)
    succeeded = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["login", "at"], name="attempt_of_login"),
            models.Index(fields=["address", "at"], name="attempt_of_address"),
            models.Index(fields=["at"], name="attempt_at"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=AttemptKind.values), name="attempt_kind_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.login} {self.at:%Y-%m-%d %H:%M}"


class Lockout(models.Model):
    """What one login, or one address, may still try; its row is locked while a try is counted."""

    key = models.CharField(max_length=90, unique=True)
    counts_from = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)
    locked_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(locked_at=None, locked_until=None) | Q(locked_until__gt=F("locked_at")),
                name="lockout_has_both_ends",
            )
        ]

    def __str__(self) -> str:
        kind, _, value = self.key.partition(":")
        if kind == "address":
            return f"来自 {value} 的登录"
        return "未登记的登录名" if value.startswith("?") else f"登录名 {value}"


class SessionKind(models.TextChoices):
    FULL = "FULL", "密码登录"
    PIN = "PIN", "PIN 换人"


class SessionEnd(models.TextChoices):
    """Why a session is over; the label is the sentence for whoever still sits in front of it."""

    SIGNED_OUT = "SIGNED_OUT", "您已退出登录。"
    SWITCHED = "SWITCHED", "这台电脑已换人使用,请重新登录。"
    ENDED = "ENDED", "这台设备已被您(或主管)退出登录,请重新登录。"
    PASSWORD = "PASSWORD", "密码已修改,请用新密码重新登录。"
    LEFT = "LEFT", "您的账号已停用。如有疑问,请联系客户服务主管。"
    EXPIRED = "EXPIRED", "登录已满时限,请重新登录。"
    IDLE = "IDLE", "超过 30 分钟没有操作,快速换人的登录已结束,请重新登录。"
    CLOSED = "CLOSED", "已过这台前台电脑的使用时间,请用密码登录。"
    REVOKED = "REVOKED", "这台电脑已不再是登记的前台电脑,请用密码登录。"


# A PIN vouches only for somebody whose sign-in on the desk was not called back since.
CALLED_BACK = (SessionEnd.ENDED, SessionEnd.PASSWORD, SessionEnd.LEFT)


class StaffSessionQuerySet(models.QuerySet["StaffSession"]):
    """Words for sets of sessions."""

    def live(self, at: datetime) -> "StaffSessionQuerySet":
        """Those that were not ended and have time left."""
        busy = Q(kind=SessionKind.FULL) | Q(last_seen_at__gt=at - PIN_IDLE)
        return self.filter(busy, ended_at=None, expires_at__gt=at)

    def vouching(self, at: datetime) -> "StaffSessionQuerySet":
        """Full sign-ins on a desk that still let their person come back by PIN."""
        return self.filter(
            kind=SessionKind.FULL, desk__isnull=False, started_at__gt=at - FULL_SESSION
        ).exclude(end__in=CALLED_BACK)

    def locked(self) -> "StaffSessionQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")


class StaffSession(models.Model):
    """One sign-in on one device, from its beginning to its end; the gate asks it every time.

    `lacks_totp` answers for up to a minute (from `checked_at`) whether a role asks for a second
    factor that is missing: working that out anew costs more than all else the gate does.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="sessions")
    kind = models.CharField(max_length=10, choices=SessionKind.choices)
    agent = models.CharField(max_length=60)
    address = models.CharField(max_length=60)
    desk = models.ForeignKey(DeskDevice, models.PROTECT, null=True, related_name="sessions")
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    checked_at = models.DateTimeField()
    lacks_totp = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    end = models.CharField(max_length=12, choices=SessionEnd.choices, blank=True)

    objects = StaffSessionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["user", "-started_at"], name="session_of_user"),
            models.Index(
                fields=["desk", "-started_at"],
                condition=Q(desk__isnull=False),
                name="session_on_desk",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=SessionKind.FULL) | Q(kind=SessionKind.PIN, desk__isnull=False),
                name="session_by_pin_on_a_desk",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("started_at"))
                & Q(expires_at__lte=F("started_at") + FULL_SESSION),
                name="session_twelve_hours_at_most",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, end="")
                | (Q(ended_at__isnull=False) & Q(end__in=SessionEnd.values)),
                name="session_end_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.agent

    @property
    def is_full(self) -> bool:
        """Whether the person gave the password (and the code), not only a PIN."""
        return self.kind == SessionKind.FULL

    def over(self, at: datetime) -> SessionEnd | None:
        """Return why the session is over at a moment, or None while it goes on."""
        if self.end:
            return SessionEnd(self.end)
        if at >= self.expires_at:
            return SessionEnd.EXPIRED
        if self.is_full or self.desk is None:
            return None
        if self.desk.revoked_at is not None:
            return SessionEnd.REVOKED
        if not self.desk.is_open(at):
            return SessionEnd.CLOSED
        return SessionEnd.IDLE if at >= self.last_seen_at + PIN_IDLE else None


class Totp(models.Model):
    """The second factor of a person: the secret sealed, the last used step against replay."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="totp")
    sealed = models.BinaryField()
    confirmed_at = models.DateTimeField()
    last_step = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.user.name}的动态口令"


class RecoveryCode(models.Model):
    """One of ten ways in without the telephone; only its keyed digest is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    digest = models.BinaryField()
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("user", "digest", name="recovery_code_once")]

    def __str__(self) -> str:
        return f"{self.user.name}的恢复码"


class Pin(models.Model):
    """Six digits for switching quickly on a desk computer; off after five wrong tries."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="pin")
    hashed = models.CharField(max_length=200)
    set_at = models.DateTimeField()
    wrong_count = models.PositiveSmallIntegerField(default=0)
    off_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(wrong_count__lte=5), name="pin_five_tries")
        ]

    def __str__(self) -> str:
        return f"{self.user.name}的 PIN"
