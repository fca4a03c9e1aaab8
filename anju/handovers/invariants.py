"""What the database cannot hold by itself about hand-overs."""

from collections.abc import Iterator

from django.db.models import F

from anju.handovers.models import Handover, Objection
from anju.handovers.states import HandoverState


def broken(*, deep: bool = False) -> Iterator[str]:
    """Yield a sentence for every hand-over whose signatures or objections do not fit."""
    early = Handover.objects.filter(relieved_at__lt=F("signed_at"))
    for handover in early.order_by("pk"):
        yield f"项目 {handover.project_id}:{handover}的接班时间早于交班时间。"
    disputed = Handover.objects.filter(state=HandoverState.DISPUTED)
    asked = Objection.objects.filter(answered_at=None).values("handover")
    for handover in disputed.exclude(pk__in=asked).order_by("pk"):
        yield f"项目 {handover.project_id}:{handover}有异议,却没有待答复的异议。"
