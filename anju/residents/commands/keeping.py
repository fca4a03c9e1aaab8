"""What the commands about people share: locking, old values, the index, reasons without numbers."""

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import chain

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.core.masking import mask_name, mask_phone
from anju.core.periods import local_date
from anju.estate.models import Unit
from anju.organization.models import Project
from anju.residents.models import Person, PersonChange
from anju.residents.queries.finding import SUBJECT, entries_of
from anju.search.indexing import index, unindex

NUMBERS = re.compile(r"(?<!\d)[\d][\d -]{5,}[\dXx](?!\d)")
PLATES = re.compile(r"[\u4e00-\u9fff][A-Z]·?[A-Z0-9]{5,6}")


class NotInRegister(DomainError):
    """Only somebody in register (在册) can be changed."""


def locked_person(person: Person) -> Person:
    """Return the person, locked, if in register; writes nothing and is no event.

    :raises NotInRegister: once merged, put out of use or erased.
    """
    found = Person.objects.locked().get(pk=person.pk)
    if not found.is_active:
        raise NotInRegister("这位住户已不在册(已合并、停止使用或已删除),不能再修改。请刷新页面。")
    return found


def keep_before(person: Person, before: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """Keep full old values until the person is erased; no event: whoever calls it records one."""
    PersonChange.objects.bulk_create(
        PersonChange(
            project_id=person.project_id,
            person=person,
            field=field,
            before=value,
            at=at,
            by_name=by.label[:80],
        )
        for field, value in before.items()
        if value
    )


def index_people(project: Project, ids: Collection[int], *, at: datetime) -> None:
    """Bring the search in step with these people; no event: whoever calls it records one."""
    unindex(project, SUBJECT, ids)
    index(project, *entries_of(project, ids, day=local_date(at)))


def tell_unit(
    verb: str,
    unit: Unit,
    people: Collection[Person],
    *,
    changes: Mapping[str, tuple[object, object]],
    reason: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Record on the unit what was recorded on its people; no event of its own.

    The unit's page shows it and is pinged, as the people's pages are.
    """
    named = "、".join(str(person) for person in people)
    record(
        verb,
        subject=unit,
        project_id=unit.project_id,
        by=by,
        at=at,
        changes={"person": (None, named), **changes},
        reason=reason,
    )


def scrubbed(text: str, *people: Person) -> str:
    """Return a text as the trail may keep it for ever; writes nothing and is no event.

    Long numbers, plates and the names of these people come masked: nobody can take them out later.
    """
    plain = NUMBERS.sub(lambda found: mask_phone(re.sub(r"\D", "", found[0])), text.strip())
    plain = PLATES.sub(lambda found: found[0][:2] + "***" + found[0][-2:], plain)
    for name in chain.from_iterable((person.name, person.form_of_address) for person in people):
        if len(name) > 1:
            plain = plain.replace(name, mask_name(name))
    return plain
