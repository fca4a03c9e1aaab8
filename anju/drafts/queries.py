"""What somebody has typed and not yet sent."""

from datetime import datetime

from anju.drafts.models import Draft, DraftQuerySet
from anju.organization.models import Project, User


def draft_of(project: Project | None, user: User, key: str) -> Draft | None:
    """Return one's own draft of a form, or None."""
    return Draft.objects.of(project).by(user).filter(key=key).first()


def old_drafts(*, before: datetime) -> DraftQuerySet:
    """Return the drafts that nobody has touched since before a moment, over all projects."""
    return Draft.objects.filter(saved_at__lt=before)
