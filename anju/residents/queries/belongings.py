"""What belongs to one person: each thing by its number, and what ties them here."""

from datetime import date

from django.db.models import Q

from anju.organization.models import Project
from anju.residents.models import (
    EmergencyContact,
    Holding,
    Occupancy,
    OccupancyRole,
    Person,
    Pet,
    Phone,
    Vehicle,
)


def phone_of(project: Project, person: Person, phone_id: int) -> Phone | None:
    """Return one of a person's telephones, else None."""
    found = Phone.objects.filter(project=project, person=person, pk=phone_id)
    return found.select_related("person").first()


def contact_of(project: Project, person: Person, contact_id: int) -> EmergencyContact | None:
    """Return one of those to call for a person, else None."""
    found = EmergencyContact.objects.filter(project=project, person=person, pk=contact_id)
    return found.select_related("person").first()


def vehicle_of(project: Project, person: Person, vehicle_id: int) -> Vehicle | None:
    """Return one of a person's vehicles that are still there, else None."""
    found = Vehicle.objects.filter(project=project, person=person, pk=vehicle_id, left_on=None)
    return found.select_related("person__project", "space").first()


def pet_of(project: Project, person: Person, pet_id: int) -> Pet | None:
    """Return one of a person's animals, else None."""
    found = Pet.objects.filter(project=project, person=person, pk=pet_id)
    return found.select_related("person").first()


def holding_of(project: Project, person: Person, holding_id: int) -> Holding | None:
    """Return one space or storage room that a person has or had, else None."""
    found = Holding.objects.filter(project=project, person=person, pk=holding_id)
    return found.select_related("person", "space", "storage").first()


def standing_ties(person: Person, *, day: date) -> list[str]:
    """Return what somebody is here now or will be, in words: 仍是 3-1-502 的业主."""
    begins_later_too = Q(ends_on=None) | Q(ends_on__gt=day)
    entries = Occupancy.objects.filter(begins_later_too, project=person.project_id, person=person)
    kept = entries.filter(role__in=[OccupancyRole.OWNER, OccupancyRole.TENANT])
    held = Holding.objects.filter(begins_later_too, project=person.project_id, person=person)
    return [
        *(
            f"仍是 {each.unit} 的{each.role_name}"
            for each in kept.select_related("unit").in_order()
        ),
        *(
            f"仍在使用{each.thing}"
            for each in held.select_related("space", "storage").order_by("pk")
        ),
    ]
