"""Drafts of somebody who leaves go on in other hands (离任交接)."""

from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.notices.models import Notice
from anju.notices.states import NoticeState
from anju.notices.verbs import NoticeVerb
from anju.organization.models import Project, User


@transaction.atomic
def hand_over_drafts(*, project: Project, writer: User, to: User, by: Actor, at: datetime) -> int:
    """Give every draft of a writer to a colleague; returns how many."""
    drafts = Notice.objects.of(project).filter(written_by=writer, state=NoticeState.DRAFT).locked()
    count = 0
    for notice in drafts:
        notice.written_by = to
        notice.save(update_fields=["written_by"])
        changes = {"successor": (writer, to)}
        record(
            NoticeVerb.HANDED_OVER,
            subject=notice,
            project_id=project.pk,
            by=by,
            at=at,
            changes=changes,
        )
        count += 1
    return count
