"""Units with their facts, who belongs to them, and their meters. Pure."""

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from anju.core.workbooks import day_of
from anju.estate.models import DeliveryState, MeterKind
from anju.imports import values
from anju.imports.cells import Cells
from anju.imports.drafts import (
    Draft,
    MeterDraft,
    PersonDraft,
    RelationDraft,
    UnitDraft,
    UnitKey,
)
from anju.imports.fields import Field
from anju.imports.findings import Findings, Place
from anju.imports.naming import NOBODY, Naming
from anju.imports.recognising import UNIT_FACTS
from anju.residents.models import OccupancyRole

AREAS = (Field.AREA_BUILT, Field.AREA_INNER, Field.AREA_BILLED)
LABELS = {"use": Field.USE, "layout": Field.LAYOUT, "floor": Field.FLOOR, "delivery": Field.STATE}
METERS = {
    Field.WATER_METER: MeterKind.WATER,
    Field.POWER_METER: MeterKind.POWER,
    Field.GAS_METER: MeterKind.GAS,
    Field.HEAT_METER: MeterKind.HEAT,
}
TENANT = (Field.TENANT, Field.TENANT_PHONE, Field.TENANT_IDENTITY)
WRONG_AREA = "“{}”不是面积。请填大于 0 的平方米数,例如 94.56;不知道就留空。"
WRONG_DAY = "“{}”不是日期。请写成 2026-11-23;不知道就留空。"


class Housing:
    """What rows say about units; a unit said twice is named with both rows."""

    def __init__(self, draft: Draft, naming: Naming, findings: Findings) -> None:
        self.draft, self.naming, self.findings = draft, naming, findings
        self.holders_of: dict[UnitKey, list[PersonDraft]] = defaultdict(list)

    def take_unit(self, cells: Cells, key: UnitKey, people: list[PersonDraft]) -> None:
        """Take a row of a list of units or of the people in them."""
        facts = self._facts(cells)
        role = self._role(cells)
        known = self.draft.units.get(key)
        is_register = any(cells.table.has(field) for field in UNIT_FACTS)
        if known is None:
            self.draft.units[key] = UnitDraft(
                key, cells.place(), facts, not is_register, cells.table.names
            )
        elif not self._may_repeat(cells, known, people):
            self.findings.error(
                "unit-twice",
                cells.place(Field.ROOM if cells.table.has(Field.ROOM) else Field.UNIT_CODE),
                f"{known.code} 与工作表“{known.place.sheet}”第 {known.place.row} 行重复。"
                "请删去多余的一行;"
                "几位共有人写在同一格,用顿号隔开;家属和租户请加“与业主关系”一列。",
            )
            return
        else:
            self._merge(cells, known, facts)
            if is_register and known.is_reference:
                known.is_reference, known.place = False, cells.place()
                known.columns = cells.table.names
        self.draft.units[key].sheets.add(cells.table.sheet.name)
        if role is not None:
            self._relate(cells, key, people, role)

    def take_tenants(self, cells: Cells, key: UnitKey) -> None:
        """Take the tenants who stand in columns of their own beside the owner."""
        for person in self.naming.named(cells, key, fields=TENANT):
            self._add(RelationDraft(key, person, OccupancyRole.TENANT, cells.place(Field.TENANT)))

    def take_meters(self, cells: Cells, key: UnitKey | None) -> None:
        """Take meters, from columns beside a unit or from a list of their own."""
        for field, kind in METERS.items():
            if not cells.all(field):
                continue
            for number in values.LIST_MARKS.split(cells.text(field)):
                if number.strip() and number.strip() != "0":
                    self._meter(cells, field, kind.value, number.strip(), key)
        number = cells.text(Field.METER)
        if not number:
            return
        word = cells.text(Field.METER_KIND) or cells.table.sheet.name
        found = values.meter_kind_of(word)
        if found is None:
            self.findings.error(
                "meter-kind-wrong",
                cells.place(Field.METER_KIND),
                "看不出是水表、电表、燃气表还是热量表,请填“表类型”。",
            )
            return
        self._meter(cells, Field.METER, found.value, number, key)

    def refer(self, key: UnitKey, place: Place) -> None:
        """Remember a unit that a row only mentions."""
        self.draft.units.setdefault(key, UnitDraft(key, place, {}, is_reference=True))

    def holders(self, key: UnitKey | None) -> list[PersonDraft]:
        """Return who has a unit so far, for spaces and vehicles without a name of their own."""
        return self.holders_of[key][:1] if key is not None and key in self.holders_of else []

    def divide_shares(self) -> None:
        """Give owners without a share an even part of the rest; beyond the whole is an error."""
        owners: dict[UnitKey, list[RelationDraft]] = defaultdict(list)
        for relation in self.draft.relations.values():
            if relation.role is OccupancyRole.OWNER:
                owners[relation.unit].append(relation)
        for relations in owners.values():
            told = sum((each.share for each in relations if each.share), Fraction())
            silent = [each for each in relations if each.share is None]
            if told > 1 or (silent and told == 1):
                self.findings.error(
                    "shares-exceed",
                    relations[-1].place,
                    "这套房屋各位业主的产权份额加起来超过了全部。请核对份额。",
                )
            for each in silent:
                each.share = (1 - told) / len(silent) if told < 1 else Fraction(1)

    def _facts(self, cells: Cells) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        for field in AREAS:
            facts[field.value] = cells.read(field, values.area_of, WRONG_AREA)
        built, inner = facts["area_built"], facts["area_inner"]
        if built and inner and inner > built:
            self.findings.error(
                "inner-exceeds", cells.place(Field.AREA_INNER), "套内面积大于建筑面积,请核对两列。"
            )
        facts["floor"] = cells.read(
            Field.FLOOR,
            lambda cell: values.whole_of(cell, most=200, least=-20),
            "“{}”不是楼层。请填整数,地下一层填 -1;不知道就留空。",
        )
        facts["standing_note"] = cells.text(Field.STANDING_NOTE)[:300]
        self._layout(cells, facts)
        self._use(cells, facts)
        self._state(cells, facts)
        return {name: value for name, value in facts.items() if value not in (None, "")}

    def _layout(self, cells: Cells, facts: dict[str, Any]) -> None:
        layout = cells.text(Field.LAYOUT)
        if layout.isdigit() and len(layout) > 2:
            self.findings.note_once(
                "layout-code", cells.place(Field.LAYOUT), "户型是原系统的代码,看不出含义,没有登记。"
            )
            return
        facts["layout"] = layout[:30]

    def _use(self, cells: Cells, facts: dict[str, Any]) -> None:
        word = cells.text(Field.USE)
        if not word:
            return
        use = values.use_of(word)
        if use is None:
            self.findings.note_once(
                "use-unknown",
                cells.place(Field.USE),
                f"房屋类型“{word[:20]}”没有认出,按住宅登记。可以在房屋页修改。",
            )
            return
        facts["use"] = use.value

    def _state(self, cells: Cells, facts: dict[str, Any]) -> None:
        word = cells.text(Field.STATE)
        found = values.state_of(word) if word else None
        if word and found is None:
            self.findings.note_once(
                "state-unknown",
                cells.place(Field.STATE),
                f"房屋状态“{word[:20]}”没有认出,没有登记。",
            )
        delivery, occupancy = found or (None, None)
        day = cells.read(Field.DELIVERED_ON, _day, WRONG_DAY)
        if occupancy is None and str(cells.cell(Field.NAME)).strip() in NOBODY:
            facts["occupancy"] = "VACANT"
        if occupancy is not None:
            facts["occupancy"] = occupancy.value
        if day is not None:
            facts["delivered_on"], delivery = day, DeliveryState.DELIVERED
        if delivery is not None:
            facts["delivery"] = delivery.value

    def _role(self, cells: Cells) -> OccupancyRole | None:
        word = cells.text(Field.ROLE)
        if not word:
            return OccupancyRole.OWNER
        role = values.role_of(word)
        if role is None:
            self.findings.note(
                "role-unknown",
                cells.place(Field.ROLE),
                f"与房屋的关系“{word[:20]}”不是业主、家属、租户、代理人或店员,这个人没有导入。",
            )
        return role

    def _may_repeat(self, cells: Cells, known: UnitDraft, people: list[PersonDraft]) -> bool:
        """Tell whether a unit may stand here again: with another person, where rows are people."""
        if cells.table.sheet.name not in known.sheets:
            return known.is_reference or not any(cells.table.has(field) for field in UNIT_FACTS)
        if not people or not (cells.row.is_merged or cells.table.has(Field.ROLE)):
            return False
        role = values.role_of(cells.text(Field.ROLE)) or OccupancyRole.OWNER
        return all((known.key, id(each), role.value) not in self.draft.relations for each in people)

    def _merge(self, cells: Cells, known: UnitDraft, facts: Mapping[str, Any]) -> None:
        for name, value in facts.items():
            if known.facts.setdefault(name, value) != value:
                field = LABELS.get(name) or (Field(name) if name in Field.values else Field.ROOM)
                self.findings.error(
                    "unit-differs",
                    cells.place(field),
                    f"与第 {known.place.row} 行同一套房屋({known.code})的“{field.label}"
                    "”不一致,请改成一样。",
                )

    def _relate(
        self, cells: Cells, key: UnitKey, people: list[PersonDraft], role: OccupancyRole
    ) -> None:
        share = cells.read(Field.SHARE, values.share_of, "“{}”不是份额。请写成 1/2 或 50%。")
        starts_on = cells.read(Field.MOVED_IN_ON, _day, WRONG_DAY)
        is_owner = role is OccupancyRole.OWNER
        for person in people:
            place = cells.place(Field.NAME if cells.table.has(Field.NAME) else Field.OWNER_NUMBER)
            self._add(
                RelationDraft(
                    key,
                    person,
                    role,
                    place,
                    share if is_owner and len(people) == 1 else None,
                    starts_on,
                )
            )

    def _add(self, relation: RelationDraft) -> None:
        slot = (relation.unit, id(relation.person), relation.role.value)
        self.draft.relations.setdefault(slot, relation)
        self.holders_of[relation.unit].append(relation.person)

    def _meter(
        self, cells: Cells, field: Field, kind: str, number: str, key: UnitKey | None
    ) -> None:
        place, number = cells.place(field), "".join(number.split()).upper()
        if len(number) > 30:
            self.findings.error("meter-number-long", place, "表号超过 30 个字,请检查是否填错了列。")
            return
        known = self.draft.meters.get((kind, number))
        if known is not None:
            self.findings.error(
                "meter-twice",
                place,
                f"表号与工作表“{known.place.sheet}”第 {known.place.row} 行重复,请核对。",
            )
            return
        multiplier = cells.read(Field.MULTIPLIER, values.area_of, "“{}”不是倍率,请填大于 0 的数。")
        digits = cells.read(
            Field.DIGITS,
            lambda cell: values.whole_of(cell, most=9, least=3),
            "“{}”不是表盘位数,请填 3 到 9。",
        )
        self.draft.meters[kind, number] = MeterDraft(kind, number, place, key, multiplier, digits)


def _day(cell: Any) -> Any:
    if not values.said(cell):
        return None
    day = day_of(cell)
    if day is None or not 1950 <= day.year <= 2100:
        raise ValueError(cell)
    return day
