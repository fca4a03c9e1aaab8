"""How links of owners stand on staff pages: whole, and as a QR code."""

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from anju.opinions.queries.cards import progress_url, qr_of
from anju.opinions.queries.visits import way_of
from anju.tickets.models import FollowUp, Ticket

register = template.Library()


@register.simple_tag(takes_context=True)
def progress_link(context: template.Context, ticket: Ticket) -> str:
    """Return the whole address of a ticket's progress page."""
    request = context["request"]
    base = "" if settings.ANJU_PUBLIC_URL else request.build_absolute_uri("/").rstrip("/")
    return progress_url(ticket, base)


@register.simple_tag
def qr(url: str) -> SafeString:
    """Draw an address as a QR code."""
    return mark_safe(qr_of(None, url))  # noqa: S308  segno draws it from a signed address of ours


@register.filter
def asked_by(said: FollowUp) -> str:
    """Show how somebody was asked, with the number that was used."""
    return way_of(said)
