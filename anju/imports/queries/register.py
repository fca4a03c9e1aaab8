"""Whom and what the register knows, loaded once for a check."""

from collections import defaultdict
from datetime import date

from anju.organization.models import Project
from anju.residents.models import Holding, Occupancy, Person, PersonState, Phone, Vehicle


class Register:
    """The people in register and what belongs to them, loaded once: six queries."""

    def __init__(self, project: Project, day: date) -> None:
        self.people = {
            each.pk: each
            for each in Person.objects.of(project)
            .active()
            .only(
                *("project", "kind", "name", "name_key", "state", "version"),
                *("form_of_address", "identity_kind", "identity_index", "identity_tail"),
                "identity_sealed",
            )
            .order_by("pk")
        }
        self.by_identity = {
            bytes(each.identity_index): each
            for each in self.people.values()
            if each.identity_index is not None
        }
        restricted = Person.objects.of(project).filter(state=PersonState.RESTRICTED)
        numbered = restricted.exclude(identity_index=None).order_by("pk")
        self.out_of_use = {bytes(each.identity_index or b"") for each in numbered}
        self.numbers: dict[int, set[str]] = defaultdict(set)
        self.by_phone: dict[tuple[str, str], Person] = {}
        phones = Phone.objects.filter(project=project).order_by("pk")
        for person_id, number in phones.values_list("person", "number"):
            if person_id in self.people:
                self.numbers[person_id].add(number)
                person = self.people[person_id]
                self.by_phone.setdefault((person.name, number), person)
        self.by_unit: dict[tuple[str, int], Person] = {}
        self.occupancies: dict[int, list[Occupancy]] = defaultdict(list)
        for occupancy in Occupancy.objects.of(project).in_order():
            self.occupancies[occupancy.unit_id].append(occupancy)
            person_here = self.people.get(occupancy.person_id)
            if person_here is not None and occupancy.holds_on(day):
                self.by_unit.setdefault((person_here.name, occupancy.unit_id), person_here)
        settled = {person.pk for person in self.by_unit.values()}
        self.bare = {
            each.name: each
            for each in self.people.values()
            if not (each.identity_kind or self.numbers[each.pk] or each.pk in settled)
        }
        held = Holding.objects.filter(project=project, storage=None).on(day)
        self.held = {
            (space, person) for space, person in held.order_by("pk").values_list("space", "person")
        }
        cars = Vehicle.objects.filter(project=project, left_on=None).order_by("pk")
        self.vehicles = {car.plate: car for car in cars}
