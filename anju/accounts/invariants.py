"""What must hold of accounts and the database cannot hold by itself."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Exists, F, OuterRef

from anju.accounts.codes import totp_purpose
from anju.accounts.models import FULL_SESSION, RecoveryCode, SessionKind, StaffSession, Totp
from anju.accounts.queries import demonstration_logins
from anju.core.sealing import SealBroken, unseal
from anju.organization.models import User


def broken(*, deep: bool = False) -> Iterator[str]:
    """Yield a sentence for every second factor that would fail and every PIN nobody vouched for.

    :param deep: makes no difference here.
    """
    yield from _broken_second_factors(settings.ANJU_DATA_KEY)
    yield from _unvouched_pin_sessions()
    if settings.ANJU_IS_PRODUCTION:
        for login in demonstration_logins():
            yield f"正式环境中演示账号“{login}”仍可登录,请运行 bin/anju demo --end。"


def _broken_second_factors(key: bytes) -> Iterator[str]:
    codes = RecoveryCode.objects.filter(user=OuterRef("user"))
    secrets = Totp.objects.select_related("user").annotate(has_codes=Exists(codes)).order_by("pk")
    for totp in secrets.iterator():
        if not totp.has_codes:
            yield f"{totp.user.login} 的动态口令没有任何恢复码记录。"
        try:
            unseal(bytes(totp.sealed), key=key, purpose=totp_purpose(totp.user_id))
        except SealBroken:
            yield f"{totp.user.login} 的动态口令密钥打不开:数据密钥已更换,或记录已损坏。"
    orphans = User.objects.filter(totp=None, recovery_codes__isnull=False).distinct()
    for user in orphans.order_by("pk"):
        yield f"{user.login} 没有动态口令,却留有恢复码。"


def _unvouched_pin_sessions() -> Iterator[str]:
    before = StaffSession.objects.filter(
        kind=SessionKind.FULL,
        user=OuterRef("user"),
        desk=OuterRef("desk"),
        started_at__lt=OuterRef("started_at"),
        started_at__gt=OuterRef("started_at") - FULL_SESSION,
    )
    by_pin = StaffSession.objects.filter(kind=SessionKind.PIN).exclude(Exists(before))
    for pk, login in by_pin.order_by("pk").values_list("pk", F("user__login")):
        yield f"{login} 的 PIN 登录(编号 {pk})之前 12 小时内没有在该前台电脑上用密码登录过。"
