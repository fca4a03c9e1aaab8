"""From tables to what they say: units, people, relations, spaces, vehicles, meters. Pure.

Questions are answered here as their yes means it; nothing is applied while one is open.
"""

from collections.abc import Callable, Iterable, Mapping

from anju.core.workbooks import Sheet
from anju.imports import values
from anju.imports.addresses import Address, building_of, unit_of
from anju.imports.cells import Cells
from anju.imports.drafts import BuildingDraft, Draft, EntranceDraft, PersonDraft
from anju.imports.fields import Field, Known, SheetKind
from anju.imports.findings import Findings
from anju.imports.housing import Housing
from anju.imports.naming import Naming
from anju.imports.parking import Parking
from anju.imports.recognising import recognise
from anju.imports.tables import Table

ORDER = (
    *(SheetKind.ENTRANCES, SheetKind.PEOPLE, SheetKind.UNITS),
    *(SheetKind.SPACES, SheetKind.VEHICLES, SheetKind.METERS),
)
CHUNK = 500


def gather(
    tables: Iterable[Table],
    findings: Findings,
    *,
    area_code: str = "",
    progress: Callable[[int], None] = lambda rows: None,
) -> Draft:
    """Return everything the tables say; what is wrong or left out goes to the findings.

    :param area_code: the project's own, for telephone numbers without one.
    :param progress: told now and then how many rows are done.
    """
    tables = list(tables)
    for table in tables:
        _note_columns(table, findings)
    gathering = _Gathering(findings, area_code)
    done = 0
    for kind in ORDER:
        for table in tables:
            if table.kind is not kind:
                continue
            gathering.begin(table)
            for row in table.rows():
                gathering.take(Cells(table, row, findings))
                done += 1
                if done % CHUNK == 0:
                    progress(done)
    return gathering.finish()


def read_draft(sheets: Iterable[Sheet], takes: Mapping[str, str], findings: Findings) -> Draft:
    """Return what sheets say, recognised and gathered in one go."""
    return gather(recognise(list(sheets), takes), findings)


class _Gathering:
    def __init__(self, findings: Findings, area_code: str) -> None:
        self.findings, self.draft = findings, Draft()
        self.naming = Naming(findings, area_code=area_code)
        self.housing = Housing(self.draft, self.naming, findings)
        self.parking = Parking(self.draft, self.naming, findings)
        self.above: Address | None = None
        self.trust_gender = False

    def begin(self, table: Table) -> None:
        self.above = None
        self.trust_gender = _tells_gender(table)

    def take(self, cells: Cells) -> None:
        match cells.table.kind:
            case SheetKind.ENTRANCES:
                self._entrance(cells)
            case SheetKind.PEOPLE:
                self._person(cells)
            case _:
                self._unit(cells)

    def finish(self) -> Draft:
        self.draft.people = self.naming.people
        list(self.naming.shared_identities())
        self.housing.divide_shares()
        return self.draft

    def _entrance(self, cells: Cells) -> None:
        address = building_of(cells)
        if address is not None:
            self._built(cells, address)

    def _built(self, cells: Cells, address: Address) -> None:
        building = self.draft.buildings.setdefault(
            address.building, BuildingDraft(address.building, address.building_name)
        )
        floors = cells.read(
            Field.FLOORS,
            lambda cell: values.whole_of(cell, most=200, least=1),
            "“{}”不是层数,请填 1 到 200 的整数。",
        )
        building.floors = max(filter(None, (building.floors, floors)), default=None)
        if not address.entrance:
            return
        entrance = self.draft.entrances.setdefault(
            (address.building, address.entrance), EntranceDraft(address.building, address.entrance)
        )
        entrance.floors = floors or entrance.floors
        lift = cells.text(Field.LIFT)
        if lift:
            entrance.has_lift = lift[:1] in ("有", "是", "Y", "y", "1")

    def _person(self, cells: Cells) -> None:
        people = self.naming.named(cells, trust_gender=self.trust_gender)
        for person in people:
            person.is_listed = True
        number = cells.text(Field.OWNER_NUMBER)
        if not number or not people:
            return
        known = self.naming.numbers.setdefault(number, people[0])
        if known is not people[0]:
            self.findings.error(
                "number-twice",
                cells.place(Field.OWNER_NUMBER),
                f"编号“{number[:20]}”与第 {known.place.row} 行重复。请给每位业主一个不同的编号。",
            )

    def _unit(self, cells: Cells) -> None:
        kind = cells.table.kind
        address = unit_of(cells, self.above)
        if address is not None:
            self.above = address
            self._built(cells, address)
        elif kind is SheetKind.UNITS:
            self._missing_room(cells)
            return
        key = address.key if address else None
        people = self._people(cells, address)
        if kind is SheetKind.UNITS and address is not None:
            self.housing.take_unit(cells, address.key, people)
            self.housing.take_tenants(cells, address.key)
        elif address is not None:
            self.housing.refer(address.key, cells.place())
        self.housing.take_meters(cells, key)
        self.parking.take(cells, key, people or self.housing.holders(key))

    def _people(self, cells: Cells, address: Address | None) -> list[PersonDraft]:
        key = address.key if address else None
        people = self.naming.named(cells, key, trust_gender=self.trust_gender)
        numbers = values.LIST_MARKS.split(cells.text(Field.OWNER_NUMBER))
        numbers = [number.strip() for number in numbers if number.strip() not in ("", "0")]
        if people:
            if len(numbers) == len(people) == 1:
                self.naming.numbers.setdefault(numbers[0], people[0])
            return people
        found = []
        for number in numbers:
            person = self.naming.numbers.get(number)
            if person is None:
                self.findings.question(
                    "owner-unknown",
                    cells.place(Field.OWNER_NUMBER),
                    f"业主编号“{number[:20]}”在业主表里找不到。请补上这位业主;"
                    "或确认后先不登记业主。",
                )
                continue
            if key is not None:
                person.units.add(key)
            found.append(person)
        return found

    def _missing_room(self, cells: Cells) -> None:
        """Say that a row has no room, unless something was said of its cell already."""
        if {Field.ROOM, Field.UNIT_CODE} & cells.row.said.keys():
            return
        field = Field.ROOM if cells.table.has(Field.ROOM) else Field.UNIT_CODE
        self.findings.error(
            "room-missing", cells.place(field), "没有填房号。请补上,例如 301;不是房屋的行请删去。"
        )


def _tells_gender(table: Table) -> bool:
    """Tell whether the gender column was filled in: some sheets ask for 男 where nobody knows."""
    if not table.has(Field.GENDER):
        return False
    return any(
        values.said(cell)[:1] == "女"
        for row in table.rows()
        for _, cell in row.said.get(Field.GENDER, ())
    )


def _note_columns(table: Table, findings: Findings) -> None:
    if table.kind is SheetKind.FEES:
        findings.note("fees-later", table.place(), f"{Known.FEE.value}。")
        return
    if not table.is_understood:
        findings.note(
            "sheet-unknown",
            table.place(),
            "没有认出这张表是什么,没有导入。如果是房屋、业主、车位或计量表,请检查表头后重新上传。",
        )
        return
    if table.kind is SheetKind.NOTHING:
        return
    for column in table.columns:
        place = table.place(0, column)
        if isinstance(column.meaning, Known) and column.meaning.value:
            findings.note(
                f"column-{column.meaning.name.lower()}", place, f"{column.meaning.value}。"
            )
        elif column.meaning is None and not column.is_chosen:
            findings.note(
                "column-unknown",
                place,
                "没有认出这一列,没有导入。需要的话可以在导入页为它选一个含义。",
            )
    if table.has(Field.GENDER) and not _tells_gender(table):
        gender = next(column for column in table.columns if column.meaning is Field.GENDER)
        findings.note(
            "gender-default",
            table.place(0, gender),
            "没有一位女士,多半是默认值,没有据此登记称呼。性别本身不登记。",
        )
