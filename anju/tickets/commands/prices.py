"""The price list: a price is never changed; a new one holds from a day on."""

from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError, StaleEdit
from anju.core.money import to_fen
from anju.core.periods import local_date
from anju.core.spelling import sort_key
from anju.organization.models import Project
from anju.tickets.models import PriceItem
from anju.tickets.refusals import NameTaken, lock_catalogue, refuse_retired
from anju.tickets.states import Material
from anju.tickets.verbs import TicketVerb as Verb


class PriceRefused(DomainError):
    """The price cannot be: negative, too fine, or from a day that is over."""


@transaction.atomic
def add_price(
    *,
    project: Project,
    service: str,
    measure: str,
    price: Decimal,
    material: Material,
    note: str = "",
    valid_from: date,
    rank: int = 500,
    by: Actor,
    at: datetime,
) -> PriceItem:
    """Put a new service on the list, from a day on.

    :param price: yuan, two decimals.
    :raises NameTaken: if the service has a price already.
    :raises PriceRefused: for a price or day that cannot be.
    """
    lock_catalogue(project)
    if PriceItem.objects.of(project).live().filter(service=service.strip()).exists():
        raise NameTaken(f"价目表里已经有“{service.strip()}”。要改价,请在那一条上点“调价”。")
    item = PriceItem(project=project, service=service.strip(), rank=rank)
    _take(item, measure, price, material, note, valid_from, at)
    _save(item)
    changes = {field: (None, value or None) for field, value in item.said().items()}
    record(Verb.PRICE_ADDED, subject=item, project_id=project.pk, by=by, at=at, changes=changes)
    return item


@transaction.atomic
def change_price(
    *,
    item: PriceItem,
    measure: str,
    price: Decimal,
    material: Material,
    note: str,
    valid_from: date,
    by: Actor,
    at: datetime,
) -> PriceItem:
    """Give a service a new price from a day on; the earlier one stays for what came before.

    :param item: the newest row of the service, which the editor had before them.
    :raises StaleEdit: if somebody gave the service another price in between.
    :raises PriceRefused: for a day that is over or lies before the latest price.
    """
    lock_catalogue(item.project)
    rows = PriceItem.objects.of(item.project).live().filter(service=item.service)
    newest = rows.select_related("project").order_by("-valid_from", "-pk").first()
    if newest is None:
        refuse_retired(PriceItem.objects.get(pk=item.pk))
    if newest is None or newest.pk != item.pk:
        raise StaleEdit("您编辑期间,同事已调整了这项服务的价格。请对照下面的内容后再保存。")
    new = PriceItem(
        project=newest.project, service=newest.service, rank=newest.rank, edition=newest.edition + 1
    )
    _take(new, measure, price, material, note, valid_from, at)
    if valid_from <= newest.valid_from:
        day = f"{newest.valid_from:%Y-%m-%d}"
        raise PriceRefused(f"这项服务 {day} 起已有价格,新价格请从那以后的一天起。")
    _save(new)
    before, after = newest.said(), new.said()
    changes = {field: (before[field], after[field]) for field in after}
    record(
        Verb.PRICE_CHANGED, subject=new, project_id=new.project_id, by=by, at=at, changes=changes
    )
    return new


@transaction.atomic
def retire_price(*, item: PriceItem, reason: str = "", by: Actor, at: datetime) -> PriceItem:
    """Take a service off the list, with prices to come; its earlier prices stay to be read."""
    lock_catalogue(item.project)
    item = PriceItem.objects.locked().get(pk=item.pk)
    refuse_retired(item)
    rows = PriceItem.objects.filter(project_id=item.project_id, service=item.service)
    rows.filter(retired_at=None).update(retired_at=at)
    item.retired_at = at
    project_id = item.project_id
    record(Verb.PRICE_RETIRED, subject=item, project_id=project_id, by=by, at=at, reason=reason)
    return item


def _take(
    item: PriceItem,
    measure: str,
    price: Decimal,
    material: Material,
    note: str,
    valid_from: date,
    at: datetime,
) -> None:
    if price < 0 or price != to_fen(price):
        raise PriceRefused(f"单价请填不小于 0、最多两位小数的金额,现在是 {price}。")
    if valid_from < local_date(at):
        raise PriceRefused("生效日期不能早于今天,已经过去的日子按当时的价格。")
    item.service_key, item.measure = sort_key(item.service), measure.strip()
    item.price, item.material = price, material
    item.note, item.valid_from = note.strip(), valid_from


def _save(item: PriceItem) -> None:
    try:
        with transaction.atomic():
            item.save()
    except IntegrityError as error:
        raise NameTaken(f"“{item.service}”在这一天已经有价格,请另选日期。") from error
