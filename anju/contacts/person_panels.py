"""What the door shows on a resident's page."""

from datetime import datetime

from anju.contacts.permissions import ContactPermission as May
from anju.contacts.queries.outreaches import contacts_of
from anju.organization.access import Access
from anju.residents.hooks import PersonPanel
from anju.residents.models import Person

SHOWN = 5


def panels(person: Person, access: Access, at: datetime) -> list[PersonPanel]:
    """Return the last contacts with somebody; nothing for who may not read them."""
    if not access.may(May.READ):
        return []
    context = {
        "rows": list(contacts_of(person.project, person=person)[:SHOWN]),
        "person": person,
        "code": person.project.code,
        "access": access,
        "may_send": access.may(May.SEND) and person.is_active,
    }
    return [PersonPanel("联系", "send", "contacts/panels/person.html", context)]
