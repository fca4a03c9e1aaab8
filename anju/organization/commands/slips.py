"""First passwords on paper: made by a supervisor, printed once, changed at the first sign-in."""

import secrets
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.core.sealing import seal, unseal
from anju.organization.commands.staffing import BeyondOwnRights, refuse_beyond
from anju.organization.models import PasswordSlip, User
from anju.organization.verbs import OrganizationVerb as Verb

PRINTABLE_FOR = timedelta(days=1)
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is misread on paper: i l o 0 1


class SlipHasher(Argon2PasswordHasher):
    """Argon2 without the stretching, for passwords of 59 random bits that nobody can guess.

    An import makes two thousand at once. Django hashes anew at full cost at the first sign-in.
    """

    time_cost = 1
    memory_cost = 1024
    parallelism = 1


class NothingToPrint(DomainError):
    """The slips were printed, or lay for more than a day."""


@dataclass(frozen=True, slots=True)
class PrintedSlip:
    """What stands on one slip of paper."""

    name: str
    login: str
    password: str
    made_at: datetime


@transaction.atomic
def make_slip(
    *, user: User, rights: Set[str], held: Set[str], key: bytes, by: Actor, at: datetime
) -> PasswordSlip:
    """Give a person a new first password, to be printed once within a day.

    The old password ends at once and the new one must be changed at the first sign-in.

    :param rights: what the person may do; must be among `held`, what the maker may do, so that
        nobody takes over the account of somebody who may more.
    :param key: the data key that seals the password until it is printed.
    :raises BeyondOwnRights: if the person may more than the maker.
    """
    if by.id == user.pk:
        raise DomainError("自己的密码请在“我的账号与安全”里修改。")
    if by.absent_id == user.pk:
        raise BeyondOwnRights(f"您正在代理{user.name},不能重置其密码,请由项目经理或总部办理。")
    refuse_beyond(held, rights, what=user.name)
    user = User.objects.locked().get(pk=user.pk)
    password, hasher = new_password(), SlipHasher()
    user.password = hasher.encode(password, hasher.salt())
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    PasswordSlip.objects.filter(user=user, printed_at=None).update(printed_at=at, sealed=b"")
    slip = PasswordSlip.objects.create(
        user=user,
        sealed=seal(password, key=key, purpose=_purpose(user)),
        made_by_id=by.id,
        made_at=at,
    )
    record(Verb.SLIP_MADE, subject=user, project_id=None, by=by, at=at)
    return slip


@transaction.atomic
def print_slips(
    *, slips: Sequence[PasswordSlip], key: bytes, by: Actor, at: datetime
) -> list[PrintedSlip]:
    """Return what to print and forget it: a slip is readable exactly once.

    :raises NothingToPrint: if none of the slips can still be printed.
    """
    locked = (
        PasswordSlip.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(pk__in=[slip.pk for slip in slips])
        .order_by("user__name_key", "pk")
    )
    waiting = [slip for slip in locked if slip.is_waiting(since=at - PRINTABLE_FOR)]
    if not waiting:
        raise NothingToPrint("密码条已经打印过或超过一天,请重新生成。")
    printed = []
    for slip in waiting:
        password = unseal(bytes(slip.sealed), key=key, purpose=_purpose(slip.user))
        printed.append(PrintedSlip(slip.user.name, slip.user.login, password, slip.made_at))
        slip.sealed, slip.printed_at = b"", at
        slip.save(update_fields=["sealed", "printed_at"])
        record(Verb.SLIP_PRINTED, subject=slip.user, project_id=None, by=by, at=at)
    return printed


@transaction.atomic
def give_password(*, user: User, password: str, must_change: bool, by: Actor, at: datetime) -> User:
    """Set a password from the command line, where whoever runs it holds the machine anyway."""
    found: User = User.objects.locked().get(pk=user.pk)
    found.set_password(password)
    found.must_change_password = must_change
    found.save(update_fields=["password", "must_change_password"])
    PasswordSlip.objects.filter(user=found, printed_at=None).update(printed_at=at, sealed=b"")
    record(Verb.PASSWORD_GIVEN, subject=found, project_id=None, by=by, at=at)
    return found


def new_password() -> str:
    """Return twelve random characters in three groups, easy to read from paper."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
    return "-".join(groups)


def _purpose(user: User) -> str:
    return f"organization.slip:{user.pk}"
