"""The checklists of a visit: each thing ticked, explained or found wanting; lists added."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from anju.archives.models import File
from anju.core.actors import Actor
from anju.fieldwork.commands.showing import keep_photo
from anju.fieldwork.hands import Hand, Missing, NotOnSite, lock_in_hand, lock_visit, on_site
from anju.fieldwork.models import Visit, VisitCheck, VisitPhoto, VisitSheet
from anju.fieldwork.queries.sheets import current_edition, items_of
from anju.fieldwork.states import CheckState, PhotoKind
from anju.fieldwork.trail import record
from anju.fieldwork.verbs import FieldVerb as Verb
from anju.tickets.models import Checklist, ChecklistItem, WorkOrder
from anju.tickets.states import ChecklistUse, Stage

VERBS = {CheckState.SKIPPED: Verb.SKIPPED, CheckState.FAILED: Verb.FAILED}


@transaction.atomic
def tick(
    *,
    order: WorkOrder,
    item_id: int,
    hand: Hand,
    photos: Sequence[File] = (),
    happened_at: datetime,
    by: Actor,
    at: datetime,
) -> VisitCheck:
    """Tick a thing of the visit's checklists; the same tick again is the same tick.

    :param photos: loose files that show it, handed in with the tick.
    :raises Missing: without a photo where the checklist wants one.
    :raises NotOnSite: before arriving; what comes before leaving, before work has begun.
    """
    visit, item, known = _found(order, item_id, hand, at)
    if known is not None and known.state == CheckState.TICKED:
        return known
    visit = on_site(visit, visit.order, hand)
    _refuse_early(visit, item)
    for file in photos:
        keep_photo(
            visit=visit,
            kind=PhotoKind.CHECK,
            item=item,
            file=file,
            happened_at=happened_at,
            by=by,
            at=at,
        )
    if item.wants_photo and not VisitPhoto.objects.filter(visit=visit, item=item).exists():
        raise Missing(f"“{item.text}”要拍照,请先拍照再打勾。")
    check = _keep(visit, item, CheckState.TICKED, "", happened_at, at)
    record(Verb.TICKED, subject=visit, by=by, at=at, changes={"items": (None, item.text)})
    return check


@transaction.atomic
def untick(*, order: WorkOrder, item_id: int, hand: Hand, by: Actor, at: datetime) -> Visit:
    """Take back what was said of a thing, while the visit is under way."""
    visit, item, known = _found(order, item_id, hand, at)
    if known is None:
        return visit
    visit = on_site(visit, visit.order, hand)
    known.delete()
    record(Verb.UNTICKED, subject=visit, by=by, at=at, changes={"items": (item.text, None)})
    return visit


@transaction.atomic
def explain(
    *,
    order: WorkOrder,
    item_id: int,
    hand: Hand,
    state: CheckState,
    reason: str,
    happened_at: datetime,
    by: Actor,
    at: datetime,
) -> VisitCheck:
    """Say why a thing is not done, or what is wrong with it; it counts as not kept (C6.17.2).

    :raises Missing: without a reason.
    """
    visit, item, known = _found(order, item_id, hand, at)
    words = reason.strip()[:200]
    if known is not None and (known.state, known.reason) == (state, words):
        return known
    if not words:
        raise Missing(f"请写明“{item.text}”为什么没做到。")
    visit = on_site(visit, visit.order, hand)
    check = _keep(visit, item, state, words, happened_at, at)
    changes = {"items": (None, item.text)}
    record(VERBS[state], subject=visit, by=by, at=at, changes=changes, reason=words)
    return check


@transaction.atomic
def add_sheet(
    *, order: WorkOrder, checklist: Checklist, hand: Hand, by: Actor, at: datetime
) -> VisitSheet:
    """Work by a further checklist on this visit, in the edition that holds now.

    :raises Missing: if the list is not one to be chosen.
    """
    order = lock_in_hand(order, hand, at)
    visit = on_site(lock_visit(order, hand), order, hand)
    is_offered = checklist.use == ChecklistUse.CHOSEN and checklist.retired_at is None
    if not is_offered or checklist.project_id != order.project_id:
        raise Missing(f"“{checklist.name}”不能在现场加用,请重新选择。")
    used = VisitSheet.objects.filter(visit=visit, edition__checklist=checklist).first()
    if used is not None:
        return used
    edition = current_edition(order.project, checklist)
    sheet = VisitSheet.objects.create(project=order.project, visit=visit, edition=edition)
    changes = {"items": (None, checklist.name)}
    record(Verb.SHEET_ADDED, subject=visit, by=by, at=at, changes=changes)
    return sheet


def _found(
    order: WorkOrder, item_id: int, hand: Hand, at: datetime
) -> tuple[Visit, ChecklistItem, VisitCheck | None]:
    order = lock_in_hand(order, hand, at)
    visit = lock_visit(order, hand)
    if visit is None:
        visit = on_site(None, order, hand)
    item = next((each for each in items_of(order.project, visit) if each.pk == item_id), None)
    if item is None:
        raise Missing("这一项不在本次上门的检查表里,请刷新后再试。")
    return visit, item, VisitCheck.objects.filter(visit=visit, item=item).first()


def _refuse_early(visit: Visit, item: ChecklistItem) -> None:
    if item.stage == Stage.BEFORE_LEAVING and visit.started_at is None:
        raise NotOnSite("还没有开工,离开前的检查项请在做完以后打勾。")


def _keep(
    visit: Visit,
    item: ChecklistItem,
    state: CheckState,
    reason: str,
    happened_at: datetime,
    at: datetime,
) -> VisitCheck:
    facts = {
        "project": visit.project,
        "state": state,
        "reason": reason,
        "happened_at": max(happened_at, visit.arrived_at or visit.set_out_at),
        "received_at": at,
    }
    check, _ = VisitCheck.objects.update_or_create(visit=visit, item=item, defaults=facts)
    return check
