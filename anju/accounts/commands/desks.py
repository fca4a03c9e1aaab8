"""Desk computers: registering, changing, revoking."""

from datetime import datetime, time

from django.db import IntegrityError, transaction

from anju.accounts.desk_tokens import token_hash
from anju.accounts.models import DeskDevice, SessionEnd, SessionKind, StaffSession
from anju.accounts.verbs import AccountVerb as Verb
from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.organization.models import Project, User


class DeskNameTaken(DomainError):
    """Another desk computer of the project has this name."""


class AlreadyADesk(DomainError):
    """This browser is a registered desk computer."""


class DeskRevoked(DomainError):
    """The desk computer is not in use any more."""


@transaction.atomic
def register_desk(
    *,
    project: Project,
    name: str,
    opens_at: time,
    closes_at: time,
    token: str,
    here: DeskDevice | None,
    registered_by: User,
    by: Actor,
    at: datetime,
) -> DeskDevice:
    """Make this computer a desk computer of the project.

    :param token: a fresh random secret that the browser will keep; only its hash stays here.
    :param here: the desk computer this browser already is.
    :raises AlreadyADesk: if it is one.
    :raises DeskNameTaken: if the project has one of this name in use.
    """
    if here is not None:
        where = f"本项目的“{here.name}”" if here.project_id == project.pk else "其他项目的前台电脑"
        raise AlreadyADesk(f"这台电脑已登记为{where}。如要改用,请先停用原来的登记。")
    desk = DeskDevice(
        project=project,
        name=name,
        token_hash=token_hash(token),
        registered_by=registered_by,
        registered_at=at,
        opens_at=opens_at,
        closes_at=closes_at,
    )
    _save(desk)
    record(
        Verb.DESK_REGISTERED,
        subject=desk,
        project_id=project.pk,
        by=by,
        at=at,
        changes={"name": (None, name), "hours": (None, desk.hours)},
    )
    return desk


@transaction.atomic
def change_desk(
    *, desk: DeskDevice, name: str, opens_at: time, closes_at: time, by: Actor, at: datetime
) -> DeskDevice:
    """Rename a desk computer or change its hours; PIN sessions outside them end at once.

    :raises DeskRevoked: if it is out of use.
    :raises DeskNameTaken: if another one has this name.
    """
    desk = _in_use(desk)
    before = (desk.name, desk.hours)
    desk.name, desk.opens_at, desk.closes_at = name, opens_at, closes_at
    _save(desk)
    record(
        Verb.DESK_CHANGED,
        subject=desk,
        project_id=desk.project_id,
        by=by,
        at=at,
        changes={"name": (before[0], desk.name), "hours": (before[1], desk.hours)},
    )
    return desk


@transaction.atomic
def revoke_desk(*, desk: DeskDevice, by: Actor, at: datetime) -> DeskDevice:
    """Take a desk computer out of use; PIN sessions on it end at once.

    :raises DeskRevoked: if it is.
    """
    desk = _in_use(desk)
    desk.revoked_at = at
    desk.save(update_fields=["revoked_at"])
    by_pin = StaffSession.objects.live(at).filter(desk=desk, kind=SessionKind.PIN)
    by_pin.update(ended_at=at, ended_by_id=by.id, end=SessionEnd.REVOKED)
    record(Verb.DESK_REVOKED, subject=desk, project_id=desk.project_id, by=by, at=at)
    return desk


def _in_use(desk: DeskDevice) -> DeskDevice:
    desk = DeskDevice.objects.locked().get(pk=desk.pk)
    if desk.revoked_at is not None:
        raise DeskRevoked(f"“{desk.name}”已经停用。如要再用,请在那台电脑上重新登记。")
    return desk


def _save(desk: DeskDevice) -> None:
    try:
        with transaction.atomic():
            desk.save()
    except IntegrityError as error:
        raise DeskNameTaken(f"本项目已有前台电脑“{desk.name}”,请换一个名称。") from error
