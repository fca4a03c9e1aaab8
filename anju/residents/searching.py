"""How residents look among what a search finds, and everything there is to find of them."""

from collections.abc import Collection, Iterator

from django.urls import reverse
from django.utils import timezone

from anju.organization.access import Access
from anju.organization.models import Project
from anju.residents import sight
from anju.residents.models import Person
from anju.residents.permissions import ResidentPermission as May
from anju.residents.queries.finding import SUBJECT, entries_of
from anju.residents.queries.people import people_by_id_across_projects
from anju.search.entries import Entry
from anju.search.hooks import Hit

MOST_UNITS = 2


def entries(project: Project) -> Iterator[Entry]:
    """Yield everything residents of a project are found by."""
    return entries_of(project, day=timezone.localdate())


def _hits(ids: Collection[int], access: Access) -> dict[int, Hit]:
    """Return how people look to this viewer; who is out of register, or not theirs, is left out."""
    if not access.may(May.READ):
        return {}
    found = people_by_id_across_projects(ids, day=timezone.localdate(), project=access.project)
    return {each.pk: _hit(each, access) for each in found}


def _hit(person: Person, access: Access) -> Hit:
    today = getattr(person, "today", [])
    units = [f"{each.unit} {each.role_name}" for each in today[:MOST_UNITS]]
    if len(today) > MOST_UNITS:
        units.append(f"等 {len(today)} 处")
    detail = " · ".join(part for part in ("、".join(units), sight.first_phone(person)) if part)
    return Hit(
        title=sight.full_title(person, access),
        url=reverse("residents:person", args=[person.project.code, person.pk]),
        icon="user-circle",
        kind="住户" if today else "住户(已无房屋)",
        detail=detail,
    )


HITS = {SUBJECT: _hits}
