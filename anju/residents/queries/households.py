"""Who belongs to units: for the unit's page, the chart, and the transfer of ownership."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from anju.estate.models import Unit
from anju.organization.models import Project
from anju.residents.models import (
    EmergencyContact,
    Holding,
    Occupancy,
    OccupancyRole,
    PersonState,
    Pet,
    Vehicle,
)

ENDS_WITH_OWNERS = (OccupancyRole.FAMILY, OccupancyRole.AGENT)


@dataclass(frozen=True, slots=True)
class Household:
    """Everything of the people of one unit, loaded."""

    today: list[Occupancy]
    coming: list[Occupancy]
    past: list[Occupancy]
    vehicles: list[Vehicle]
    holdings: list[Holding]
    pets: list[Pet]
    contacts: list[EmergencyContact]

    @property
    def owned(self) -> Fraction:
        """What the owners in register have together."""
        shares = (each.share for each in self.today if each.share is not None)
        return sum(shares, Fraction())


def household_of(project: Project, unit: Unit, *, day: date) -> Household:
    """Return who belongs to a unit on a day, who did and will, and what is theirs."""
    entries = list(
        Occupancy.objects.of(project)
        .filter(unit=unit)
        .select_related("person", "unit")
        .prefetch_related("person__phones")
        .in_order()
    )
    today = [each for each in entries if each.holds_on(day)]
    here = {each.person_id for each in today if each.person.state == PersonState.ACTIVE}
    things = {"project": project, "person__in": here}
    return Household(
        today=today,
        coming=[each for each in entries if each.starts_on and each.starts_on > day],
        past=sorted(
            (each for each in entries if each.ends_on and each.ends_on <= day),
            key=lambda each: (each.ends_on, each.pk),
            reverse=True,
        ),
        vehicles=list(
            Vehicle.objects.filter(left_on=None, **things).select_related("person", "space")
        ),
        holdings=list(
            Holding.objects.on(day)
            .filter(**things)
            .select_related("person", "space", "storage")
            .order_by("pk")
        ),
        pets=list(Pet.objects.filter(**things).select_related("person")),
        contacts=list(EmergencyContact.objects.filter(**things).select_related("person")),
    )


def occupants_by_unit(
    project: Project, unit_ids: Collection[int], *, day: date
) -> dict[int, list[Occupancy]]:
    """Return who belongs to units on a day, by unit, owners first; people out of use left out."""
    found: dict[int, list[Occupancy]] = defaultdict(list)
    entries = Occupancy.objects.of(project).on(day).filter(unit__in=unit_ids)
    for each in (
        entries.filter(person__state=PersonState.ACTIVE).select_related("person").in_order()
    ):
        found[each.unit_id].append(each)
    return found


def running_on(project: Project, unit: Unit, *, day: date) -> list[Occupancy]:
    """Return a unit's entries that have not ended by a day, coming ones too, owners first."""
    entries = Occupancy.objects.of(project).filter(unit=unit).select_related("person")
    return [each for each in entries.in_order() if each.ends_on is None or each.ends_on > day]


def occupancy_in(project: Project, occupancy_id: int) -> Occupancy | None:
    """Return an entry of the project with its unit and person, else None."""
    entries = Occupancy.objects.of(project).select_related(
        "unit__building", "unit__entrance", "person__project"
    )
    return entries.filter(pk=occupancy_id).first()


def owner_facet(project: Project, building_ids: Collection[int], day: date) -> dict[int, str]:
    """Return for every unit whether its owner is known: `complete`, `no_phone`, `no_owner`."""
    with_phone = _owned_units(project, building_ids, day, with_phone=True)
    owned = _owned_units(project, building_ids, day, with_phone=False)
    return {
        pk: "complete" if pk in with_phone else "no_phone" if pk in owned else "no_owner"
        for pk in _units(project, building_ids)
    }


def living_facet(project: Project, building_ids: Collection[int], day: date) -> dict[int, str]:
    """Return for every unit who lives there: `owner`, `tenant`, `nobody`."""
    entries = Occupancy.objects.of(project).on(day).filter(unit__building__in=building_ids)
    living = entries.filter(lives_in=True, person__state=PersonState.ACTIVE)
    pairs = set(living.values_list("unit", "role"))
    tenants = {pk for pk, role in pairs if role in (OccupancyRole.TENANT, OccupancyRole.SHOP_STAFF)}
    owners = {pk for pk, role in pairs if role in (OccupancyRole.OWNER, OccupancyRole.FAMILY)}
    return {
        pk: "tenant" if pk in tenants else "owner" if pk in owners else "nobody"
        for pk in _units(project, building_ids)
    }


def _owned_units(
    project: Project, building_ids: Collection[int], day: date, *, with_phone: bool
) -> set[int]:
    entries = Occupancy.objects.of(project).on(day).owners()
    entries = entries.filter(unit__building__in=building_ids, person__state=PersonState.ACTIVE)
    if with_phone:
        entries = entries.filter(person__phones__isnull=False)
    return set(entries.values_list("unit", flat=True))


def _units(project: Project, building_ids: Collection[int]) -> Sequence[int]:
    units = Unit.objects.of(project).filter(building__in=building_ids)
    return list(units.by_code().values_list("pk", flat=True))
