"""What a ticket is found by in the one search box: its number, and whoever called about it."""

import re
import unicodedata

from anju.search.entries import Entry
from anju.tickets.models import Ticket
from anju.tickets.permissions import DeskPermission

TICKET = "tickets.ticket"
_NUMBER = re.compile(r"(?:GD)?-?(\d{4})-?(\d{4,})", re.IGNORECASE)


def ticket_entry(ticket: Ticket) -> Entry:
    """Return what a ticket is found by: its number, an outside one, who called."""
    codes = {ticket.number.lower(), plain(ticket.number)}
    if ticket.outside_number:
        codes.add(ticket.outside_number.lower())
    return Entry(
        subject_type=TICKET,
        subject_id=ticket.pk,
        permission=DeskPermission.READ,
        names=[ticket.caller_name] if ticket.caller_name else [],
        codes=sorted(codes),
        phones=[ticket.caller_phone] if ticket.caller_phone else [],
    )


def plain(number: str) -> str:
    """Return a number as one types it without its marks: gd20260128."""
    return number.lower().replace("-", "")


def typed_codes(text: str) -> set[str]:
    """Return the code terms that a typed text may begin."""
    typed = unicodedata.normalize("NFKC", text).strip().lower().replace(" ", "")
    found = {typed, plain(typed)}
    if match := _NUMBER.fullmatch(typed):
        found.add(f"gd{match[1]}{match[2]}")
    return {each for each in found if each}
