"""What hand-overs and the register of lent things hold of an erased person (PIPL 47)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from anju.audit.record import record
from anju.core.actors import Actor
from anju.handovers.models import DutyLine, Handover, LentThing, Objection
from anju.handovers.verbs import HandoverVerb as Verb
from anju.organization.models import Project
from anju.residents.models import Person

PUT_INSTEAD = "(已删除)"


@transaction.atomic
def forget_borrower(
    *,
    project: Project,
    people: Collection[Person],
    numbers: Collection[str],
    by: Actor,
    at: datetime,
) -> int:
    """Empty name, number and words of what somebody had borrowed; returns how many things.

    That a thing was out, how long and how it came back stays.
    """
    theirs = Q(person__in=people) | Q(borrower_phone__in=[each for each in numbers if each])
    count = 0
    for thing in LentThing.objects.of(project).filter(theirs).locked():
        thing.borrower_name, thing.borrower_phone = PUT_INSTEAD, ""
        thing.note = thing.back_note = ""
        thing.save(update_fields=["borrower_name", "borrower_phone", "note", "back_note"])
        record(Verb.BORROWER_FORGOTTEN, subject=thing, project_id=project.pk, by=by, at=at)
        count += 1
    return count


@transaction.atomic
def scrub_handovers(
    *,
    project: Project,
    words: Collection[str],
    tickets: Collection[int],
    by: Actor,
    at: datetime,
) -> int:
    """Take words out of every hand-over that has them, and the lines of some tickets; how many.

    :param tickets: of the erased person: of them only the number stays.
    """
    lines = DutyLine.objects.filter(project=project).filter(_has("words", words))
    objections = Objection.objects.filter(project=project).filter(
        _has("words", words) | _has("answer", words)
    )
    for line in lines.order_by("pk"):
        line.words = _without(line.words, words)[:300]
        line.save(update_fields=["words"])
    for objection in objections.order_by("pk"):
        objection.words = _without(objection.words, words)[:300]
        objection.answer = _without(objection.answer, words)[:300]
        objection.save(update_fields=["words", "answer"])
    count = 0
    for handover in Handover.objects.of(project).order_by("pk").locked():
        notes, why = _without(handover.notes, words), _without(handover.settled_why, words)
        left = [_emptied(item, words, tickets) for item in handover.left]
        if (notes, why, left) == (handover.notes, handover.settled_why, handover.left):
            continue
        handover.notes, handover.settled_why, handover.left = notes[:2000], why[:200], left
        handover.save(update_fields=["notes", "settled_why", "left"])
        record(Verb.SCRUBBED, subject=handover, project_id=project.pk, by=by, at=at)
        count += 1
    return count


def _has(field: str, words: Collection[str]) -> Q:
    found = Q(pk__in=[])
    for word in words:
        found |= Q(**{f"{field}__contains": word})
    return found


def _without(text: str, words: Collection[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, PUT_INSTEAD)
    return text


def _emptied(
    item: dict[str, object], words: Collection[str], tickets: Collection[int]
) -> dict[str, object]:
    title = str(item["title"])
    if item["ticket_id"] in tickets:
        title = f"{title.split(' ', 1)[0]} {PUT_INSTEAD}"
    return {**item, "title": _without(title, words)}
