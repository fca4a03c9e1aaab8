"""The identity number of a person: checked, sealed, found by its blind index, there once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.core.sealing import blind_index, seal
from anju.residents.commands.keeping import locked_person
from anju.residents.models import IdentityKind, Person, PersonState
from anju.residents.models.identity import fault_of_identity, plain_identity
from anju.residents.verbs import ResidentVerb as Verb

INDEX_PURPOSE = "residents.identity"
IDENTITY_COLUMNS = [
    "identity_kind",
    "identity_sealed",
    "identity_index",
    "identity_tail",
    "version",
]


class IdentityUnclear(DomainError):
    """The identity number is none of its kind."""


class IdentityTaken(DomainError):
    """Somebody with this identity number is in register already: `person`."""

    def __init__(self, message: str, person: Person | None) -> None:
        super().__init__(message)
        self.person = person


@dataclass(frozen=True, slots=True)
class Identity:
    """A kind of document and its number as typed; empty for none."""

    kind: str = ""
    number: str = ""


NO_IDENTITY = Identity()


@transaction.atomic
def set_identity(
    *,
    person: Person,
    identity: Identity,
    key: bytes,
    by: Actor,
    at: datetime,
) -> Person:
    """Write a person's identity number anew, or take it out (an empty number).

    The old number is gone with it: it is kept sealed or not at all, so no history keeps it.

    :raises IdentityUnclear: if the number is none of its kind.
    :raises IdentityTaken: if somebody else in register has it.
    """
    person = locked_person(person)
    was = (person.identity_kind, person.identity_tail)
    person.version += 1
    _save_identity(person, identity, key)
    record(
        Verb.IDENTITY_CHANGED,
        subject=person,
        project_id=person.project_id,
        by=by,
        at=at,
        changes={
            "identity": (
                _identity_name(*was),
                _identity_name(person.identity_kind, person.identity_tail),
            )
        },
    )
    return person


def save_new(person: Person, identity: Identity, key: bytes) -> None:
    """Save a new person with the number; no event: whoever calls it records one.

    The seal is bound to the row's own number, so it is made after the row.
    """
    number = _checked_identity(identity)
    if not number:
        person.save(force_insert=True)
        return
    found = _with_identity(person, number, key)
    if found is not None:
        raise _taken_by(found)
    person.save(force_insert=True)
    _save_identity(person, identity, key)


def _save_identity(person: Person, identity: Identity, key: bytes) -> None:
    _seal_identity(person, identity, key)
    try:
        with transaction.atomic():
            person.save(update_fields=IDENTITY_COLUMNS)
    except IntegrityError as error:  # an import wrote the same number this very moment
        raise IdentityTaken("这个证件号码刚刚由同事登记了。请刷新后查找那位住户。", None) from error


def _seal_identity(person: Person, identity: Identity, key: bytes) -> None:
    number = _checked_identity(identity)
    if not number:
        person.identity_kind, person.identity_tail = "", ""
        person.identity_sealed, person.identity_index = b"", None
        return
    found = _with_identity(person, number, key)
    if found is not None:
        raise _taken_by(found)
    person.identity_kind, person.identity_tail = identity.kind, number[-4:]
    person.identity_sealed = seal(number, key=key, purpose=f"{INDEX_PURPOSE}:{person.pk}")
    person.identity_index = blind_index(number, key=key, purpose=INDEX_PURPOSE)


def _checked_identity(identity: Identity) -> str:
    number = plain_identity(identity.number)
    if not number:
        return ""
    fault = fault_of_identity(identity.kind, number)
    if fault:
        raise IdentityUnclear(fault)
    return number


def _with_identity(person: Person, number: str, key: bytes) -> Person | None:
    index = blind_index(number, key=key, purpose=INDEX_PURPOSE)
    people = Person.objects.of(person.project).filter(identity_index=index)
    kept = people.filter(state__in=[PersonState.ACTIVE, PersonState.RESTRICTED])
    return kept.exclude(pk=person.pk).order_by("pk").first()


def _taken_by(found: Person) -> IdentityTaken:
    return IdentityTaken(
        f"这个证件号码已登记在{found.masked_name}名下,不能再登记一位。请打开那位住户,在其页面上修改。",
        found if found.is_active else None,
    )


def _identity_name(kind: str, tail: str) -> str:
    if not kind:
        return ""
    return f"{IdentityKind(kind).label} **{tail[-2:]}"
