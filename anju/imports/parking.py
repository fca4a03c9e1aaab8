"""Parking spaces, who has them, and vehicles. Pure."""

from anju.imports import values
from anju.imports.cells import Cells
from anju.imports.drafts import (
    Draft,
    HoldingDraft,
    PersonDraft,
    SpaceDraft,
    UnitKey,
    VehicleDraft,
)
from anju.imports.fields import Field, SheetKind
from anju.imports.findings import Findings
from anju.imports.naming import Naming
from anju.residents.models import HoldingGround
from anju.residents.models.plates import parse_plate

NO_PLATE = frozenset({"未上牌", "新车", "临牌", "无牌", "待上牌"})


class Parking:
    """What rows say about spaces and vehicles, in lists of their own or beside a unit."""

    def __init__(self, draft: Draft, naming: Naming, findings: Findings) -> None:
        self.draft, self.naming, self.findings = draft, naming, findings

    def take(self, cells: Cells, key: UnitKey | None, people: list[PersonDraft]) -> None:
        """Take the spaces and vehicles of a row; they belong to its first person."""
        spaces = self._spaces(cells)
        for space in spaces:
            if people:
                self._hold(cells, space, people[0])
        plates = self._plates(cells)
        if not plates:
            return
        if not people:
            self.findings.note(
                "plate-without-person",
                cells.place(Field.PLATE),
                "不知道是谁的车,没有登记。请补上车主姓名、业主编号或房号。",
            )
            return
        for plate in plates:
            self._vehicle(cells, plate, people[0], spaces)

    def _spaces(self, cells: Cells) -> list[tuple[str, str]]:
        if values.became_a_date(cells.cell(Field.SPACE)):
            self.findings.error(
                "became-a-date",
                cells.place(Field.SPACE),
                "车位编号被 Excel 变成了日期。请把这一列设成“文本”格式,重新填写后再上传。",
            )
            return []
        lot = cells.text(Field.LOT)[:20] or "1"
        found = []
        for part in values.LIST_MARKS.split(cells.text(Field.SPACE)):
            code = "".join(part.split()).upper()
            if not code:
                continue
            if len(code) > 20:
                self.findings.error(
                    "code-too-long", cells.place(Field.SPACE), "车位编号最多 20 个字,请检查。"
                )
                continue
            self._space(cells, lot, code)
            found.append((lot, code))
        return found

    def _space(self, cells: Cells, lot: str, code: str) -> None:
        known = self.draft.spaces.get((lot, code))
        if known is not None:
            if cells.table.kind is SheetKind.SPACES and known.place.sheet == cells.place().sheet:
                self.findings.error(
                    "space-twice",
                    cells.place(Field.SPACE),
                    f"车位 {code} 与第 {known.place.row} 行重复。请删去一行;"
                    "几辆车写在同一格,用顿号隔开。",
                )
            return
        space = self.draft.spaces[lot, code] = SpaceDraft(lot, code, cells.place())
        kind = values.space_kind_of(cells.text(Field.SPACE_KIND))
        if kind is not None:
            space.facts["kind"] = kind.value
        area = cells.read(
            Field.SPACE_AREA, values.area_of, "“{}”不是面积。请填大于 0 的平方米数;不知道就留空。"
        )
        if area is not None and area > 1:  # sheets ask for a 1 where nobody measured
            space.facts["area"] = area

    def _hold(self, cells: Cells, space: tuple[str, str], person: PersonDraft) -> None:
        ground = values.ground_of(cells.text(Field.GROUND)) or HoldingGround.OWNED
        self.draft.holdings.append(HoldingDraft(space, person, ground, cells.place(Field.SPACE)))

    def _plates(self, cells: Cells) -> list[str]:
        found = []
        for part in values.NAME_MARKS.split(cells.text(Field.PLATE)):
            text = part.strip()
            if not text or text in NO_PLATE:
                continue
            plate = parse_plate(text)
            if plate is None:
                self.findings.error(
                    "plate-wrong",
                    cells.place(Field.PLATE),
                    "不是有效的车牌号,例如 浙A12345、浙AD12345。请对照行驶证核对;"
                    "几辆车用顿号隔开。",
                )
            else:
                found.append(plate)
        return found

    def _vehicle(
        self, cells: Cells, plate: str, person: PersonDraft, spaces: list[tuple[str, str]]
    ) -> None:
        known = self.draft.vehicles.get(plate)
        if known is not None:
            if known.person is not person:
                self.findings.error(
                    "plate-twice",
                    cells.place(Field.PLATE),
                    f"车牌与工作表“{known.place.sheet}”第 {known.place.row} 行重复,"
                    "车主却不同,请核对。",
                )
            return
        self.draft.vehicles[plate] = VehicleDraft(
            plate,
            person,
            cells.place(Field.PLATE),
            spaces[0] if len(spaces) == 1 else None,
            cells.text(Field.BRAND)[:30],
            cells.text(Field.COLOUR)[:10],
        )
