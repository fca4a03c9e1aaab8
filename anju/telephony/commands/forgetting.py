"""What calls hold of an erased person: their numbers."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.organization.models import Project
from anju.telephony.models import Call, CallBack, CallEvent, ExpectedCall
from anju.telephony.verbs import TelephonyVerb as Verb

GONE = ("other", "number", "extension", "recording_url")


@transaction.atomic
def forget_numbers(*, project: Project, numbers: Collection[str], by: Actor, at: datetime) -> int:
    """Empty calls and call-backs of some numbers; returns how many calls there were.

    That somebody called, when, how long and who answered stays, so that figures stay right.
    """
    if not numbers:
        return 0
    calls = list(Call.objects.of(project).filter(number__in=numbers).locked())
    for event in CallEvent.objects.filter(project=project, call__in=calls).order_by("pk"):
        event.body = {name: said for name, said in event.body.items() if name not in GONE}
        event.save(update_fields=["body"])
    for call in calls:
        call.raw = call.number = call.extension = call.recording_url = ""
        call.save(update_fields=["raw", "number", "extension", "recording_url"])
        record(Verb.FORGOTTEN, subject=call, project_id=project.pk, by=by, at=at)
    for back in CallBack.objects.of(project).filter(number__in=numbers).locked():
        back.number, back.said = f"x{back.pk}", ""
        back.save(update_fields=["number", "said"])
    ExpectedCall.objects.filter(project=project, number__in=numbers).update(number="")
    return len(calls)
