"""Components: functions with signatures, so that a wrong attribute fails when a page compiles."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import QueryDict
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from anju.core import money as fen
from anju.core.masking import mask_phone
from anju.core.periods import local_date, spoken_age, spoken_date, spoken_end, spoken_time

register = template.Library()

TONES = {"plain", "good", "warn", "bad", "info"}
TONE_ICONS = {
    "plain": "circle",
    "good": "circle-check",
    "warn": "alert-triangle",
    "bad": "alert-octagon",
    "info": "info-circle",
}


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """Draw an icon of the sprite; decorative, so words must stand beside it."""
    return _drawn(static("vendor/icons.svg"), name, size)


# A page draws a hundred and fifty of some forty icons.
@lru_cache(maxsize=1000)
def _drawn(sprite: str, name: str, size: int) -> SafeString:
    return format_html(
        '<svg class="icon" width="{}" height="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        size,
        size,
        sprite,
        name,
    )


@register.simple_tag
def badge(text: str, tone: str = "plain") -> SafeString:
    """Show a state by word, shape and colour."""
    if tone not in TONES:
        raise ValueError(f"a badge's tone is one of {sorted(TONES)}")
    return format_html(
        '<span class="tag tag--{}">{}{}</span>', tone, icon(TONE_ICONS[tone], 14), text
    )


@register.simple_block_tag
def card(content: str, title: str = "", symbol: str = "", *, actions: str = "") -> str:
    """Frame a group of things under a heading."""
    return render_to_string(
        "ui/components/card.html",
        {"content": content, "title": title, "symbol": symbol, "actions": actions},
    )


@register.simple_block_tag
def empty(content: str, title: str, symbol: str = "inbox") -> str:
    """Say on an empty page what will be here and what to do next (the content)."""
    return render_to_string(
        "ui/components/empty.html", {"content": content, "title": title, "symbol": symbol}
    )


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> str:
    """Ask something in front of the page; opened by a button with `data-dialog`."""
    return render_to_string(
        "ui/components/dialog.html", {"content": content, "id": id, "title": title}
    )


@register.simple_block_tag
def heading(content: str, title: str, lead: str = "") -> str:
    """Head a page: what it is, a line of explanation, and the actions (the content)."""
    return render_to_string(
        "ui/components/heading.html", {"content": content, "title": title, "lead": lead}
    )


@register.simple_tag
def timeline(lines: Sequence[Any]) -> str:
    """Show what happened, newest first."""
    return render_to_string("ui/components/timeline.html", {"lines": lines})


@register.simple_tag(takes_context=True)
def pager(context: template.Context, page: Page[Any]) -> str:
    """Walk through a long list; the filter stays in the address."""
    query: QueryDict = context["request"].GET.copy()
    query.pop("page", None)
    return render_to_string("ui/components/pager.html", {"page": page, "query": query.urlencode()})


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: object) -> str:
    """Return the address's query with some values changed or (None) taken out."""
    query: QueryDict = context["request"].GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.filter
def said_end(moment: datetime) -> SafeString:
    """Show when a period ends as people say it: the midnight after Wednesday is 周三 24:00."""
    exact = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        exact.isoformat(timespec="minutes"),
        f"{exact:%Y-%m-%d %H:%M}",
        spoken_end(moment, now=timezone.now()),
    )


@register.filter
def said(moment: datetime | date | None) -> SafeString | str:
    """Show a moment or date as people say it, the exact one on hover: 今天 15:30."""
    if moment is None:
        return ""
    now = timezone.now()
    if isinstance(moment, datetime):
        exact = timezone.localtime(moment)
        return format_html(
            '<time datetime="{}" title="{}">{}</time>',
            exact.isoformat(timespec="minutes"),
            f"{exact:%Y-%m-%d %H:%M}",
            spoken_time(moment, now=now),
        )
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(),
        moment.isoformat(),
        spoken_date(moment, today=local_date(now)),
    )


@register.filter
def ago(moment: datetime | None) -> str:
    """Show how long ago a moment was: 5 分钟前."""
    return "" if moment is None else spoken_age(moment, now=timezone.now())


@register.filter
def yuan(amount: Decimal | None) -> str:
    """Show money: ¥1,234.50."""
    return "" if amount is None else fen.spoken(amount)


@register.filter
def masked(phone: str) -> str:
    """Show a telephone number as those see it who have no need of it whole."""
    return mask_phone(phone)


@register.filter
def filesize(size: int) -> str:
    """Show a size in bytes as people say it: 812 KB, 3.2 MB."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"


@register.filter
def may(access: Any, permission: str) -> bool:
    """Tell whether to *show* something; the door decides again."""
    return access is not None and bool(access.may(permission))
