"""The second factor: setting it up, using it, its recovery codes, turning it off."""

from datetime import datetime

from django.db import transaction

from anju.accounts.codes import (
    looks_like_totp,
    matching_step,
    new_recovery_codes,
    plain_recovery_code,
    totp_purpose,
)
from anju.accounts.models import RecoveryCode, StaffSession, Totp
from anju.accounts.queries import must_have_totp
from anju.accounts.verbs import AccountVerb as Verb
from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.core.sealing import blind_index, seal, unseal
from anju.organization.models import User


class WrongCode(DomainError):
    """The code is not the one the app shows now, or it was used."""


class TotpRequired(DomainError):
    """A role asks for the second factor."""


class NoTotp(DomainError):
    """There is no second factor."""


@transaction.atomic
def set_totp(
    *, user: User, secret: str, code: str, key: bytes, by: Actor, at: datetime
) -> list[str]:
    """Turn the second factor on, or move it to another app; returns ten new recovery codes.

    The first code proves that the app has the secret. Earlier recovery codes are void.

    :param key: the data key that seals the secret.
    :raises WrongCode: if the code does not belong to the secret.
    """
    User.objects.locked().get(pk=user.pk)
    step = matching_step(secret, code, at=at)
    if step is None:
        raise WrongCode("口令不正确。请确认手机时间为自动设置,再输入应用上当前显示的 6 位数字。")
    Totp.objects.update_or_create(
        user=user,
        defaults={
            "sealed": seal(secret, key=key, purpose=totp_purpose(user.pk)),
            "confirmed_at": at,
            "last_step": step,
        },
    )
    StaffSession.objects.filter(user=user, lacks_totp=True).update(lacks_totp=False)
    codes = _replace_codes(user, key=key, at=at)
    record(Verb.TOTP_SET, subject=user, project_id=None, by=by, at=at)
    return codes


@transaction.atomic
def use_code(*, user: User, code: str, key: bytes, by: Actor, at: datetime) -> bool:
    """Take a code of the app, or a recovery code, exactly once; tells whether it was good.

    A code of the app is no event of its own: what it opens is. A recovery code is one.
    """
    totp = Totp.objects.select_for_update().filter(user=user).first()
    if totp is None:
        return False
    if not looks_like_totp(code):
        return _use_recovery_code(user, code, key=key, by=by, at=at)
    secret = unseal(bytes(totp.sealed), key=key, purpose=totp_purpose(user.pk))
    step = matching_step(secret, code, at=at, after=totp.last_step)
    if step is None:
        return False
    totp.last_step = step
    totp.save(update_fields=["last_step"])
    return True


@transaction.atomic
def renew_codes(*, user: User, key: bytes, by: Actor, at: datetime) -> list[str]:
    """Replace all recovery codes; returns the ten new ones, to be shown once.

    :raises NoTotp: without a second factor.
    """
    if not Totp.objects.select_for_update().filter(user=user).exists():
        raise NoTotp("还没有开启动态口令,无需恢复码。")
    codes = _replace_codes(user, key=key, at=at)
    record(Verb.CODES_RENEWED, subject=user, project_id=None, by=by, at=at)
    return codes


@transaction.atomic
def remove_totp(*, user: User, by: Actor, at: datetime) -> None:
    """Turn one's own second factor off; password and code were asked for before.

    :raises NoTotp: if there is none.
    :raises TotpRequired: while a role asks for it.
    """
    totp = Totp.objects.select_for_update().filter(user=user).first()
    if totp is None:
        raise NoTotp("动态口令没有开启,无需关闭。")
    if must_have_totp(user, at=at):
        raise TotpRequired("您的岗位要求使用动态口令,不能关闭。换手机时请用“更换验证应用”。")
    totp.delete()
    RecoveryCode.objects.filter(user=user).delete()
    record(Verb.TOTP_REMOVED, subject=user, project_id=None, by=by, at=at)


def _replace_codes(user: User, *, key: bytes, at: datetime) -> list[str]:
    RecoveryCode.objects.filter(user=user).delete()
    codes = new_recovery_codes()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=_digest(user, code, key), made_at=at) for code in codes
    )
    return codes


def _use_recovery_code(user: User, code: str, *, key: bytes, by: Actor, at: datetime) -> bool:
    unused = RecoveryCode.objects.filter(user=user, digest=_digest(user, code, key), used_at=None)
    if unused.update(used_at=at) == 0:
        return False
    left = RecoveryCode.objects.filter(user=user, used_at=None).count()
    record(
        Verb.CODE_USED,
        subject=user,
        project_id=None,
        by=by,
        at=at,
        changes={"count": (left + 1, left)},
    )
    return True


def _digest(user: User, code: str, key: bytes) -> bytes:
    purpose = f"accounts.recovery:{user.pk}"
    return blind_index(plain_recovery_code(code), key=key, purpose=purpose)
