"""What must hold of calls and the database cannot hold by itself: a call is what its events say."""

from collections.abc import Iterator
from dataclasses import asdict

from anju.clocks.models import Clock
from anju.telephony.commands.hearing import told_of
from anju.telephony.folding import fold
from anju.telephony.models import Call, CallBack
from anju.telephony.states import CallBackState

BATCH = 500


def broken(*, deep: bool = False) -> Iterator[str]:
    """Yield a sentence for every call that differs from its events, and for orphaned deadlines.

    Calls that go on always; all others only with `deep`.
    """
    calls, last = (Call.objects.all() if deep else Call.objects.going_on()), 0
    while batch := list(
        calls.filter(pk__gt=last).order_by("pk").prefetch_related("events")[:BATCH]
    ):
        last = batch[-1].pk
        for call in batch:
            yield from _differences(call)
    yield from _deadlines()


def _differences(call: Call) -> Iterator[str]:
    events = [told_of(event) for event in call.events.all()]
    if not events:
        yield f"通话 {call.pk} 没有任何事件,无法核对。"
        return
    said = asdict(fold(events))
    wrong = [name for name, value in said.items() if getattr(call, name) != value]
    if wrong:
        yield f"通话 {call.pk} 与事件不符:{'、'.join(wrong)}。"


def _deadlines() -> Iterator[str]:
    done = CallBack.objects.filter(state=CallBackState.DONE).order_by("pk")
    ids = set(done.values_list("pk", flat=True))
    running = Clock.objects.open().filter(subject_type=CallBack._meta.label_lower)
    for clock in running.order_by("pk"):
        if clock.subject_id in ids:
            yield f"回电 {clock.subject_id} 已完成,时限 {clock.pk} 还在计时。"
