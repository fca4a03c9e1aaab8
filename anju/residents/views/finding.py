"""What the views of residents share: finding the thing an address names, or 404."""

from datetime import date
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from anju.core.periods import local_date
from anju.estate.models import Unit
from anju.organization.doors import StaffRequest
from anju.residents.models import Occupancy, Person
from anju.residents.permissions import ResidentPermission as May
from anju.residents.queries.households import occupancy_in
from anju.residents.queries.people import person_in, unit_in


def person_or_404(request: StaffRequest, person_id: int) -> Person:
    """Return somebody of the project whom this viewer may see at all."""
    restricted_too = request.access.may(May.ANSWER_REQUESTS)
    found = person_in(request.project, person_id, restricted_too=restricted_too)
    if found is None:
        raise Http404
    return found


def unit_or_404(request: StaffRequest, unit_id: int) -> Unit:
    """Return a unit of the project."""
    found = unit_in(request.project, unit_id)
    if found is None:
        raise Http404
    return found


def occupancy_or_404(request: StaffRequest, occupancy_id: int) -> Occupancy:
    """Return who belongs to which unit."""
    found = occupancy_in(request.project, occupancy_id)
    if found is None:
        raise Http404
    person_or_404(request, found.person_id)
    return found


def person_url(person: Person) -> str:
    """Return the address of a person's page."""
    return reverse("residents:person", args=[person.project.code, person.pk])


def unit_url(unit: Unit) -> str:
    """Return the address of a unit's page."""
    return reverse("estate:unit", args=[unit.project.code, unit.pk])


def register_url(unit: Unit, **extra: object) -> str:
    """Return where to register somebody new, to come back to this unit."""
    address = reverse("residents:register", args=[unit.project.code])
    return f"{address}?{urlencode({'unit': unit.pk, **extra}, doseq=True)}"


def numbers(texts: list[str]) -> list[int]:
    """Return the numbers among what an address carries, each once, in order; at most eight."""
    found = [int(text) for text in texts if text.isdigit() and len(text) < 18]
    return list(dict.fromkeys(found))[:8]


def words_of(request: StaffRequest) -> str:
    """Return what was typed to find something."""
    return request.GET.get("words", "").strip()[:40]


def today(request: StaffRequest) -> date:
    """Return the project's date at the one reading of the clock."""
    return local_date(request.at)
