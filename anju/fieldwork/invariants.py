"""What the database cannot hold by itself about visits."""

from collections.abc import Iterator

from django.db.models import F

from anju.fieldwork.models import Visit, VisitCheck, VisitPhoto
from anju.fieldwork.states import OPEN, CheckState, VisitState


def broken(*, deep: bool = False) -> Iterator[str]:
    """Yield a sentence for every visit that contradicts its order, its lists or its project."""
    foreign = Visit.objects.exclude(order__project=F("project")).select_related("order")
    for visit in foreign.order_by("pk"):
        yield f"上门记录 {visit.pk}({visit})属于另一个项目的派工单。"
    over = Visit.objects.filter(state__in=OPEN, order__state__in=("CHECKED",))
    for visit in over.select_related("order").order_by("pk"):
        yield f"上门记录 {visit.pk}({visit})还没有结束,派工单已经检查通过。"
    strange = VisitCheck.objects.exclude(visit__sheets__edition=F("item__edition"))
    for check in strange.select_related("item", "visit__order").order_by("pk"):
        yield f"上门记录 {check.visit_id}的检查项“{check.item.text}”不在它的检查表里。"
    kept = Visit.objects.filter(state=VisitState.DONE, seven_kept=True)
    left_out = kept.filter(checks__state__in=(CheckState.SKIPPED, CheckState.FAILED))
    for visit in left_out.select_related("order").distinct().order_by("pk"):
        yield f"上门记录 {visit.pk}({visit})记为全部做到,但有检查项没有做。"
    loose = VisitPhoto.objects.exclude(
        file__subject_type=Visit._meta.label_lower, file__subject_id=F("visit_id")
    )
    for photo in loose.select_related("visit__order").order_by("pk"):
        yield f"上门记录 {photo.visit_id}的照片 {photo.pk}不属于这次上门。"
