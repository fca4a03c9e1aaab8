"""What messages to the staff must ask the floors above them."""

from datetime import datetime

from anju.core.hooks import Hook
from anju.organization.models import Project, User


def _always(user: User, project: Project | None, at: datetime) -> bool:
    return True


duty_now: Hook[[User, Project | None, datetime], bool] = Hook(_always)
"""`duty_now(user, project, at)` → whether somebody is on duty then, so that what is no emergency
may leave the house for them; without a project, on duty anywhere."""
