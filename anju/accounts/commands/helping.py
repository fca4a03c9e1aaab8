"""What a supervisor may do for a colleague who cannot sign in: the person stands before them."""

from collections.abc import Set
from datetime import datetime

from django.db import transaction

from anju.accounts.models import RecoveryCode, Totp
from anju.accounts.verbs import AccountVerb as Verb
from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.organization.commands.staffing import refuse_beyond
from anju.organization.models import User


class WorksElsewhere(DomainError):
    """The person's account opens other projects too."""


class NothingToReset(DomainError):
    """There is no second factor."""


@transaction.atomic
def reset_totp(
    *,
    user: User,
    rights: Set[str],
    held: Set[str],
    is_elsewhere: bool,
    may_elsewhere: bool,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """Turn a colleague's second factor off: telephone and recovery codes are lost.

    Where a role asks for one, the gate leads them to set up a new one at the next sign-in.

    :param rights: what the person may do; must be among `held`, what the helper may do.
    :param is_elsewhere: the person also works in other projects or the head office; then only
        those who may help there too (`may_elsewhere`) can do it.
    :raises BeyondOwnRights: if the person may more than the helper.
    :raises WorksElsewhere: if the account opens what the helper has no say in.
    :raises NothingToReset: if there is no second factor.
    """
    if by.id == user.pk:
        raise DomainError("不能给自己重置动态口令,请在“我的账号与安全”里更换,或请主管办理。")
    refuse_beyond(held, rights, what=user.name)
    if is_elsewhere and not may_elsewhere:
        raise WorksElsewhere(f"{user.name}还在其他项目或总部任职,请由总部办理。")
    if not Totp.objects.filter(user=user).delete()[0]:
        raise NothingToReset(f"{user.name}没有开启动态口令,无需重置。")
    RecoveryCode.objects.filter(user=user).delete()
    record(Verb.TOTP_RESET, subject=user, project_id=None, by=by, at=at, reason=reason)
