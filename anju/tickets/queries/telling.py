"""Whom events of the desk are told to, found when they are told, and never nobody."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from anju.clocks.hooks import duty
from anju.messaging.models import StaffMessage
from anju.organization.models import Department, Post, Project, User

SUPERVISOR, MANAGER = "supervisor", "manager"


def in_posts(project: Project, codes: Iterable[str], at: datetime) -> list[User]:
    """Return who of several posts is on duty; nobody there means whoever is left."""
    posts = Post.objects.filter(code__in=list(codes)).order_by("rank", "pk")
    found = [user for post in posts for user in duty(project, post, at)]
    return _once(found) or list(duty(project, project, at))


def first_of_posts(project: Project, codes: Iterable[str], at: datetime) -> list[User]:
    """Return who is on duty of the first post that has somebody there, else whoever is left."""
    by_code = {post.code: post for post in Post.objects.filter(code__in=list(codes))}
    for code in codes:
        if code in by_code and (here := duty(project, by_code[code], at)):
            return list(here)
    return list(duty(project, project, at))


def in_department(project: Project, department: Department, at: datetime) -> list[User]:
    """Return who of a department is on duty, else the supervisor and those above."""
    return list(duty(project, department, at)) or first_of_posts(project, (SUPERVISOR, MANAGER), at)


def standing_for(project: Project, user: User | None, at: datetime) -> list[User]:
    """Return somebody, or their deputy while they are away, else the supervisor and those above.

    Off duty they are told all the same: it waits for them in their inbox.
    """
    if user is None:
        return first_of_posts(project, (SUPERVISOR, MANAGER), at)
    return list(duty(project, user, at)) or [user]


def receipts(project: Project, key: str) -> Sequence[StaffMessage]:
    """Return who was told something, and when each read it, by name."""
    messages = StaffMessage.objects.filter(project=project, key=key).select_related("user")
    return list(messages.order_by("user__name_key", "user_id"))


def _once(users: Iterable[User]) -> list[User]:
    return list({user.pk: user for user in users}.values())
