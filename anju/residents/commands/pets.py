"""Animals of a household (宠物)."""

from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.residents.commands.keeping import keep_before, locked_person
from anju.residents.models import Person, Pet
from anju.residents.verbs import ResidentVerb as Verb


@transaction.atomic
def add_pet(
    *,
    person: Person,
    kind: str,
    name: str = "",
    licence: str = "",
    note: str = "",
    by: Actor,
    at: datetime,
) -> Pet:
    """Enter an animal of a person's household."""
    person = locked_person(person)
    pet = Pet.objects.create(
        project_id=person.project_id,
        person=person,
        kind=kind.strip(),
        name=name.strip(),
        licence=licence.strip(),
        note=note.strip(),
    )
    record(
        Verb.PET_ADDED,
        subject=person,
        project_id=person.project_id,
        by=by,
        at=at,
        changes={"pet": (None, pet)},
    )
    return pet


@transaction.atomic
def change_pet(
    *,
    pet: Pet,
    kind: str,
    name: str,
    licence: str,
    note: str,
    by: Actor,
    at: datetime,
) -> Pet:
    """Correct what is known of an animal; what stood there before stays in the history."""
    person = locked_person(pet.person)
    pet = Pet.objects.select_for_update(of=("self",)).get(pk=pet.pk)
    before = pet.kind
    keep_before(person, {"pet": _whole(pet)}, by=by, at=at)
    pet.kind, pet.name = kind.strip(), name.strip()
    pet.licence, pet.note = licence.strip(), note.strip()
    pet.save(update_fields=["kind", "name", "licence", "note"])
    record(
        Verb.PET_CHANGED,
        subject=person,
        project_id=person.project_id,
        by=by,
        at=at,
        changes={"pet": (before, pet.kind)},
    )
    return pet


@transaction.atomic
def remove_pet(*, pet: Pet, by: Actor, at: datetime) -> Person:
    """Take an animal out that is not there any more; it stays in the history."""
    person = locked_person(pet.person)
    keep_before(person, {"pet": _whole(pet)}, by=by, at=at)
    Pet.objects.filter(pk=pet.pk).delete()
    record(
        Verb.PET_REMOVED,
        subject=person,
        project_id=person.project_id,
        by=by,
        at=at,
        changes={"pet": (pet.kind, None)},
    )
    return person


def _whole(pet: Pet) -> str:
    return " ".join(part for part in (pet.kind, pet.name, pet.licence, pet.note) if part)
