"""Things lent at the desk, and brought back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError, ForbiddenTransition
from anju.core.phones import parse_phone
from anju.estate.models import Unit
from anju.handovers.models import LentThing
from anju.handovers.states import Condition, ThingKind
from anju.handovers.verbs import HandoverVerb as Verb
from anju.organization.models import Project
from anju.residents.models import Person, PersonState


class NobodyNamed(DomainError):
    """A thing is lent to somebody."""


class PhoneUnclear(DomainError):
    """What was typed is no number that can be called."""


class DueBeforeNow(DomainError):
    """A thing is due after it was lent."""


class NoteMissing(DomainError):
    """What is damaged or lost is described."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loan:
    """What is lent to whom until when, as it was typed."""

    kind: ThingKind
    thing: str
    due_at: datetime
    unit: Unit | None = None
    name: str = ""
    phone: str = ""
    note: str = ""


@transaction.atomic
def lend_thing(
    *, project: Project, loan: Loan, once: str = "", by: Actor, at: datetime
) -> LentThing:
    """Write down what is lent; whose number is in register is linked to the register.

    :param once: the form's key; the same form sent again gets what it made the first time.
    :raises NobodyNamed: without a unit and without a name.
    :raises PhoneUnclear: for a number that nobody can call.
    :raises DueBeforeNow: if it should be back before it is lent.
    """
    Project.objects.select_for_update(no_key=True, of=("self",)).get(pk=project.pk)
    made = LentThing.objects.of(project).filter(once=once).exclude(once="").first()
    if made is not None:
        return made
    if loan.unit is None and not loan.name.strip():
        raise NobodyNamed("请写房号,或写借用人的姓名。")
    if loan.due_at <= at:
        raise DueBeforeNow("应还时间已经过了,请改成以后的时间。")
    number = _number(loan.phone)
    thing = LentThing.objects.create(
        project=project,
        kind=loan.kind,
        thing=loan.thing.strip(),
        person=_person_of(project, number),
        unit=loan.unit,
        borrower_name=loan.name.strip(),
        borrower_phone=number,
        lent_at=at,
        lent_by_name=by.label,
        due_at=loan.due_at,
        note=loan.note.strip(),
        once=once,
    )
    record(
        Verb.LENT,
        subject=thing,
        project_id=project.pk,
        by=by,
        at=at,
        changes={"unit": (None, loan.unit), "due_at": (None, loan.due_at)},
    )
    return thing


@transaction.atomic
def return_thing(
    *, thing: LentThing, condition: Condition, note: str = "", by: Actor, at: datetime
) -> LentThing:
    """Write down that a thing is back, and how; a lost one is off the list this way, too.

    :raises ForbiddenTransition: if it is back already.
    :raises NoteMissing: if it is damaged or lost and nobody says how.
    """
    thing = LentThing.objects.locked().get(pk=thing.pk)
    if thing.back_at is not None:
        raise ForbiddenTransition(f"{thing}已由{thing.back_by_name}收回,不用再登记。")
    if condition != Condition.GOOD and not note.strip():
        raise NoteMissing("有损坏或丢失的,请写明情况和怎么处理。")
    thing.back_at, thing.back_by_name = at, by.label
    thing.condition, thing.back_note = condition, note.strip()
    thing.save(update_fields=["back_at", "back_by_name", "condition", "back_note"])
    record(
        Verb.RETURNED,
        subject=thing,
        project_id=thing.project_id,
        by=by,
        at=at,
        changes={"condition": (None, condition.label)},
    )
    return thing


@transaction.atomic
def reveal_borrower(*, thing: LentThing, by: Actor, at: datetime) -> str:
    """Return the borrower's whole number, to call about the thing, and keep who asked."""
    record(
        Verb.REVEALED,
        subject=thing,
        project_id=thing.project_id,
        by=by,
        at=at,
        reason="催还借用物品",
    )
    return thing.borrower_phone


def _number(typed: str) -> str:
    if not typed.strip():
        return ""
    found = parse_phone(typed)
    if found is None:
        raise PhoneUnclear("这不是可以拨打的电话号码,请核对,例如 13812345678 或 0571-87654321。")
    return found.number


def _person_of(project: Project, number: str) -> Person | None:
    """Return whose number it is, if it is one person's only."""
    if not number:
        return None
    people = Person.objects.filter(
        project=project, state=PersonState.ACTIVE, phones__number=number
    ).distinct()
    found = list(people.order_by("pk")[:2])
    return found[0] if len(found) == 1 else None
