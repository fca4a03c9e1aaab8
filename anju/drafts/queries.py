"""What somebody has typed and not yet sent, and the filters they keep."""

from datetime import datetime

from anju.drafts.models import Draft, DraftQuerySet, SavedFilter
from anju.organization.models import Project, User


def draft_of(project: Project | None, user: User, key: str) -> Draft | None:
    """Return one's own draft of a form, or None."""
    return Draft.objects.of(project).by(user).filter(key=key).first()


def old_drafts(*, before: datetime) -> DraftQuerySet:
    """Return the drafts that nobody has touched since before a moment, over all projects."""
    return Draft.objects.filter(saved_at__lt=before)


def saved_filters(project: Project, user: User, page: str) -> list[SavedFilter]:
    """Return one's own filters of a page, by name."""
    return list(SavedFilter.objects.of(project).by(user).filter(page=page).in_order())


def saved_filter_of(project: Project, user: User, filter_id: int) -> SavedFilter | None:
    """Return one's own filter, or None."""
    return SavedFilter.objects.of(project).by(user).filter(pk=filter_id).first()
