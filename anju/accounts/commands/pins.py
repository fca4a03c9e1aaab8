"""The PIN for switching quickly on a desk computer: setting it, trying it, taking it away."""

from datetime import datetime
from itertools import pairwise

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from anju.accounts.models import DeskDevice, Pin
from anju.accounts.queries import desk_people
from anju.accounts.verbs import AccountVerb as Verb
from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.core.sealing import blind_index
from anju.organization.models import User

TRIES = 5
OFF = "PIN 连续输错 5 次,已停用。请用登录名和密码登录,之后 PIN 恢复可用。"


class WeakPin(DomainError):
    """Anybody would try this PIN first."""


class PinUnusable(DomainError):
    """The full password is needed; the message says why."""


@transaction.atomic
def set_pin(*, user: User, pin: str, key: bytes, by: Actor, at: datetime) -> Pin:
    """Give oneself a PIN; the password was asked for before.

    :raises WeakPin: for one digit repeated, a run up or down, or a short pattern repeated.
    """
    if _is_weak(pin):
        raise WeakPin("这个 PIN 太容易猜到,请不要用相同、连续或成对重复的数字。")
    found, _ = Pin.objects.update_or_create(
        user=user,
        defaults={
            "hashed": make_password(_peppered(user, pin, key)),
            "set_at": at,
            "wrong_count": 0,
            "off_at": None,
        },
    )
    record(Verb.PIN_SET, subject=user, project_id=None, by=by, at=at)
    return found


@transaction.atomic
def remove_pin(*, user: User, by: Actor, at: datetime) -> None:
    """Do without a PIN from now on.

    :raises PinUnusable: if there is none.
    """
    if not Pin.objects.filter(user=user).delete()[0]:
        raise PinUnusable("您没有设置 PIN,无需停用。")
    record(Verb.PIN_REMOVED, subject=user, project_id=None, by=by, at=at)


@transaction.atomic
def open_pin(*, user_id: int, desk: DeskDevice, at: datetime) -> Pin:
    """Count one try at somebody's PIN on a desk before it is looked at; no event, the outcome is.

    :raises PinUnusable: outside the desk's hours, more than 12 hours after the last full sign-in
        there, without a PIN, or after five wrong tries.
    """
    if not desk.is_open(at):
        raise PinUnusable(
            f"现在不在“{desk.name}”的快速换人时间({desk.hours})内,请用登录名和密码登录。"
        )
    if not any(person.user.pk == user_id for person in desk_people(desk.project, desk, at=at)):
        raise PinUnusable("距上次在这台电脑上用密码登录已超过 12 小时,请用登录名和密码登录。")
    pin = Pin.objects.select_for_update(of=("self",)).filter(user=user_id).first()
    if pin is None:
        raise PinUnusable("还没有设置 PIN。请用登录名和密码登录,再在“我的账号与安全”里设置。")
    if pin.off_at is not None or pin.wrong_count >= TRIES:
        raise PinUnusable(OFF)
    pin.wrong_count += 1
    pin.save(update_fields=["wrong_count"])
    return Pin.objects.select_related("user").get(pk=pin.pk)


def is_pin(*, pin: Pin, typed: str, key: bytes) -> bool:
    """Tell whether the digits are the PIN; it changes no row and leaves no event."""
    return check_password(_peppered(pin.user, typed, key), pin.hashed)


@transaction.atomic
def fail_pin(*, pin: Pin, desk: DeskDevice, by: Actor, at: datetime) -> Pin:
    """Leave the try counted as wrong; the fifth turns the PIN off until the next full sign-in."""
    pin = Pin.objects.select_for_update(of=("self",)).select_related("user").get(pk=pin.pk)
    if pin.wrong_count >= TRIES and pin.off_at is None:
        pin.off_at = at
        pin.save(update_fields=["off_at"])
        record(Verb.PIN_BLOCKED, subject=pin.user, project_id=desk.project_id, by=by, at=at)
    return pin


@transaction.atomic
def pass_pin(*, pin: Pin, at: datetime) -> None:
    """Take back the counted tries after a right one; no event, the switching is."""
    Pin.objects.filter(pk=pin.pk, off_at=None).update(wrong_count=0)


def _peppered(user: User, pin: str, key: bytes) -> str:
    """Return what is hashed: a million PINs are soon tried, but not without the data key."""
    return blind_index(pin, key=key, purpose=f"accounts.pin:{user.pk}").hex()


def _is_weak(pin: str) -> bool:
    steps = {int(b) - int(a) for a, b in pairwise(pin)}
    halves_repeat = pin[:3] * 2 == pin or pin[:2] * 3 == pin
    return steps in ({0}, {1}, {-1}) or halves_repeat
