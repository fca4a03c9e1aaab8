"""Looking at what is masked, with a reason that stays in the trail (PIPL 51, 69)."""

from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.core.sealing import unseal
from anju.residents.commands.identifying import INDEX_PURPOSE
from anju.residents.commands.keeping import scrubbed
from anju.residents.models import EmergencyContact, Person, Phone
from anju.residents.verbs import ResidentVerb as Verb


class ReasonMissing(DomainError):
    """A reveal says why."""


@transaction.atomic
def reveal_phone(*, phone: Phone, reason: str, by: Actor, at: datetime) -> str:
    """Return a resident's whole number, and keep in the trail who asked and why.

    :raises ReasonMissing: without a reason of at least two characters.
    """
    person = phone.person
    record(
        Verb.PHONE_REVEALED,
        subject=person,
        project_id=person.project_id,
        by=by,
        at=at,
        changes={"phone": (None, phone)},
        reason=_said(reason, person),
    )
    return f"{phone.number} 转 {phone.extension}" if phone.extension else phone.number


@transaction.atomic
def reveal_contact(*, contact: EmergencyContact, reason: str, by: Actor, at: datetime) -> str:
    """Return the whole number of whom to call, and keep in the trail who asked and why.

    :raises ReasonMissing: without a reason of at least two characters.
    """
    person = contact.person
    record(
        Verb.CONTACT_REVEALED,
        subject=person,
        project_id=person.project_id,
        by=by,
        at=at,
        changes={"contact": (None, contact)},
        reason=_said(reason, person),
    )
    return contact.phone


@transaction.atomic
def reveal_identity(*, person: Person, reason: str, key: bytes, by: Actor, at: datetime) -> str:
    """Return a person's whole identity number, and keep in the trail who asked and why.

    :param key: the data key.
    :raises ReasonMissing: without a reason of at least two characters.
    """
    record(
        Verb.IDENTITY_REVEALED,
        subject=person,
        project_id=person.project_id,
        by=by,
        at=at,
        reason=_said(reason, person),
    )
    if not person.has_identity:
        return ""
    purpose = f"{INDEX_PURPOSE}:{person.pk}"
    return unseal(bytes(person.identity_sealed), key=key, purpose=purpose)


def _said(reason: str, person: Person) -> str:
    if len(reason.strip()) < 2:
        raise ReasonMissing("请写明查看的原因,例如“通知停水停电”。")
    return scrubbed(reason, person)
