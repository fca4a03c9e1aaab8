"""Whom to call when something has happened to a resident (紧急联系人)."""

from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.masking import mask_name, mask_phone
from anju.residents.commands.keeping import keep_before, locked_person
from anju.residents.commands.phones import parsed_phone
from anju.residents.models import EmergencyContact, Person
from anju.residents.verbs import ResidentVerb as Verb


@transaction.atomic
def add_contact(
    *, person: Person, name: str, relation: str, phone: str, by: Actor, at: datetime
) -> EmergencyContact:
    """Enter whom to call for a person.

    :raises PhoneUnclear: if the telephone is none.
    """
    person = locked_person(person)
    contact = EmergencyContact.objects.create(
        project_id=person.project_id,
        person=person,
        name=name.strip(),
        relation=relation.strip(),
        phone=parsed_phone(phone).number,
    )
    record(
        Verb.CONTACT_ADDED,
        subject=person,
        project_id=person.project_id,
        by=by,
        at=at,
        changes={"contact": (None, _told(contact))},
    )
    return contact


@transaction.atomic
def change_contact(
    *,
    contact: EmergencyContact,
    name: str,
    relation: str,
    phone: str,
    by: Actor,
    at: datetime,
) -> EmergencyContact:
    """Correct whom to call; the old entry stays in the history.

    :raises PhoneUnclear: if the telephone is none.
    """
    person = locked_person(contact.person)
    contact = EmergencyContact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    before = _told(contact)
    keep_before(person, {"contact": _whole(contact)}, by=by, at=at)
    contact.name, contact.relation = name.strip(), relation.strip()
    contact.phone = parsed_phone(phone).number
    contact.save(update_fields=["name", "relation", "phone"])
    record(
        Verb.CONTACT_CHANGED,
        subject=person,
        project_id=person.project_id,
        by=by,
        at=at,
        changes={"contact": (before, _told(contact))},
    )
    return contact


@transaction.atomic
def remove_contact(*, contact: EmergencyContact, by: Actor, at: datetime) -> Person:
    """Take somebody away who need not be called any more; the entry stays in the history."""
    person = locked_person(contact.person)
    keep_before(person, {"contact": _whole(contact)}, by=by, at=at)
    EmergencyContact.objects.filter(pk=contact.pk).delete()
    record(
        Verb.CONTACT_REMOVED,
        subject=person,
        project_id=person.project_id,
        by=by,
        at=at,
        changes={"contact": (_told(contact), None)},
    )
    return person


def _told(contact: EmergencyContact) -> str:
    return f"{mask_name(contact.name)} {contact.relation} {mask_phone(contact.phone)}"


def _whole(contact: EmergencyContact) -> str:
    return f"{contact.name} {contact.relation} {contact.phone}"
