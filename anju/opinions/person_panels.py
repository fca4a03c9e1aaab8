"""What opinions show on a resident's page: praise both ways."""

from datetime import datetime

from anju.opinions.permissions import OpinionPermission as May
from anju.opinions.queries.praise import praise_of_person
from anju.organization.access import Access
from anju.residents.hooks import PersonPanel
from anju.residents.models import Person

SHOWN = 5


def panels(person: Person, access: Access, at: datetime) -> list[PersonPanel]:
    """Return the last praise by or for somebody; nothing where there is none."""
    if not access.may(May.READ):
        return []
    rows = list(praise_of_person(person.project, person)[:SHOWN])
    if not rows:
        return []
    return [PersonPanel("表扬", "id-badge-2", "opinions/panels/praise.html", {"rows": rows})]
