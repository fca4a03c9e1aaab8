"""What the telephone shows on a resident's page: the last calls with their numbers."""

from datetime import datetime

from anju.organization.access import Access
from anju.residents.hooks import PersonPanel
from anju.residents.models import Person
from anju.telephony.permissions import TelephonyPermission as May
from anju.telephony.queries.calls import calls_with_numbers


def panels(person: Person, access: Access, at: datetime) -> list[PersonPanel]:
    """Return the last calls with the person's numbers; nothing for who may not read the log."""
    if not access.may(May.READ):
        return []
    numbers = [phone.number for phone in person.phones.all()]
    calls = calls_with_numbers(person.project, numbers) if numbers else []
    context = {"calls": calls, "code": person.project.code}
    return [PersonPanel("通话", "phone", "telephony/person_panel.html", context)] if calls else []
