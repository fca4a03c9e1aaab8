"""Publishing a notice, and taking it down."""

from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.notices.models import Notice
from anju.notices.states import LIFE, NoticeState
from anju.notices.verbs import NoticeVerb


class ReasonMissing(DomainError):
    """Who takes a notice down says why."""


@transaction.atomic
def publish_notice(*, notice: Notice, by: Actor, at: datetime) -> Notice:
    """Put a draft on the board; staff are told by a reaction, residents read it by its link.

    :raises ForbiddenTransition: if it is published or withdrawn already.
    """
    notice = Notice.objects.locked().get(pk=notice.pk)
    LIFE.check(NoticeState(notice.state), NoticeState.PUBLISHED)
    notice.state, notice.published_at = NoticeState.PUBLISHED, at
    notice.save(update_fields=["state", "published_at"])
    record(NoticeVerb.PUBLISHED, subject=notice, project_id=notice.project_id, by=by, at=at)
    return notice


@transaction.atomic
def withdraw_notice(*, notice: Notice, reason: str, by: Actor, at: datetime) -> Notice:
    """Take a notice off the board; its link then answers 410.

    :raises ForbiddenTransition: if it is not on the board.
    :raises ReasonMissing: without a reason.
    """
    notice = Notice.objects.locked().get(pk=notice.pk)
    LIFE.check(NoticeState(notice.state), NoticeState.WITHDRAWN)
    if not reason.strip():
        raise ReasonMissing("请写明撤下的原因,例如“停水时间有变”。")
    notice.state, notice.withdrawn_at = NoticeState.WITHDRAWN, at
    notice.withdrawn_because = reason.strip()
    notice.save(update_fields=["state", "withdrawn_at", "withdrawn_because"])
    record(
        NoticeVerb.WITHDRAWN,
        subject=notice,
        project_id=notice.project_id,
        by=by,
        at=at,
        reason=reason.strip(),
    )
    return notice
