"""The cards of the board as HTML: a hundred on a screen, so written by hand, not by template."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django import template
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from anju.core.periods import local_date, spoken_age, spoken_date
from anju.tickets.models import WorkOrder
from anju.tickets.queries.board import Card
from anju.tickets.states import OrderState

register = template.Library()


@register.simple_tag
def board_card(
    card: Card, now: datetime, *, orders_url: str, may_pick: bool, is_by_state: bool
) -> SafeString:
    """Draw a work order as a card.

    :param orders_url: what stands before an order's number in its address.
    :param may_pick: whether it may be chosen for a change.
    :param is_by_state: the column says the state; the card then names the department instead.
    """
    order, number = card.order, escape(card.order.number)
    where, task = escape(order.ticket.where or order.number), escape(order.task)
    url = f"{orders_url}{order.pk}/"
    look = ("" if may_pick else " ocard--plain") + (" ocard--late" if card.is_late else "")
    box = (
        f'<input class="form-check-input ocard__pick" type="checkbox" name="id" form="picked"'
        f' value="{order.pk}:{order.edition}" aria-label="选择 {number}">'
    )
    return mark_safe(  # noqa: S308  every value in it is escaped above and below
        f'<article class="ocard{look}" data-card="{order.pk}">{box if may_pick else ""}'
        f'<a class="ocard__go" id="o{order.pk}" href="{url}"><b>{where}</b> {task}</a>'
        f'<a class="ocard__menu" href="{url}#actions">'
        f'<span class="visually-hidden">操作 {number}</span></a>'
        f'<p class="ocard__line">{_line(order, now, is_by_state)}</p>'
        f'{_marks(order)}<p class="ocard__who" title="{escape(order.why)}">'
        f"{_who(card, now, is_by_state)}</p>{_why(order)}"
        f"{_clock(card)}</article>"
    )


@register.simple_tag
def options(pairs: Iterable[tuple[object, object]], chosen: object) -> SafeString:
    """Draw the options of a select; the one that is chosen is told by its value's text."""
    is_it = {True: mark_safe(" selected"), False: ""}
    rows = ((value, is_it[str(value) == str(chosen)], label) for value, label in pairs)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


def _line(order: WorkOrder, now: datetime, is_by_state: bool) -> str:
    said = [f'<span class="num">{escape(order.number)}</span>']
    said.append(spoken_age(order.ordered_at, now=now))
    if is_by_state and order.department is not None:
        said.append(escape(order.department.name))
    return " · ".join(said)


def _marks(order: WorkOrder) -> str:
    marks = "".join(f'<span class="tag{tone}">{text}</span>' for tone, text in _marks_of(order))
    return f'<p class="ocard__marks">{marks}</p>' if marks else ""


def _marks_of(order: WorkOrder) -> Iterator[tuple[str, str]]:
    if order.is_emergency:
        yield " tag--bad", "突发"
    if order.ticket.is_major:
        yield " tag--bad", "重大"
    if order.ticket.urge_count and order.is_unfinished:
        yield " tag--warn", f"业主催单 {order.ticket.urge_count} 次"
    if order.is_grab:
        yield " tag--info", "抢单"
    if order.is_late_back:
        yield " tag--warn", f"返工第 {order.round} 次"
    if order.is_paid:
        yield "", "有偿"


def _who(card: Card, now: datetime, is_by_state: bool) -> str:
    order = card.order
    said = (
        "" if is_by_state else f'<span class="ocard__state">{OrderState(order.state).label}</span> '
    )
    said += f'<span class="ocard__name">{escape(card.held)}</span>'
    if order.assignee_id is not None:
        here = ("here", "当班") if card.is_here else ("away", "不在班")
        said += f' <span class="{here[0]}">{here[1]}</span>'
    if order.deferred_until is not None:
        until = spoken_date(order.deferred_until, today=local_date(now))
        said += f' <span class="muted">延期至 {until}</span>'
    return said


def _why(order: WorkOrder) -> str:
    """Say why nobody has it; of the others the order's page tells why they were chosen."""
    if order.state == OrderState.REFUSED:
        why = f"退回:{order.refuse_reason}"
    elif order.state == OrderState.WAITING and not order.is_grab:
        why = order.why.rsplit(";", 1)[-1]
    else:
        return ""
    return f'<p class="ocard__why">{escape(why)}</p>'


def _clock(card: Card) -> str:
    if card.clock is None:
        return ""
    tone = "bad" if card.is_late else "warn" if card.is_near else "plain"
    return (
        f'<p class="ocard__clock"><progress max="100" value="{card.share}"'
        f' aria-label="{escape(card.kind)}时限已用 {card.share}%"></progress>'
        f'{escape(card.kind)} <span class="left left--{tone}">{card.left}</span></p>'
    )
