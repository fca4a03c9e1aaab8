"""Who is on duty: the answer to `anju.clocks.hooks.duty` from the duty table, posts and deputies.

Where a department has turns it counts by them; without, everybody in post is on duty.
"""

from collections.abc import Iterable
from datetime import datetime

from anju.clocks.hooks import Whom
from anju.core.periods import local_date
from anju.organization.models import (
    Department,
    Deputyship,
    Membership,
    OfficeAppointment,
    Post,
    Project,
    User,
)
from anju.organization.models.belonging import MembershipQuerySet, running
from anju.rosters.queries import duty

MANAGER = "manager"


def on_duty(project: Project, whom: Whom, at: datetime) -> list[User]:
    """Return who is on duty at a moment, the absent replaced by their deputies.

    For the project itself, whoever is left to tell, be it night: who manages it, else anybody in
    post, else the head office.
    """
    if isinstance(whom, Project):
        in_post = Membership.objects.of(project).on(local_date(at)).filter(user__is_active=True)
        managing = _present(project, in_post.filter(post__code=MANAGER), at)
        return managing or _present(project, in_post, at) or _head_office(at)
    if isinstance(whom, User):
        return _in_order(duty.on_duty_for(project, whom, at))
    if isinstance(whom, Post):
        return _in_order(duty.on_duty_in_post(project, whom, at))
    assert isinstance(whom, Department)
    return _in_order(duty.on_duty(project, whom, at))


def is_there(user: User, project: Project | None, at: datetime) -> bool:
    """Return whether somebody is on duty in a project; without one, in any of theirs.

    The head office has no turns: whoever sits there and nowhere else counts as on duty.
    """
    own = Membership.objects.filter(running(local_date(at)), user=user)
    places = {row.project for row in own.select_related("project").order_by("pk")}
    if not places:
        return True
    asked = [project] if project in places else sorted(places, key=lambda place: place.pk)
    return any(duty.is_on_duty(place, user, at) for place in asked if place is not None)


def _present(project: Project, memberships: MembershipQuerySet, at: datetime) -> list[User]:
    people = {row.user_id: row.user for row in memberships.select_related("user")}
    away = Deputyship.objects.of(project).at(at).select_related("deputy")
    deputies = {row.absent_id: row.deputy for row in away}
    here = (_standing(user, deputies) for user in people.values())
    return _in_order(user for user in here if user is not None)


def _standing(user: User, deputies: dict[int, User]) -> User | None:
    """Return the person, or the deputy of one who is away; a deputy who is away too is nobody."""
    if user.pk not in deputies:
        return user
    deputy = deputies[user.pk]
    return deputy if deputy.is_active and deputy.pk not in deputies else None


def _head_office(at: datetime) -> list[User]:
    appointed = OfficeAppointment.objects.filter(running(local_date(at)), user__is_active=True)
    return _in_order(row.user for row in appointed.select_related("user"))


def _in_order(users: Iterable[User]) -> list[User]:
    return sorted({user.pk: user for user in users}.values(), key=lambda user: user.pk)
