"""Emptying what contacts hold of somebody by value (PIPL 47)."""

from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.contacts.models import Outreach
from anju.contacts.states import ContactState
from anju.contacts.verbs import ContactVerb as Verb
from anju.core.actors import Actor
from anju.messaging.commands.sending import forget_out
from anju.residents.models import Person

FORGOTTEN = "已删除"


@transaction.atomic
def forget_contacts(*, person: Person, by: Actor, at: datetime) -> int:
    """Empty every contact with a person and give up what still waits; returns how many."""
    entries = [person.pk, *Person.objects.filter(merged_into=person).values_list("pk", flat=True)]
    found = list(Outreach.objects.of(person.project).filter(person__in=entries).locked())
    if not found:
        return 0
    for each in found:
        each.text, each.values, each.address, each.findings = FORGOTTEN, {}, "", []
        each.outcome = FORGOTTEN if each.outcome else ""
        each.why = FORGOTTEN if each.why else ""
        if each.is_waiting:
            each.state, each.settled_at = ContactState.CANCELLED, at
        each.save()
    forget_out(Outreach._meta.label_lower, [each.pk for each in found])
    changes = {"count": (None, len(found))}
    project_id = person.project_id
    record(Verb.FORGOTTEN, subject=person, project_id=project_id, by=by, at=at, changes=changes)
    return len(found)
