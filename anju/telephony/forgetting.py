"""What the telephone must keep of somebody, and what it forgets (PIPL 47)."""

from datetime import date, datetime

from anju.core.actors import Actor
from anju.residents.models import Person, PersonState, Phone
from anju.telephony.commands.forgetting import forget_numbers


def reasons_to_keep(person: Person, day: date) -> list[str]:
    """Return why something must be kept: calls keep nothing of a person."""
    return []


def forget(person: Person, by: Actor, at: datetime) -> None:
    """Empty the calls of their numbers, except those that others in register have as well."""
    own = Phone.objects.filter(project=person.project_id, person=person)
    numbers = set(own.values_list("number", flat=True))
    others = Phone.objects.filter(
        project=person.project_id, number__in=numbers, person__state=PersonState.ACTIVE
    ).exclude(person=person)
    numbers -= set(others.values_list("number", flat=True))
    forget_numbers(project=person.project, numbers=numbers, by=by, at=at)
