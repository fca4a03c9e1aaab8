"""Praise written down, both ways."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.periods import local_date
from anju.estate.models import Unit
from anju.opinions.models import Praise, Praised
from anju.opinions.refusals import NotPraise
from anju.opinions.states import Direction, PraiseSource
from anju.opinions.verbs import OpinionVerb as Verb
from anju.organization.models import Project, User
from anju.residents.models import Person
from anju.tickets.models import Ticket


@transaction.atomic
def note_praise(
    *,
    project: Project,
    direction: Direction,
    source: PraiseSource,
    words: str,
    users: Sequence[User] = (),
    person: Person | None = None,
    unit: Unit | None = None,
    ticket: Ticket | None = None,
    happened_on: date | None = None,
    once: str = "",
    by: Actor,
    at: datetime,
) -> Praise:
    """Write a praise down; the same form sent twice is one praise.

    :param users: whom a resident praises (at least one), or who thanks.
    :param unit: whose household; one of unit and person where staff thank somebody.
    :raises NotPraise: without words, without whom, or for a day to come.
    """
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    known = Praise.objects.filter(project=project, once=once).first() if once else None
    if known is not None:
        return known
    if not words.strip():
        raise NotPraise("请写下表扬的内容。")
    _refuse_nobody(direction, users, person or unit)
    _refuse_strangers(project, person, unit, ticket)
    today = local_date(at)
    if happened_on is not None and happened_on > today:
        raise NotPraise("日期还没有到,请检查。")
    praise = Praise.objects.create(
        project=project,
        direction=direction,
        source=source,
        words=words.strip()[:500],
        person=person,
        unit=unit,
        ticket=ticket,
        happened_on=happened_on or today,
        once=once,
        at=at,
        by_id=by.id,
        by_name=by.label,
    )
    Praised.objects.bulk_create(
        Praised(project=project, praise=praise, user=user)
        for user in {each.pk: each for each in users}.values()
    )
    named = "、".join(each.name for each in users)
    changes = {"direction": (None, direction.label), "users": (None, named or None)}
    record(Verb.PRAISED, subject=praise, project_id=project.pk, by=by, at=at, changes=changes)
    return praise


def _refuse_nobody(
    direction: Direction, users: Sequence[User], household: Person | Unit | None
) -> None:
    if direction == Direction.STAFF and not users:
        raise NotPraise("请选择表扬的是哪位同事。")
    if direction == Direction.RESIDENT and household is None:
        raise NotPraise("请写明感谢的是哪一户。")


def _refuse_strangers(project: Project, *things: Person | Unit | Ticket | None) -> None:
    if any(each is not None and each.project_id != project.pk for each in things):
        raise NotPraise("所选的住户、房屋或工单不属于本项目,请重新选择。")
