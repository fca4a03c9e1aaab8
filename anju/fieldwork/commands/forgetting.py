"""What visits hold of an erased person: their signature, the photos of their home, words."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from anju.archives.commands import detach_file
from anju.archives.queries import files_of
from anju.core.actors import Actor
from anju.fieldwork.models import Visit, VisitCheck, VisitPhoto
from anju.fieldwork.trail import record
from anju.fieldwork.verbs import FieldVerb as Verb
from anju.offline.commands.emptying import forget_entries
from anju.residents.models import Person
from anju.tickets.models import WorkOrder

FORGOTTEN = "(已删除)"


@transaction.atomic
def forget_visits(*, person: Person, by: Actor, at: datetime) -> int:
    """Empty the visits for an erased person's matters; returns how many there were.

    Moments, states and what was ticked stay, so that figures stay right. What phones handed in
    about the same orders is emptied with them.
    """
    entries = Person.objects.filter(Q(pk=person.pk) | Q(merged_into=person))
    visits = Visit.objects.filter(project=person.project_id, order__ticket__person__in=entries)
    orders = WorkOrder.objects.filter(project=person.project_id, ticket__person__in=entries)
    forget_entries(
        project=person.project,
        subject_type=WorkOrder._meta.label_lower,
        subject_ids=list(orders.values_list("pk", flat=True)),
        by=by,
        at=at,
    )
    count = 0
    for visit in visits.select_related("order__ticket").locked():
        VisitPhoto.objects.filter(visit=visit).delete()
        visit.signature, visit.signed_name = None, ""
        if visit.unsigned_reason:
            visit.unsigned_reason = FORGOTTEN
        if visit.left_reason:
            visit.left_reason = FORGOTTEN
        visit.save(update_fields=["signature", "signed_name", "unsigned_reason", "left_reason"])
        VisitCheck.objects.filter(visit=visit).exclude(reason="").update(reason=FORGOTTEN)
        for file in files_of(visit):
            detach_file(subject=visit, file=file, by=by, at=at)
        record(Verb.FORGOTTEN, subject=visit, by=by, at=at)
        count += 1
    return count
