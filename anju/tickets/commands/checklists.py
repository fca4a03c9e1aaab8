"""Checklists: each change of the items is a new edition."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.core.spelling import sort_key
from anju.organization.models import Project
from anju.tickets.contents import ItemDraft
from anju.tickets.models import Checklist, ChecklistEdition, ChecklistItem
from anju.tickets.queries.checklists import items_of
from anju.tickets.refusals import NameTaken, lock_catalogue, refuse_retired, refuse_stale
from anju.tickets.states import ChecklistUse, Stage
from anju.tickets.verbs import TicketVerb as Verb

MOST_ITEMS = 40


class ItemsRefused(DomainError):
    """The items cannot be: none, too many, or one twice in a stage."""


@transaction.atomic
def add_checklist(
    *,
    project: Project,
    name: str,
    use: ChecklistUse,
    items: Sequence[ItemDraft],
    by: Actor,
    at: datetime,
) -> Checklist:
    """Add a checklist with its first edition.

    :raises NameTaken: if a living one has the name.
    :raises ItemsRefused: if the items cannot be.
    """
    lock_catalogue(project)
    _check(items)
    checklist = Checklist(project=project, name=name.strip(), use=use)
    _save(checklist)
    _add_edition(checklist, items, by=by, at=at)
    changes = {
        **{field: (None, value) for field, value in checklist.said().items()},
        "items": (None, [item.said for item in items]),
    }
    record(
        Verb.CHECKLIST_ADDED,
        subject=checklist,
        project_id=project.pk,
        by=by,
        at=at,
        changes=changes,
    )
    return checklist


@transaction.atomic
def change_checklist(
    *,
    checklist: Checklist,
    name: str,
    use: ChecklistUse,
    items: Sequence[ItemDraft],
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Checklist:
    """Save a checklist as its next edition; work orders keep the edition they began with.

    :raises StaleEdit: if somebody saved in between.
    :raises ItemsRefused: if the items cannot be.
    """
    lock_catalogue(checklist.project)
    checklist = Checklist.objects.select_related("project").locked().get(pk=checklist.pk)
    refuse_retired(checklist)
    refuse_stale(checklist, seen)
    _check(items)
    before = {**checklist.said(), "items": [item.said for item in _drafts(checklist)]}
    checklist.name, checklist.use = name.strip(), use
    after = {**checklist.said(), "items": [item.said for item in items]}
    if before == after:
        return checklist
    checklist.edition += 1
    _save(checklist)
    _add_edition(checklist, items, by=by, at=at)
    changes = {field: (before[field], after[field]) for field in after}
    project_id = checklist.project_id
    record(
        Verb.CHECKLIST_CHANGED,
        subject=checklist,
        project_id=project_id,
        by=by,
        at=at,
        changes=changes,
    )
    return checklist


@transaction.atomic
def retire_checklist(
    *, checklist: Checklist, reason: str = "", by: Actor, at: datetime
) -> Checklist:
    """Offer a checklist no more; work orders that have it keep it."""
    checklist = Checklist.objects.locked().get(pk=checklist.pk)
    refuse_retired(checklist)
    checklist.retired_at = at
    checklist.save(update_fields=["retired_at"])
    project_id = checklist.project_id
    record(
        Verb.CHECKLIST_RETIRED,
        subject=checklist,
        project_id=project_id,
        by=by,
        at=at,
        reason=reason,
    )
    return checklist


@transaction.atomic
def restore_checklist(*, checklist: Checklist, by: Actor, at: datetime) -> Checklist:
    """Offer a retired checklist again.

    :raises NameTaken: if another one has its name by now.
    """
    checklist = Checklist.objects.locked().get(pk=checklist.pk)
    if checklist.retired_at is None:
        return checklist
    checklist.retired_at = None
    _save(checklist)
    record(
        Verb.CHECKLIST_RESTORED, subject=checklist, project_id=checklist.project_id, by=by, at=at
    )
    return checklist


def _drafts(checklist: Checklist) -> list[ItemDraft]:
    return [
        ItemDraft(Stage(item.stage), item.text, item.wants_photo)
        for item in items_of(checklist.project, checklist)
    ]


def _check(items: Sequence[ItemDraft]) -> None:
    if not items:
        raise ItemsRefused("检查表至少要有一项,请在任一阶段写上要检查的内容。")
    if len(items) > MOST_ITEMS:
        raise ItemsRefused(f"检查项最多 {MOST_ITEMS} 条,太长的表没有人会认真填。")
    seen = set()
    for item in items:
        if (item.stage, item.text) in seen:
            raise ItemsRefused(f"{item.stage.label}的“{item.text}”写了两次,请删去一条。")
        seen.add((item.stage, item.text))


def _save(checklist: Checklist) -> None:
    checklist.name_key = sort_key(checklist.name)
    try:
        with transaction.atomic():
            checklist.save()
    except IntegrityError as error:
        raise NameTaken(f"已经有检查表叫“{checklist.name}”,请换一个名称。") from error


def _add_edition(
    checklist: Checklist, items: Sequence[ItemDraft], *, by: Actor, at: datetime
) -> None:
    edition = ChecklistEdition.objects.create(
        project_id=checklist.project_id,
        checklist=checklist,
        number=checklist.edition,
        made_by_name=by.name,
        made_at=at,
    )
    ChecklistItem.objects.bulk_create(
        ChecklistItem(
            project_id=checklist.project_id,
            edition=edition,
            stage=item.stage,
            rank=rank,
            text=item.text,
            wants_photo=item.wants_photo,
        )
        for rank, item in enumerate(items, start=1)
    )
