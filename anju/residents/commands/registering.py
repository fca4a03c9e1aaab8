"""Entering somebody into the register, and correcting what it says of them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError, StaleEdit
from anju.core.masking import mask_name
from anju.core.spelling import sort_key
from anju.organization.models import Project
from anju.residents.commands.identifying import NO_IDENTITY, Identity, save_new
from anju.residents.commands.keeping import (
    index_people,
    keep_before,
    locked_person,
)
from anju.residents.commands.phones import MOST, PhoneTaken, give_phone, parsed_phone
from anju.residents.models import (
    Channel,
    ContactGround,
    Person,
    PersonKind,
)
from anju.residents.verbs import ResidentVerb as Verb

# What says something about a person beyond being there: masked, or told without its words.
UNTOLD = {"habits", "do_not_disturb", "languages", "email", "consent_version"}
LABELS = {
    "kind": PersonKind,
    "preferred_channel": Channel,
    "contact_ground": ContactGround,
}


class ProbableDuplicate(DomainError):
    """People of the same name with the same telephone: `people`. One may be sure it is another."""

    def __init__(self, message: str, people: list[Person]) -> None:
        super().__init__(message)
        self.people = people


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """What the register says of a person, beside telephones and identity number."""

    name: str
    kind: str = PersonKind.PERSON
    form_of_address: str = ""
    languages: tuple[str, ...] = ()
    habits: str = ""
    do_not_disturb: str = ""
    quiet_from: time | None = None
    quiet_until: time | None = None
    email: str = ""
    preferred_channel: str = ""
    contact_ground: str = ContactGround.CONTRACT
    consent_version: str = ""
    consented_on: date | None = None


@transaction.atomic
def register_person(
    *,
    project: Project,
    facts: PersonFacts,
    phones: Sequence[str] = (),
    identity: Identity = NO_IDENTITY,
    key: bytes,
    is_someone_else: bool = False,
    once: str = "",
    by: Actor,
    at: datetime,
) -> Person:
    """Enter somebody into the register, found by the search from now on.

    :param phones: as typed, the first to be called first.
    :param key: the data key, to seal the identity number.
    :param is_someone_else: somebody looked at the probable duplicates and says it is another.
    :param once: the key that the form carried; the same form sent again gets the same person.
    :raises IdentityTaken: if the identity number is in register.
    :raises ProbableDuplicate: for the same name with the same telephone, unless told otherwise.
    """
    Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    made = Person.objects.of(project).filter(once=once).exclude(once="").first()
    if made is not None:
        return made
    if len(phones) > MOST:
        raise PhoneTaken(f"一个人最多登记 {MOST} 个电话,请只留常用的。")
    typed: dict[str, str] = {}
    for phone in phones:
        typed.setdefault(parsed_phone(phone).number, phone)
    if not is_someone_else:
        _refuse_probable_duplicate(project, facts.name, list(typed))
    person = Person(project=project, once=once, registered_at=at, **_columns(facts))
    save_new(person, identity, key)
    for phone in typed.values():
        give_phone(person, phone)
    index_people(project, [person.pk], at=at)
    record(Verb.REGISTERED, subject=person, project_id=project.pk, by=by, at=at)
    return person


@transaction.atomic
def change_person(
    *, person: Person, facts: PersonFacts, version: int, by: Actor, at: datetime
) -> Person:
    """Correct what the register says; full old values go to the history, masked ones to the trail.

    :raises StaleEdit: if somebody saved in between; nothing is overwritten.
    """
    person = locked_person(person)
    if person.version != version:
        raise StaleEdit("您编辑期间,同事已保存了另一版。下面并排显示两份内容,请核对后再保存。")
    columns = _columns(facts)
    before = {name: getattr(person, name) for name in columns}
    changed = {name for name in columns if before[name] != columns[name]}
    if not changed:
        return person
    for name in changed:
        setattr(person, name, columns[name])
    person.version = version + 1
    person.save(update_fields=[*changed, "version"])
    changed.discard("name_key")
    keep_before(person, {name: _text(before[name]) for name in changed}, by=by, at=at)
    index_people(person.project, [person.pk], at=at)
    record(
        Verb.CHANGED,
        subject=person,
        project_id=person.project_id,
        by=by,
        at=at,
        changes={name: _told(name, before[name], columns[name]) for name in sorted(changed)},
    )
    return person


def _refuse_probable_duplicate(project: Project, name: str, numbers: Sequence[str]) -> None:
    if not numbers:
        return
    same = Person.objects.of(project).active().filter(name_key=sort_key(name.strip()))
    found = list(same.filter(phones__number__in=numbers).by_name().distinct())
    if found:
        raise ProbableDuplicate(
            "已有同名且电话相同的住户,很可能是同一个人。请先看一眼;确实是另一个人,再选“仍然登记”。",
            found,
        )


def _columns(facts: PersonFacts) -> dict[str, object]:
    columns: dict[str, object] = {each.name: getattr(facts, each.name) for each in fields(facts)}
    columns["name"] = facts.name.strip()
    columns["languages"] = list(facts.languages)
    columns["name_key"] = sort_key(facts.name.strip())
    return columns


def _text(value: object) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value))
    return "" if value is None else str(value)


def _told(name: str, before: object, after: object) -> tuple[object, object]:
    """Return a change as the trail may keep it for ever."""
    if name in ("name", "form_of_address"):
        return mask_name(str(before)), mask_name(str(after))
    if name in UNTOLD:
        return _filled(before), _filled(after, changed=bool(before))
    if name in LABELS:
        labels = dict(LABELS[name].choices)
        return labels.get(str(before), ""), labels.get(str(after), "")
    return _clock(before), _clock(after)


def _clock(value: object) -> object:
    return f"{value:%H:%M}" if isinstance(value, time) else value


def _filled(value: object, *, changed: bool = False) -> str:
    if not value:
        return ""
    return "已改写" if changed else "已填写"
