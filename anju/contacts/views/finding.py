"""Finding what an address names: a person or a contact of this project."""

from django.http import Http404

from anju.contacts.models import Outreach
from anju.contacts.queries.outreaches import outreach_in
from anju.organization.doors import StaffRequest
from anju.residents.models import Person
from anju.residents.permissions import ResidentPermission
from anju.residents.queries.people import person_in


def person_or_404(request: StaffRequest, person_id: int) -> Person:
    """Return somebody of this project; who is out of use only for those who answer requests."""
    restricted_too = request.access.may(ResidentPermission.ANSWER_REQUESTS)
    found = person_in(request.project, person_id, restricted_too=restricted_too)
    if found is None:
        raise Http404
    return found


def outreach_or_404(request: StaffRequest, outreach_id: int) -> Outreach:
    """Return a contact of this project."""
    found = outreach_in(request.project, outreach_id)
    if found is None:
        raise Http404
    return found


def numbers(texts: list[str]) -> list[int]:
    """Return the numbers among what an address or a form names."""
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19]
