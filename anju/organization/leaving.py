"""What the organization itself counts when somebody leaves."""

from datetime import datetime

from anju.core.actors import Actor
from anju.core.periods import local_date
from anju.organization.hooks import OpenDuty
from anju.organization.models import Deputyship, Membership, Project, User

KINDS: tuple[str, ...] = ()  # posts and deputyships simply end; nobody inherits them


def open_duties(project: Project, user: User, at: datetime) -> list[OpenDuty]:
    """Return posts and deputyships that end by themselves."""
    posts = Membership.objects.of(project).filter(user=user).not_over(local_date(at)).count()
    deputyships = Deputyship.objects.of(project).standing().filter(ends_at__gt=at)
    mine = deputyships.filter(absent=user).count() + deputyships.filter(deputy=user).count()
    return [
        OpenDuty("organization.posts", "在任岗位和权限", posts, must_go_to=False),
        OpenDuty("organization.deputyships", "职务代理", mine, must_go_to=False),
    ]


def hand_over(kind: str, project: Project, user: User, to: User, by: Actor, at: datetime) -> int:
    """Nothing of the organization is inherited."""
    return 0
