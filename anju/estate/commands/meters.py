"""Meters (计量表): put in, replaced, corrected, taken out."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError, ForbiddenTransition
from anju.core.periods import local_date
from anju.estate.commands.refusals import CodeUnreadable, Once, WrongDay
from anju.estate.models import Meter, MeterKind, Place, Unit
from anju.estate.verbs import EstateVerb as Verb
from anju.organization.models import Project

FEWEST_DIGITS, MOST_DIGITS = 3, 9


class WrongCounter(DomainError):
    """A multiplier or a number of digits that no meter has."""


class TwoPlaces(DomainError):
    """A meter serves a unit or a place, not both."""


@transaction.atomic
def add_meter(
    *,
    project: Project,
    kind: str,
    number: str,
    unit: Unit | None = None,
    place: Place | None = None,
    multiplier: Decimal = Decimal(1),
    digits: int = 5,
    installed_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Meter:
    """Put in a meter for a unit, a public place, or the whole project.

    :raises CodeTaken: if the project has a meter of this kind and number, taken out or not.
    :raises WrongCounter: if it could not count.
    :raises WrongDay: if it would be put in in the future.
    """
    if unit is not None and place is not None:
        raise TwoPlaces("计量表只能属于一户或一处公共部位,请二选一。")
    _refuse_counter(multiplier, digits)
    if installed_on is not None and installed_on > local_date(at):
        raise WrongDay("安装日期在今天之后,请填实际安装的日期。")
    number = _written(number)
    meter = Meter(
        project=project,
        unit=unit,
        place=place,
        kind=kind,
        number=number,
        multiplier=multiplier,
        digits=digits,
        installed_on=installed_on,
    )
    with _once(kind, number), transaction.atomic():
        meter.save()
    record(
        Verb.METER_ADDED,
        subject=meter,
        project_id=project.pk,
        by=by,
        at=at,
        changes={"unit": (None, unit), "place": (None, place)},
    )
    return meter


@transaction.atomic
def correct_meter(
    *,
    meter: Meter,
    number: str,
    multiplier: Decimal,
    digits: int,
    installed_on: date | None,
    by: Actor,
    at: datetime,
) -> Meter:
    """Mend what was entered wrongly of a meter; another meter is a replacement.

    :raises CodeTaken, WrongCounter, WrongDay: as when it is put in.
    """
    meter = _in_use(meter)
    _refuse_counter(multiplier, digits)
    if installed_on is not None and installed_on > local_date(at):
        raise WrongDay("安装日期在今天之后,请填实际安装的日期。")
    wanted = {
        "number": _written(number),
        "multiplier": multiplier,
        "digits": digits,
        "installed_on": installed_on,
    }
    changes = {field: (getattr(meter, field), value) for field, value in wanted.items()}
    changes["counter_digits"] = changes.pop("digits")  # `digits` are a telephone's in the trail
    for field, value in wanted.items():
        setattr(meter, field, value)
    with _once(meter.kind, meter.number), transaction.atomic():
        meter.save()
    record(
        Verb.METER_CORRECTED,
        subject=meter,
        project_id=meter.project_id,
        by=by,
        at=at,
        changes=changes,
    )
    return meter


@transaction.atomic
def replace_meter(
    *,
    meter: Meter,
    on: date,
    number: str,
    multiplier: Decimal,
    digits: int,
    by: Actor,
    at: datetime,
) -> Meter:
    """Take a meter out and put a new one in its place on the same day; returns the new one.

    :raises ForbiddenTransition: if it was taken out already.
    :raises CodeTaken, WrongCounter: as when one is put in.
    :raises WrongDay: before it was put in, or in the future.
    """
    old = _in_use(meter)
    _refuse_removal_day(old, on, local_date(at))
    _refuse_counter(multiplier, digits)
    number = _written(number)
    old.removed_on = on
    old.save(update_fields=["removed_on"])
    new = Meter(
        project_id=old.project_id,
        unit_id=old.unit_id,
        place_id=old.place_id,
        kind=old.kind,
        number=number,
        multiplier=multiplier,
        digits=digits,
        installed_on=on,
    )
    with _once(old.kind, number), transaction.atomic():
        new.save()
    record(
        Verb.METER_REPLACED,
        subject=new,
        project_id=old.project_id,
        by=by,
        at=at,
        changes={"number": (old.number, number), "installed_on": (None, on)},
    )
    return new


@transaction.atomic
def remove_meter(*, meter: Meter, on: date, by: Actor, at: datetime) -> Meter:
    """Take a meter out; it stays in the books with its last day.

    :raises ForbiddenTransition: if it was taken out already.
    :raises WrongDay: before it was put in, or in the future.
    """
    meter = _in_use(meter)
    _refuse_removal_day(meter, on, local_date(at))
    meter.removed_on = on
    meter.save(update_fields=["removed_on"])
    record(
        Verb.METER_REMOVED,
        subject=meter,
        project_id=meter.project_id,
        by=by,
        at=at,
        changes={"removed_on": (None, on)},
    )
    return meter


def _in_use(meter: Meter) -> Meter:
    found = Meter.objects.select_for_update(of=("self",)).get(pk=meter.pk)
    if found.removed_on is not None:
        raise ForbiddenTransition(f"{found}已于 {found.removed_on} 拆除,不能再改动。")
    return found


def _refuse_removal_day(meter: Meter, on: date, today: date) -> None:
    if on > today:
        raise WrongDay("拆除日期在今天之后,请填实际拆下的日期。")
    if meter.installed_on is not None and on < meter.installed_on:
        raise WrongDay(f"这只表 {meter.installed_on} 才安装,拆除日期不能更早。")


def _refuse_counter(multiplier: Decimal, digits: int) -> None:
    if multiplier <= 0:
        raise WrongCounter("倍率要大于 0;没有互感器的表填 1。")
    if not FEWEST_DIGITS <= digits <= MOST_DIGITS:
        raise WrongCounter(f"位数是表盘整数部分的位数,在 {FEWEST_DIGITS} 到 {MOST_DIGITS} 之间。")


def _written(number: str) -> str:
    written = "".join(number.split()).upper()
    if not written:
        raise CodeUnreadable("请填写表号,照表盘上的写。")
    return written


def _once(kind: str, number: str) -> Once:
    return Once("meter_number_once", f"{MeterKind(kind).label} {number} 已经登记过了,请核对表号。")
