"""What an erased person said or was thanked for: the words go, the figures stay (PIPL 47)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from anju.audit.record import record
from anju.core.actors import Actor
from anju.opinions.models import OpinionCard, Praise
from anju.opinions.verbs import OpinionVerb as Verb
from anju.residents.models import Person

FORGOTTEN = "(已删除)"


@transaction.atomic
def forget_opinions(*, person: Person, by: Actor, at: datetime) -> int:
    """Empty the words of somebody's cards and praise; returns how many there were."""
    entries = Person.objects.filter(Q(pk=person.pk) | Q(merged_into=person))
    cards = OpinionCard.objects.filter(project=person.project_id, ticket__person__in=entries)
    count = cards.exclude(words="").update(words="")
    praise = Praise.objects.filter(project=person.project_id)
    theirs = praise.filter(Q(person__in=entries) | Q(ticket__person__in=entries))
    count += theirs.update(words=FORGOTTEN)
    if count:
        record(Verb.FORGOTTEN, subject=person, project_id=person.project_id, by=by, at=at)
    return count
