"""Photos of a visit."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from anju.archives.models import File
from anju.core.actors import Actor
from anju.fieldwork.attaching import attach
from anju.fieldwork.hands import Hand, Missing, lock_in_hand, lock_visit, on_site
from anju.fieldwork.models import Visit, VisitPhoto
from anju.fieldwork.queries.sheets import items_of
from anju.fieldwork.states import PhotoKind
from anju.fieldwork.trail import record
from anju.fieldwork.verbs import FieldVerb as Verb
from anju.tickets.models import ChecklistItem, WorkOrder


@transaction.atomic
def add_photos(
    *,
    order: WorkOrder,
    hand: Hand,
    kind: PhotoKind,
    item_id: int | None = None,
    photos: Sequence[File],
    happened_at: datetime,
    by: Actor,
    at: datetime,
) -> list[VisitPhoto]:
    """Keep photos of the visit under way; the same picture of the same thing is kept once.

    :param photos: loose files that this person uploaded.
    :raises Missing: without a picture, or for a thing that is not on the checklists.
    :raises NotOnSite: before arriving.
    """
    order = lock_in_hand(order, hand, at)
    if not photos:
        raise Missing("没有收到照片,请重新拍照。")
    visit = lock_visit(order, hand)
    known = _known(visit, kind, photos) if visit else []
    if known:
        return known
    visit = on_site(visit, order, hand)
    item = None
    if kind == PhotoKind.CHECK:
        items = items_of(order.project, visit)
        item = next((each for each in items if each.pk == item_id), None)
        if item is None:
            raise Missing("这一项不在本次上门的检查表里,请刷新后再试。")
    return [
        keep_photo(
            visit=visit, kind=kind, item=item, file=file, happened_at=happened_at, by=by, at=at
        )
        for file in photos
    ]


@transaction.atomic
def keep_photo(
    *,
    visit: Visit,
    kind: PhotoKind,
    item: ChecklistItem | None,
    file: File,
    happened_at: datetime,
    by: Actor,
    at: datetime,
) -> VisitPhoto:
    """Tie one picture to a locked visit; the same content of the same thing is kept once.

    :raises Missing: for what is no picture.
    """
    if not file.is_image:
        raise Missing(f"“{file.name}”不是照片,请拍照或选择图片。")
    same = VisitPhoto.objects.filter(visit=visit, kind=kind, item=item, file__blob=file.blob_id)
    known = same.first()
    if known is not None:
        return known
    project = visit.project
    attach(visit, file, by=by, at=at)
    photo = VisitPhoto.objects.create(
        project=project,
        visit=visit,
        kind=kind,
        item=item,
        file=file,
        happened_at=max(happened_at, visit.arrived_at or visit.set_out_at),
        received_at=at,
    )
    said = item.text if item else PhotoKind(kind).label
    record(Verb.PHOTO_ADDED, subject=visit, by=by, at=at, changes={"items": (None, said)})
    return photo


def _known(visit: Visit, kind: PhotoKind, photos: Sequence[File]) -> list[VisitPhoto]:
    """Return the photos if every one of them is kept already, so that a late repeat is no error."""
    blobs = {file.blob_id for file in photos}
    kept = VisitPhoto.objects.filter(visit=visit, kind=kind, file__blob__in=blobs)
    found = list(kept.select_related("file"))
    return found if {each.file.blob_id for each in found} == blobs else []
