"""Looking at what is masked, and taking lists out: always with a trace (PIPL 51, 69)."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum

from django.db import models, transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.organization.models import Project, User
from anju.organization.verbs import OrganizationVerb as Verb


class ReasonMissing(DomainError):
    """A reveal says why."""


@transaction.atomic
def reveal_phone(*, user: User, project: Project, reason: str, by: Actor, at: datetime) -> str:
    """Return a colleague's whole telephone number and keep in the trail who asked and why.

    :raises ReasonMissing: without a reason of at least two characters.
    """
    reason = reason.strip()
    if len(reason) < 2:
        raise ReasonMissing("请写明查看完整电话的原因,例如“夜间管道抢修需联系”。")
    record(Verb.PHONE_REVEALED, subject=user, project_id=project.pk, by=by, at=at, reason=reason)
    return user.phone


@transaction.atomic
def record_export(
    verb: Enum,
    *,
    subject: models.Model,
    project_id: int | None,
    rows: int,
    filters: Mapping[str, object],
    by: Actor,
    at: datetime,
) -> None:
    """Keep in the trail that a list left the house: which, how many rows, narrowed by what."""
    narrowed = "、".join(f"{name}={value}" for name, value in filters.items() if value)
    record(
        str(verb.value),
        subject=subject,
        project_id=project_id,
        by=by,
        at=at,
        changes={"rows": (None, rows), "filter": (None, narrowed or "全部")},
    )
