"""Head-office roles: giving and ending them."""

from collections.abc import Set
from datetime import date, datetime

from django.db import IntegrityError, transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.organization.commands.staffing import AlreadyInPost, refuse_beyond
from anju.organization.models import OfficeAppointment, Role, User
from anju.organization.models.structure import RoleScope
from anju.organization.verbs import OrganizationVerb as Verb

MAY_ALL = "office_admin"
"""The code of the role without which nobody could run the head office."""


class LastAdministrator(DomainError):
    """Nobody could run the head office any more."""


@transaction.atomic
def appoint(
    *,
    user: User,
    role: Role,
    starts_on: date,
    ends_on: date | None = None,
    held: Set[str],
    by: Actor,
    at: datetime,
) -> OfficeAppointment:
    """Give a person a head-office role.

    :param held: the rights of whoever appoints; the role's must be among them.
    :raises BeyondOwnRights: if the role holds more than the giver.
    :raises AlreadyInPost: if the person holds it in an overlapping period.
    """
    if role.scope != RoleScope.OFFICE:
        raise DomainError(f"“{role.name}”是项目角色,不能作为总部职务。")
    if ends_on is not None and ends_on < starts_on:
        raise DomainError("结束日期早于开始日期,请检查。")
    refuse_beyond(held, role.permissions, what=f"角色“{role.name}”")
    appointment = OfficeAppointment(user=user, role=role, starts_on=starts_on, ends_on=ends_on)
    try:
        with transaction.atomic():
            appointment.save()
    except IntegrityError as error:
        raise AlreadyInPost(f"{user.name}在这段时间已任“{role.name}”。") from error
    changes = {"role": (None, role), "starts_on": (None, starts_on), "ends_on": (None, ends_on)}
    record(Verb.APPOINTED, subject=user, project_id=None, by=by, at=at, changes=changes)
    return appointment


@transaction.atomic
def end_appointment(
    *, appointment: OfficeAppointment, ends_on: date, held: Set[str], by: Actor, at: datetime
) -> OfficeAppointment:
    """End a head-office role from a day on.

    :raises BeyondOwnRights: if the role holds more than whoever ends it.
    :raises LastAdministrator: if nobody could run the head office any more.
    """
    locked = OfficeAppointment.objects.select_for_update(of=("self",)).select_related(
        "user", "role"
    )
    rows = {row.pk: row for row in locked.order_by("pk")}
    appointment = rows.pop(appointment.pk)
    refuse_beyond(held, appointment.role.permissions, what=f"角色“{appointment.role.name}”")
    others_go_on = any(
        (row.ends_on is None or row.ends_on > ends_on)
        and row.role_id == appointment.role_id
        and row.user.is_active
        for row in rows.values()
    )
    if appointment.role.code == MAY_ALL and not others_go_on:
        raise LastAdministrator("这是最后一位总部管理员,不能结束。请先任命另一位。")
    before = appointment.ends_on
    appointment.ends_on = max(ends_on, appointment.starts_on)
    appointment.save(update_fields=["ends_on"])
    record(
        Verb.APPOINTMENT_ENDED,
        subject=appointment.user,
        project_id=None,
        by=by,
        at=at,
        changes={"role": (appointment.role, None), "ends_on": (before, appointment.ends_on)},
    )
    return appointment
