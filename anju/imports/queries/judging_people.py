"""Whom a workbook names against whom the register knows, and what belongs to them."""

from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction

from django.db import models

from anju.core.sealing import blind_index
from anju.core.spelling import sort_key
from anju.estate.models import Unit
from anju.imports.drafts import Draft, HoldingDraft, PersonDraft, RelationDraft, VehicleDraft
from anju.imports.findings import Findings
from anju.imports.queries.judging_estate import EstateJudge
from anju.imports.queries.register import Register
from anju.imports.tally import Tally
from anju.organization.models import Project
from anju.residents.commands.loading import Filling, ResidentsLoad
from anju.residents.models import (
    Holding,
    Occupancy,
    OccupancyRole,
    Person,
    Phone,
    Vehicle,
)

PURPOSE = "residents.identity"
MOST_PHONES = 8


class PeopleJudge:
    """Compares people, relations, holdings and vehicles."""

    def __init__(
        self,
        project: Project,
        draft: Draft,
        findings: Findings,
        tally: Tally,
        estate: EstateJudge,
        *,
        key: bytes,
        at: datetime,
        day: date,
    ) -> None:
        self.project, self.draft, self.findings = project, draft, findings
        self.tally, self.estate, self.key = tally, estate, key
        self.at, self.day = at, day
        self.register = Register(project, day)
        self.load = ResidentsLoad()
        self.person_of: dict[int, Person] = {}
        self._done: set[tuple[object, ...]] = set()
        tenants = (each for each in draft.relations.values() if each.role is OccupancyRole.TENANT)
        self._let = frozenset(each.unit for each in tenants)

    def judge(self) -> ResidentsLoad:
        """Return what has to be written."""
        kept = list(self._kept_relations())
        wanted = [
            *(person for person in self.draft.people if person.is_listed),
            *(relation.person for relation in kept),
            *(holding.person for holding in self.draft.holdings),
            *(vehicle.person for vehicle in self.draft.vehicles.values()),
        ]
        for person in wanted:
            self._person(person)
        for relation in kept:
            self._relation(relation)
        for holding in self.draft.holdings:
            self._holding(holding)
        for vehicle in self.draft.vehicles.values():
            self._vehicle(vehicle)
        return self.load

    def _kept_relations(self) -> Iterable[RelationDraft]:
        """Yield the relations but owners whom the register contradicts: those are asked about."""
        for relation in self.draft.relations.values():
            unit = self.estate.unit_of[relation.unit]
            owners = self._owners_of(unit)
            if relation.role is OccupancyRole.OWNER and owners:
                known = self._match(relation.person)
                if known is None or known.pk not in {each.person_id for each in owners}:
                    self.findings.question(
                        "owner-changed",
                        relation.place,
                        f"{unit.code} 在系统中登记的是另一位业主。请核对;"
                        "或确认后保留系统中的业主。",
                    )
                    continue
            yield relation

    def _owners_of(self, unit: Unit) -> list[Occupancy]:
        """Return who owns a unit from now on; past owners do not stand in the way."""
        return [
            each
            for each in self.register.occupancies.get(unit.pk or 0, ())
            if each.role == OccupancyRole.OWNER
            and (each.ends_on is None or each.ends_on > self.day)
        ]

    def _match(self, draft: PersonDraft) -> Person | None:
        """Return who this is: by identity, else by name and telephone, else by name and unit."""
        register = self.register
        found = register.by_identity.get(self._index(draft)) if draft.identity else None
        if found is not None and found.name == draft.name:
            return found
        for number in draft.phones:
            if (draft.name, number) in register.by_phone:
                return register.by_phone[draft.name, number]
        for key in sorted(draft.units):
            unit = self.estate.unit_of.get(key)
            if unit is not None and unit.pk and (draft.name, unit.pk) in register.by_unit:
                return register.by_unit[draft.name, unit.pk]
        if not (draft.identity or draft.phones or draft.units):
            return register.bare.get(draft.name)
        return None

    def _person(self, draft: PersonDraft) -> None:
        if id(draft) in self.person_of:
            return
        found = self._match(draft)
        self._check_identity(draft, found)
        filling = Filling(
            draft.identity_kind.value, draft.identity, draft.form_of_address, draft.is_man
        )
        if found is None:
            person = Person(
                project=self.project,
                kind=draft.kind.value,
                name=draft.name,
                name_key=sort_key(draft.name),
                registered_at=self.at,
            )
            self.load.people.append((person, filling))
            self.tally.created("person")
        else:
            person = found
            self.tally.seen("person", person)
            self._complete(person, filling)
        self.person_of[id(draft)] = person
        self._give_phones(person, draft)

    def _check_identity(self, draft: PersonDraft, found: Person | None) -> None:
        """Take the number away where it belongs to somebody else, or the register has another."""
        if not draft.identity:
            return
        assert draft.identity_place is not None
        index = self._index(draft)
        if index in self.register.out_of_use:
            self.findings.note(
                "identity-out-of-use",
                draft.identity_place,
                "这个证件号码属于一位已按本人要求停止使用信息的住户,没有登记。请勿再次登记这位住户。",
            )
            draft.identity = ""
            return
        bearer = self.register.by_identity.get(index)
        if bearer is not None and bearer is not found:
            self.findings.question(
                "shared-identity",
                draft.identity_place,
                "这个证件号码在系统中已登记在另一个姓名下。请核对;或确认后留空。",
            )
            draft.identity = ""
        elif found is not None and found.identity_kind and bearer is not found:
            self.findings.note(
                "identity-differs",
                draft.identity_place,
                "与系统中登记的证件号码不同,保留系统中的号码。确需更正,请在住户页修改。",
            )
            draft.identity = ""

    def _complete(self, person: Person, filling: Filling) -> None:
        if person.identity_kind:
            filling.identity = ""
        if person.form_of_address:
            filling.form_of_address, filling.is_man = "", None
        if filling and self._is_first("filled", person):
            self.load.filled.append((person, filling))
            self.tally.changed("person", person)

    def _give_phones(self, person: Person, draft: PersonDraft) -> None:
        there: set[str] = self.register.numbers[person.pk] if person.pk else set()
        rank = len(there)
        for phone in draft.phones.values():
            if phone.number in there or rank >= MOST_PHONES:
                continue
            rank += 1
            there.add(phone.number)
            self.load.phones.append(
                Phone(
                    project=self.project,
                    person=person,
                    number=phone.number,
                    extension=phone.extension,
                    rank=rank,
                )
            )
            if person.pk:
                self.tally.changed("person", person)

    def _relation(self, draft: RelationDraft) -> None:
        unit, person = self.estate.unit_of[draft.unit], self.person_of[id(draft.person)]
        past = self.register.occupancies.get(unit.pk or 0, []) if unit.pk else []
        same = [each for each in past if each.person_id == person.pk and each.role == draft.role]
        live = [each for each in same if each.ends_on is None or each.ends_on > self.day]
        if live:
            self.tally.seen("occupancy", live[0])
            return
        if not self._is_first(draft.role.value, unit, person):
            return
        is_owner = draft.role is OccupancyRole.OWNER
        before = [each for each in past if each.role == draft.role] if is_owner else same
        ended = max((each.ends_on for each in before if each.ends_on), default=None)
        starts = max(filter(None, (draft.starts_on, ended)), default=None)
        share = draft.share or Fraction(1)
        self.load.occupancies.append(
            Occupancy(
                project=self.project,
                unit=unit,
                person=person,
                role=draft.role.value,
                share_part=share.numerator if is_owner else None,
                share_of=share.denominator if is_owner else None,
                lives_in=self._lives_in(draft, unit),
                starts_on=starts,
            )
        )
        if unit.pk:
            self.load.known_units.add(unit.pk)
        self.tally.created("occupancy")

    def _lives_in(self, draft: RelationDraft, unit: Unit) -> bool:
        if draft.role is not OccupancyRole.OWNER:
            return draft.role is not OccupancyRole.AGENT
        said = self.draft.units[draft.unit].facts.get("occupancy", unit.occupancy)
        return said not in ("LET", "VACANT") and draft.unit not in self._let

    def _holding(self, draft: HoldingDraft) -> None:
        space, person = self.estate.spaces[draft.space], self.person_of[id(draft.person)]
        if space.pk and person.pk and (space.pk, person.pk) in self.register.held:
            return
        if not self._is_first("held", space, person):
            return
        self.load.holdings.append(
            Holding(project=self.project, person=person, space=space, ground=draft.ground.value)
        )
        if space.pk:
            self.tally.changed("parking_space", space)

    def _vehicle(self, draft: VehicleDraft) -> None:
        person, known = self.person_of[id(draft.person)], self.register.vehicles.get(draft.plate)
        if known is not None:
            self.tally.seen("vehicle", known)
            if known.person_id != person.pk:
                self.findings.question(
                    "plate-taken",
                    draft.place,
                    "这个车牌在系统中登记在另一位住户名下。请核对;或确认后保留系统中的车主。",
                )
            return
        self.load.vehicles.append(
            Vehicle(
                project=self.project,
                person=person,
                space=self.estate.spaces[draft.space] if draft.space else None,
                plate=draft.plate,
                brand=draft.brand,
                colour=draft.colour,
            )
        )
        self.tally.created("vehicle")

    def _is_first(self, word: str, *rows: models.Model) -> bool:
        """Tell whether this is new: two drafts may turn out to be one person of the register."""
        slot = (word, *(id(row) for row in rows))
        is_first = slot not in self._done
        self._done.add(slot)
        return is_first

    def _index(self, draft: PersonDraft) -> bytes:
        return blind_index(draft.identity, key=self.key, purpose=PURPOSE)
