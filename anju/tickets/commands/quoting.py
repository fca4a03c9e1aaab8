"""Paid work: what it will cost, and whether the owner agrees; the charge comes with billing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from anju.core.actors import Actor
from anju.core.money import to_fen
from anju.tickets.commands.dispatching import locked_order
from anju.tickets.models import PriceItem, Quote, QuoteLine, WorkOrder
from anju.tickets.refusals import NotAllowedNow, NotTaken, refuse_other_project
from anju.tickets.states import UNFINISHED, ConsentBy, QuoteState
from anju.tickets.trail import record
from anju.tickets.verbs import DeskVerb as Verb


@dataclass(frozen=True, slots=True)
class LineDraft:
    """One line of a quote: a priced service, or a material with its own name and price."""

    quantity: Decimal
    item: PriceItem | None = None
    name: str = ""
    price: Decimal | None = None


@transaction.atomic
def quote_order(
    *, order: WorkOrder, lines: Sequence[LineDraft], note: str = "", by: Actor, at: datetime
) -> Quote:
    """Offer a price for a work order, which becomes paid work; the last offer holds.

    Amounts are rounded half up to the cent, line by line.

    :raises NotTaken: without lines, or for a line without name, price or quantity.
    :raises NotAllowedNow: once the work is done.
    """
    order = locked_order(order)
    if order.state not in UNFINISHED or order.started_at is not None:
        raise NotAllowedNow("已开工或完成的派工单不能再报价。")
    if not lines:
        raise NotTaken("报价至少要有一项。")
    refuse_other_project(order.project, *(line.item for line in lines))
    rows = [_row(order, line) for line in lines]
    Quote.objects.filter(order=order, state=QuoteState.OFFERED).update(
        state=QuoteState.DECLINED, decided_at=at, note="已另行报价"
    )
    quote = Quote.objects.create(
        project=order.project,
        order=order,
        total=sum((row.amount for row in rows), Decimal(0)),
        note=note.strip()[:200],
        offered_at=at,
        offered_by_name=by.label,
    )
    for row in rows:
        row.quote = quote
    QuoteLine.objects.bulk_create(rows)
    order.is_paid = True
    order.edition += 1
    order.save(update_fields=["is_paid", "edition"])
    changes = {"total": (None, quote.total)}
    project_id = order.project_id
    record(Verb.QUOTED, subject=order, project_id=project_id, by=by, at=at, changes=changes)
    return quote


@transaction.atomic
def decide_quote(*, quote: Quote, consent_by: ConsentBy | None, by: Actor, at: datetime) -> Quote:
    """Record that the owner agreed, and how, or (None) did not.

    :raises NotAllowedNow: if the quote was decided or replaced before.
    """
    quote = Quote.objects.select_related("order").select_for_update(of=("self",)).get(pk=quote.pk)
    if quote.state != QuoteState.OFFERED:
        raise NotAllowedNow("这份报价已有结果或已另行报价,请刷新页面查看。")
    quote.state = QuoteState.AGREED if consent_by else QuoteState.DECLINED
    quote.consent_by, quote.decided_at = consent_by or "", at
    quote.save()
    record(
        Verb.AGREED,
        subject=quote.order,
        project_id=quote.project_id,
        by=by,
        at=at,
        changes={
            "quote": (QuoteState.OFFERED.label, QuoteState(quote.state).label),
            "consent_by": (None, consent_by.label if consent_by else None),
            "total": (quote.total, quote.total),
        },
    )
    return quote


def _row(order: WorkOrder, line: LineDraft) -> QuoteLine:
    name = line.item.service if line.item else line.name.strip()
    price = line.item.price if line.item else line.price
    if not name or price is None:
        raise NotTaken("报价的每一项都要有名称和单价。")
    if line.quantity <= 0 or price < 0:
        raise NotTaken(f"“{name}”的数量要大于 0,单价不能为负。")
    return QuoteLine(
        project=order.project,
        item=line.item,
        name=name[:60],
        quantity=line.quantity,
        price=price,
        amount=to_fen(price * line.quantity),
    )
