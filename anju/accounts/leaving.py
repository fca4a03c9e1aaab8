"""What signing in counts when somebody leaves: nothing is inherited, everything ends by itself."""

from datetime import datetime

from anju.accounts.queries import sessions_of
from anju.core.actors import Actor
from anju.organization.hooks import OpenDuty
from anju.organization.models import Project, User

KINDS: tuple[str, ...] = ()  # the gate keeps out whoever may not sign in any more


def open_duties(project: Project, user: User, at: datetime) -> list[OpenDuty]:
    """Return the devices somebody is signed in on."""
    count = sessions_of(user, at=at).count()
    return [OpenDuty("accounts.sessions", "已登录的设备", count, must_go_to=False)]


def hand_over(kind: str, project: Project, user: User, to: User, by: Actor, at: datetime) -> int:
    """Nothing of an account is inherited."""
    return 0
