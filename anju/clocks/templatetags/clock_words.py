"""How long a deadline still has, in the same words wherever it stands."""

from datetime import datetime

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from anju.clocks.models import Clock
from anju.clocks.views.spoken import is_paused, marks_of
from anju.ui.templatetags.ui import badge, said

register = template.Library()


@register.simple_tag
def clock_left(clock: Clock, now: datetime, note: str = "") -> SafeString:
    """Show by words, shape and colour how a deadline stands.

    What is left or over is counted in calendar time, as people count while they wait.

    :param now: the request's one reading of the clock.
    :param note: what stands beside it while it runs: the working time in it (`said_working`)
        where the page has the calendar, else how it is counted.
    """
    drawn = format_html_join(
        "", "{} ", ((badge(mark.text, mark.tone),) for mark in marks_of(clock, now))
    )
    if is_paused(clock, now):
        return drawn + format_html('<small class="muted">至 {}</small>', said(clock.paused_until))
    if note and clock.is_open:
        return drawn + format_html('<small class="muted">{}</small>', note)
    return drawn
