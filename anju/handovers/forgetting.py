"""What the desk's books must keep of somebody, and what they forget (PIPL 47)."""

from datetime import date, datetime

from anju.core.actors import Actor
from anju.handovers.commands.forgetting import forget_borrower, scrub_handovers
from anju.handovers.models import LentThing
from anju.residents.models import Person, PersonState, Phone
from anju.tickets.models import Ticket


def reasons_to_keep(person: Person, day: date) -> list[str]:
    """Return why something must be kept: what they have borrowed and not brought back."""
    entries = [person, *Person.objects.filter(merged_into=person)]
    out = LentThing.objects.filter(project=person.project_id).out().filter(person__in=entries)
    count = out.count()
    return [f"有 {count} 件借用物品没有归还"] if count else []


def forget(person: Person, by: Actor, at: datetime) -> None:
    """Empty what they had borrowed, and take name and numbers out of the hand-overs."""
    entries = [person, *Person.objects.filter(merged_into=person)]
    own = Phone.objects.filter(project=person.project_id, person__in=entries)
    numbers = set(own.values_list("number", flat=True))
    others = Phone.objects.filter(
        project=person.project_id, number__in=numbers, person__state=PersonState.ACTIVE
    ).exclude(person__in=entries)
    alone = numbers - set(others.values_list("number", flat=True))
    forget_borrower(project=person.project, people=entries, numbers=alone, by=by, at=at)
    words = {each.name for each in entries} | {each.form_of_address for each in entries} | alone
    tickets = Ticket.objects.filter(project=person.project_id, person__in=entries)
    scrub_handovers(
        project=person.project,
        words={word for word in words if len(word) > 1},
        tickets=set(tickets.values_list("pk", flat=True)),
        by=by,
        at=at,
    )
