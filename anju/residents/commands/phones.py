"""Telephones of a person: normalised, in order, never twice."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.core.masking import mask_phone
from anju.core.phones import PhoneNumber, parse_phone
from anju.residents.commands.keeping import index_people, keep_before, locked_person
from anju.residents.models import Person, Phone
from anju.residents.verbs import ResidentVerb as Verb

MOST = 8


class PhoneUnclear(DomainError):
    """The text is no telephone number."""


class PhoneTaken(DomainError):
    """The person has this number already, or too many."""


def parsed_phone(text: str) -> PhoneNumber:
    """Return the number that a text means; writes nothing and is no event.

    :raises PhoneUnclear: if it means none.
    """
    found = parse_phone(text)
    if found is None:
        digits = sum(mark.isdigit() for mark in text)
        raise PhoneUnclear(
            f"“{text.strip()[:30]}”不是有效的电话(共 {digits} 位数字):手机 11 位,以 13 至 19 开头;"
            "座机请带区号,例如 0571-88881234。"
        )
    return found


@transaction.atomic
def add_phone(*, person: Person, number: str, label: str = "", by: Actor, at: datetime) -> Phone:
    """Give a person a further number, after those there are.

    :raises PhoneUnclear: if the text is no number.
    :raises PhoneTaken: if the person has it, or has eight already.
    """
    person = locked_person(person)
    phone = give_phone(person, number, label)
    index_people(person.project, [person.pk], at=at)
    changes = {"phone": (None, phone)}
    record(
        Verb.PHONE_ADDED,
        subject=person,
        project_id=person.project_id,
        by=by,
        at=at,
        changes=changes,
    )
    return phone


def give_phone(person: Person, number: str, label: str = "") -> Phone:
    """Write a number for a person; no event: whoever calls it records one."""
    parsed = parsed_phone(number)
    taken = Phone.objects.filter(project=person.project_id, person=person)
    if taken.filter(number=parsed.number).exists():
        raise PhoneTaken(f"{mask_phone(parsed.number)} 已登记在此人名下,不用重复添加。")
    if taken.count() >= MOST:
        raise PhoneTaken(f"一个人最多登记 {MOST} 个电话,请先删除不用的。")
    last = taken.aggregate(last=Max("rank"))["last"] or 0
    return Phone.objects.create(
        project_id=person.project_id,
        person=person,
        number=parsed.number,
        extension=parsed.extension,
        raw=number.strip()[:40],
        label=label.strip(),
        rank=last + 1,
    )


@transaction.atomic
def change_phone(*, phone: Phone, number: str, label: str, by: Actor, at: datetime) -> Phone:
    """Correct a number or what it is for; the full old number stays in the history.

    :raises PhoneUnclear: if the text is no number.
    :raises PhoneTaken: if the person has the new number already.
    """
    person = locked_person(phone.person)
    phone = Phone.objects.select_for_update(of=("self",)).get(pk=phone.pk)
    parsed, before = parsed_phone(number), phone.number
    others = Phone.objects.filter(project=person.project_id, person=person).exclude(pk=phone.pk)
    if others.filter(number=parsed.number).exists():
        raise PhoneTaken(f"{mask_phone(parsed.number)} 已登记在此人名下,不用重复添加。")
    changes = {
        "phone": (mask_phone(before), mask_phone(parsed.number)),
        "label": (phone.label, label.strip()),
    }
    if before != parsed.number:
        keep_before(person, {"phone": before}, by=by, at=at)
        phone.raw = number.strip()[:40]
    phone.number, phone.extension, phone.label = parsed.number, parsed.extension, label.strip()
    phone.save(update_fields=["number", "extension", "label", "raw"])
    index_people(person.project, [person.pk], at=at)
    record(
        Verb.PHONE_CHANGED,
        subject=person,
        project_id=person.project_id,
        by=by,
        at=at,
        changes=changes,
    )
    return phone


@transaction.atomic
def remove_phone(*, phone: Phone, by: Actor, at: datetime) -> Person:
    """Take a number away that is no longer the person's; it stays in the history."""
    person = locked_person(phone.person)
    keep_before(person, {"phone": phone.number}, by=by, at=at)
    Phone.objects.filter(pk=phone.pk).delete()
    index_people(person.project, [person.pk], at=at)
    record(
        Verb.PHONE_REMOVED,
        subject=person,
        project_id=person.project_id,
        by=by,
        at=at,
        changes={"phone": (mask_phone(phone.number), None)},
    )
    return person


@transaction.atomic
def raise_phone(*, phone: Phone, by: Actor, at: datetime) -> Person:
    """Make a number the first to be called; the others follow in the order they had."""
    person = locked_person(phone.person)
    phones = list(Phone.objects.filter(project=person.project_id, person=person))
    ordered = sorted(phones, key=lambda each: (each.pk != phone.pk, each.rank, each.pk))
    for rank, each in enumerate(ordered, start=1):
        each.rank = rank
    Phone.objects.bulk_update(ordered, ["rank"])
    record(
        Verb.PHONE_RAISED,
        subject=person,
        project_id=person.project_id,
        by=by,
        at=at,
        changes={"phone": (None, phone)},
    )
    return person
