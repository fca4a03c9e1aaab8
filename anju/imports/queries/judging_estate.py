"""What a workbook says of the estate against what is there: new, changed, as it is."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models

from anju.core.unit_codes import natural_key
from anju.estate.commands.loading import EstateLoad
from anju.estate.models import Building, DeliveryState, Entrance, Meter, ParkingSpace, Unit
from anju.imports.drafts import Draft, MeterDraft, SpaceDraft, UnitDraft, UnitKey
from anju.imports.findings import Findings
from anju.imports.tally import Tally
from anju.organization.models import Project


class EstateJudge:
    """Compares buildings, units, spaces and meters; five queries whatever the length."""

    def __init__(
        self, project: Project, draft: Draft, findings: Findings, tally: Tally, day: date
    ) -> None:
        self.project, self.draft, self.findings = project, draft, findings
        self.tally, self.day, self.load = tally, day, EstateLoad()
        buildings = Building.objects.filter(project=project).order_by("pk")
        self.buildings = {each.code: each for each in buildings}
        entrances = Entrance.objects.filter(project=project).select_related("building")
        self.entrances = {
            (each.building.code, each.code): each for each in entrances.order_by("pk")
        }
        self.units = {each.code: each for each in Unit.objects.of(project).by_code()}
        self.had_units = bool(self.units)
        spaces = ParkingSpace.objects.filter(project=project).order_by("pk")
        self.spaces = {(each.lot, each.code): each for each in spaces}
        meters = Meter.objects.filter(project=project).order_by("pk")
        self.meters = {(each.kind, each.number): each for each in meters}
        self.unit_of: dict[UnitKey, Unit] = {}

    def judge(self) -> EstateLoad:
        """Return what has to be written."""
        has_register = any(not unit.is_reference for unit in self.draft.units.values())
        for unit in self.draft.units.values():
            self._unit(unit, asks=unit.is_reference and (has_register or self.had_units))
        for building in self.draft.buildings.values():
            self._building(building.code, building.name, building.floors)
        for entrance in self.draft.entrances.values():
            facts = {"floors": entrance.floors, "has_lift": entrance.has_lift}
            self._entrance(entrance.building, entrance.code, facts)
        for space in self.draft.spaces.values():
            self._space(space)
        for meter in self.draft.meters.values():
            self._meter(meter)
        return self.load

    def _building(self, code: str, name: str, floors: int | None) -> None:
        building = self._building_of(code, name)
        self._compare("building", building, {"floors_above": floors})

    def _building_of(self, code: str, name: str = "") -> Building:
        if code not in self.buildings:
            said = self.draft.buildings.get(code)
            building = Building(
                project=self.project,
                code=code,
                code_key=natural_key(code),
                name=name or (said.name if said else f"{code}栋"),
                floors_above=said.floors if said else None,
            )
            self.buildings[code] = building
            self.load.buildings.append(building)
            self.tally.created("building")
        return self.buildings[code]

    def _entrance(self, building: str, code: str, facts: Mapping[str, Any]) -> None:
        self._compare("entrance", self._entrance_of(building, code), facts)

    def _entrance_of(self, building: str, code: str) -> Entrance:
        slot = (building, code)
        if slot not in self.entrances:
            said = self.draft.entrances.get(slot)
            entrance = Entrance(
                project=self.project,
                building=self._building_of(building),
                code=code,
                code_key=natural_key(code),
                floors=said.floors if said else None,
                has_lift=said.has_lift if said else None,
            )
            self.entrances[slot] = entrance
            self.load.entrances.append(entrance)
            self.tally.created("entrance")
        return self.entrances[slot]

    def _unit(self, draft: UnitDraft, *, asks: bool) -> None:
        unit = self.units.get(draft.code)
        facts = self._checked_facts(draft, unit)
        if unit is not None:
            self.unit_of[draft.key] = unit
            if not draft.is_reference or facts:
                self._compare("unit", unit, facts)
            return
        if asks:
            self.findings.question(
                "unit-unknown",
                draft.place_of("unit_code" if "unit_code" in draft.columns else "room"),
                f"{draft.code} 还没有登记。请核对房号;或确认后按这个房号新建。",
            )
        building, entrance, room = draft.key
        unit = Unit(
            project=self.project,
            building=self._building_of(building),
            entrance=self._entrance_of(building, entrance) if entrance else None,
            room=room,
            code=draft.code,
            code_key=natural_key(draft.code),
            **facts,
        )
        self.units[draft.code] = self.unit_of[draft.key] = unit
        self.load.units.append(unit)
        self.tally.created("unit")

    def _checked_facts(self, draft: UnitDraft, unit: Unit | None) -> dict[str, Any]:
        """Return the facts that fit together with what is there."""
        facts = dict(draft.facts)
        day = facts.get("delivered_on")
        if day is not None and day > self.day:
            self.findings.error(
                "delivered-in-future",
                draft.place_of("delivered_on"),
                f"{draft.code} 的交房日期 {day} 在今天之后。还没有交房的,请留空。",
            )
        if unit is None:
            return facts
        if unit.delivered_on and facts.get("delivery", DeliveryState.DELIVERED) != "DELIVERED":
            del facts["delivery"]
            self.findings.note(
                "delivered-already",
                draft.place_of("state"),
                f"{draft.code} 在系统中已于 {unit.delivered_on} 交付,保留系统中的交付状态。",
            )
        built = facts.get("area_built", unit.area_built)
        inner = facts.get("area_inner", unit.area_inner)
        if built and inner and inner > built:
            self.findings.error(
                "inner-exceeds",
                draft.place_of("area_inner"),
                f"{draft.code} 的套内面积 {inner} 大于建筑面积 {built}"
                "(另一个数是系统中登记的),请核对。",
            )
        return facts

    def _space(self, draft: SpaceDraft) -> None:
        space = self.spaces.get((draft.lot, draft.code))
        if space is not None:
            self._compare("parking_space", space, draft.facts)
            return
        space = ParkingSpace(
            project=self.project,
            lot=draft.lot,
            code=draft.code,
            code_key=natural_key(draft.code),
            **draft.facts,
        )
        self.spaces[draft.lot, draft.code] = space
        self.load.spaces.append(space)
        self.tally.created("parking_space")

    def _meter(self, draft: MeterDraft) -> None:
        meter = self.meters.get((draft.kind, draft.number))
        unit = self.unit_of.get(draft.unit) if draft.unit else None
        facts = {
            name: value
            for name, value in (("multiplier", draft.multiplier), ("digits", draft.digits))
            if value is not None
        }
        if meter is None:
            meter = Meter(
                project=self.project, unit=unit, kind=draft.kind, number=draft.number, **facts
            )
            self.meters[draft.kind, draft.number] = meter
            self.load.meters.append(meter)
            self.tally.created("meter")
            return
        if unit is not None and meter.unit_id != unit.pk:
            self.findings.note(
                "meter-elsewhere",
                draft.place,
                "这只表在系统中登记在别处,保留系统中的登记。确实移装了,请在房屋页修改。",
            )
        self._compare("meter", meter, facts)

    def _compare(self, kind: str, row: models.Model, facts: Mapping[str, Any]) -> None:
        """Note which of the facts differ from a row that is there; empty facts say nothing."""
        if row.pk is None:
            return
        self.tally.seen(kind, row)
        differs = {
            name: value
            for name, value in facts.items()
            if value is not None and getattr(row, name) != value
        }
        if differs:
            self.load.changed.append((row, differs))
            self.tally.changed(kind, row)
