"""Why the register itself must keep somebody: they belong here still."""

from datetime import date, datetime

from anju.core.actors import Actor
from anju.drafts.commands import drop_drafts_holding
from anju.residents.models import Person, Phone
from anju.residents.queries.belongings import standing_ties


def reasons_to_keep(person: Person, day: date) -> list[str]:
    """Return what somebody still is here: 仍是 3-1-502 的业主."""
    return standing_ties(person, day=day)


def forget(person: Person, by: Actor, at: datetime) -> None:
    """Let go of drafts that speak of them; the command that calls this empties the register."""
    numbers = Phone.objects.filter(project=person.project_id, person=person)
    words = {person.name, *numbers.values_list("number", flat=True)}
    drop_drafts_holding(project=person.project, words={word for word in words if len(word) > 1})
