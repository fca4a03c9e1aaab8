"""The settings of the door as commands and screens look them up."""

from datetime import datetime

from anju.contacts.models import ContactTerms
from anju.contacts.quiet import Hours, decent, rests
from anju.organization.models import Project
from anju.residents.models import Person


def terms_of(project: Project) -> ContactTerms:
    """Return a project's settings; the defaults, unsaved, where nobody ever changed them."""
    return ContactTerms.objects.filter(project=project).first() or ContactTerms(project=project)


def own_hours(person: Person) -> list[Hours]:
    """Return the quiet time that a person asked for, if any."""
    if person.quiet_from is None or person.quiet_until is None:
        return []
    return [(person.quiet_from, person.quiet_until)]


def rests_now(project: Project, person: Person, moment: datetime) -> bool:
    """Tell whether a person is not to be disturbed at a moment, by our hours or their own."""
    return rests([*terms_of(project).hours, *own_hours(person)], moment)


def decent_moment(project: Project, person: Person, moment: datetime) -> datetime:
    """Return from when something that we start may reach a person."""
    return decent(terms_of(project).hours, own_hours(person), moment)
