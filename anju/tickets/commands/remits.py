"""Remits: what a post may do by itself."""

from datetime import datetime

from django.db import IntegrityError, transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.organization.models import Post, Project
from anju.tickets.models import Category, Remit
from anju.tickets.refusals import (
    NameTaken,
    lock_catalogue,
    refuse_other_project,
    refuse_retired,
    refuse_stale,
)
from anju.tickets.states import May
from anju.tickets.verbs import TicketVerb as Verb


@transaction.atomic
def add_remit(
    *,
    project: Project,
    post: Post,
    category: Category | None,
    kind: str,
    may: May,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Remit:
    """Say what a post does with a branch of matters (None: all) of a kind (empty: all).

    :raises NameTaken: if that is said already.
    """
    lock_catalogue(project)
    refuse_other_project(project, category)
    if category is not None:
        refuse_retired(category)
    remit = Remit(
        project=project, post=post, category=category, kind=kind, may=may, note=note.strip()
    )
    _save(remit)
    changes = {name: (None, value or None) for name, value in remit.said().items()}
    record(Verb.REMIT_ADDED, subject=remit, project_id=project.pk, by=by, at=at, changes=changes)
    return remit


@transaction.atomic
def change_remit(
    *,
    remit: Remit,
    post: Post,
    category: Category | None,
    kind: str,
    may: May,
    note: str,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Remit:
    """Change a remit.

    :raises StaleEdit: if somebody saved in between.
    :raises NameTaken: if the same is said by another.
    """
    lock_catalogue(remit.project)
    remit = Remit.objects.select_related("project", "post", "category").locked().get(pk=remit.pk)
    refuse_retired(remit)
    refuse_stale(remit, seen)
    refuse_other_project(remit.project, category)
    if category is not None:
        refuse_retired(category)
    before = remit.said()
    remit.post, remit.category, remit.kind = post, category, kind
    remit.may, remit.note = may, note.strip()
    after = remit.said()
    if before == after:
        return remit
    remit.edition += 1
    _save(remit)
    changes = {name: (before[name], after[name]) for name in after}
    project_id = remit.project_id
    record(Verb.REMIT_CHANGED, subject=remit, project_id=project_id, by=by, at=at, changes=changes)
    return remit


@transaction.atomic
def retire_remit(*, remit: Remit, reason: str = "", by: Actor, at: datetime) -> Remit:
    """Let a remit no longer hold; matters then go by a wider one, or up."""
    remit = Remit.objects.select_related("post", "category").locked().get(pk=remit.pk)
    refuse_retired(remit)
    remit.retired_at = at
    remit.save(update_fields=["retired_at"])
    project_id = remit.project_id
    record(Verb.REMIT_RETIRED, subject=remit, project_id=project_id, by=by, at=at, reason=reason)
    return remit


@transaction.atomic
def restore_remit(*, remit: Remit, by: Actor, at: datetime) -> Remit:
    """Let a retired remit hold again.

    :raises NameTaken: if another one says the same by now.
    :raises AlreadyRetired: while its category is retired.
    """
    lock_catalogue(remit.project)
    remit = Remit.objects.select_related("post", "category").locked().get(pk=remit.pk)
    if remit.retired_at is None:
        return remit
    if remit.category is not None:
        refuse_retired(remit.category)
    remit.retired_at = None
    remit.edition += 1
    _save(remit)
    record(Verb.REMIT_RESTORED, subject=remit, project_id=remit.project_id, by=by, at=at)
    return remit


def _save(remit: Remit) -> None:
    try:
        with transaction.atomic():
            remit.save()
    except IntegrityError as error:
        raise NameTaken(
            f"{remit.post.name}对{remit.about}已经有一条责任范围,请直接修改那一条。"
        ) from error
