"""Somebody starts to work in a project: person, post and first password in one go."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from anju.core.actors import Actor
from anju.core.periods import local_date
from anju.organization.commands.appointing import appoint
from anju.organization.commands.slips import make_slip
from anju.organization.commands.staffing import (
    LoginTaken,
    add_membership,
    add_user,
    return_user,
)
from anju.organization.models import Department, PasswordSlip, Post, Project, Role, User
from anju.organization.queries.office import rights_across_projects
from anju.organization.queries.staff import rights_taken_over


@dataclass(frozen=True, slots=True)
class Engaged:
    """Who began, and the slip to print; None for those who had an account already."""

    person: User
    slip: PasswordSlip | None


@transaction.atomic
def engage(
    *,
    project: Project,
    login: str,
    name: str,
    phone: str,
    department: Department,
    post: Post,
    role: Role | None,
    starts_on: date,
    ends_on: date | None,
    held: Set[str],
    key: bytes,
    by: Actor,
    at: datetime,
) -> Engaged:
    """Enter a person with a post here and make the slip with the first password.

    Somebody of the same login *and name* who works in another project already keeps account and
    password and only gets the post; who had left comes back with a new password. The trail has
    one event each for person, post and slip.

    :raises LoginTaken: if the login belongs to somebody of another name.
    :raises BeyondOwnRights: if the role holds more than the giver.
    :raises AlreadyInPost: if the person holds the post in an overlapping period.
    """
    person, is_new = _person(login, name, phone, by=by, at=at)
    add_membership(
        project=project,
        user=person,
        department=department,
        post=post,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        held=held,
        by=by,
        at=at,
    )
    if not is_new:
        return Engaged(person, None)
    # Who comes back may hold posts still, here or elsewhere: the slip opens all of them.
    rights = rights_taken_over(project, person, on=local_date(at))
    return Engaged(person, make_slip(user=person, rights=rights, held=held, key=key, by=by, at=at))


@transaction.atomic
def engage_for_office(
    *,
    login: str,
    name: str,
    phone: str,
    role: Role,
    starts_on: date,
    ends_on: date | None,
    held: Set[str],
    key: bytes,
    by: Actor,
    at: datetime,
) -> Engaged:
    """Give a head-office role to somebody; who has no account yet gets one, and a slip to print.

    :raises LoginTaken: if the login belongs to somebody of another name.
    :raises BeyondOwnRights: if the role holds more than the giver.
    :raises AlreadyInPost: if the person holds the role in an overlapping period.
    """
    person, is_new = _person(login, name, phone, by=by, at=at)
    appoint(user=person, role=role, starts_on=starts_on, ends_on=ends_on, held=held, by=by, at=at)
    if not is_new:
        return Engaged(person, None)
    rights = rights_across_projects(person, on=local_date(at))
    return Engaged(person, make_slip(user=person, rights=rights, held=held, key=key, by=by, at=at))


def _person(login: str, name: str, phone: str, *, by: Actor, at: datetime) -> tuple[User, bool]:
    """Return who has this login, entered if need be, and whether a first password is wanted.

    :raises LoginTaken: if the login is somebody else's.
    """
    known: User | None = User.objects.locked().filter(login__iexact=login).first()
    if known is None:
        return add_user(login=login, name=name, phone=phone, by=by, at=at), True
    if known.name != name:
        raise LoginTaken(f"登录名“{login}”已属于另一位员工,请换一个(例如加上工号)。")
    if not known.is_active:
        return return_user(user=known, by=by, at=at), True
    return known, False
