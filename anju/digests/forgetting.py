"""What a digest may hold of an erased person: words that staff wrote into it by hand."""

from datetime import date, datetime

from anju.core.actors import Actor
from anju.digests.commands.scrubbing import scrub_digests
from anju.residents.models import Person, Phone


def reasons_to_keep(person: Person, day: date) -> list[str]:
    """Return why something must be kept: a digest keeps nothing of a person."""
    return []


def forget(person: Person, by: Actor, at: datetime) -> None:
    """Put something else in the place of the person's name and numbers."""
    numbers = Phone.objects.filter(project=person.project_id, person=person)
    entries = [person, *Person.objects.filter(merged_into=person)]
    words = {each.name for each in entries} | {each.form_of_address for each in entries}
    words |= set(numbers.values_list("number", flat=True))
    named = {word for word in words if len(word) > 1}
    scrub_digests(project=person.project, words=named, by=by, at=at)
