"""Finding the tables of a workbook: where headings are, what each column means. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from anju.core.workbooks import Sheet, letter_of, text_of
from anju.imports.explaining import explained_codes
from anju.imports.fields import (
    BY_KIND,
    SEVERAL,
    Field,
    Known,
    Meaning,
    SheetKind,
    meaning_of,
)
from anju.imports.tables import Column, Table, is_filled

HEADER_WITHIN = 60
EXPLAINS = re.compile(
    r"^[((【\[]?(填写|填表|导入|使用|特别|重要|温馨)?(说明|注意|须知|提示|要求|备注说明)(事项|内容)?[))】\]]?[:"
    ":]?$"
    r"|^(说明|注意|注|备注)\s*[::]|^注意"
)
UNIT_FACTS = frozenset(
    {
        *(Field.AREA_BUILT, Field.AREA_INNER, Field.AREA_BILLED, Field.LAYOUT, Field.FLOOR),
        *(Field.USE, Field.STATE, Field.DELIVERED_ON),
    }
)
METERS = frozenset({Field.WATER_METER, Field.POWER_METER, Field.GAS_METER, Field.HEAT_METER})
PERSONAL = frozenset({Field.NAME, Field.PHONE, Field.IDENTITY})
TAKE_NOTHING = "none"
FINDINGS_SHEET = "导入问题清单"
"""The sheet that marked workbooks begin with; it is left out when they come back mended."""

Heading = tuple[int, str, Meaning | str | None]
"""Column from 0, what stands above it, what that means (a key of `BY_KIND`: it depends)."""


def recognise(sheets: Sequence[Sheet], takes: Mapping[str, str] | None = None) -> list[Table]:
    """Return what every sheet holds, in the order of the workbook.

    :param takes: corrections by a person: `SHEET!O` → a `Field` or `none`; `SHEET` → a
        `SheetKind` (`ignored`: leave the sheet out).
    """
    tables: list[Table] = []
    for sheet in sheets:
        if sheet.name == FINDINGS_SHEET:
            continue
        found = list(_tables(sheet, takes or {}))
        if not found and not sheet.is_hidden and any(map(is_filled, sheet.rows)):
            found = [Table(sheet, SheetKind.NOTHING, is_understood=False)]
        tables += found
    return tables


def _tables(sheet: Sheet, takes: Mapping[str, str]) -> Iterator[Table]:
    index, found = 0, 0
    while index < len(sheet.rows) and (found or index < HEADER_WITHIN):
        segments = _segments(sheet, index, least=3 if found else 2)
        if not segments:
            index += 1
            continue
        height, headings = segments
        first = index + height
        last = _last(sheet, first, headings)
        for columns in headings:
            yield _table(sheet, columns, first, last, takes)
        found, index = found + 1, max(last, first)


def _table(
    sheet: Sheet,
    headings: Sequence[Heading],
    first: int,
    last: int,
    takes: Mapping[str, str],
) -> Table:
    kind = _kind({meaning for _, _, meaning in headings}) or SheetKind.NOTHING
    wanted = takes.get(sheet.name, "")
    understood = kind is not SheetKind.NOTHING
    if wanted in SheetKind.values:
        kind = SheetKind(wanted)
    columns = tuple(_columns(sheet.name, headings, kind, takes))
    table = Table(sheet, kind, columns, first, last, is_understood=understood or bool(wanted))
    return replace(table, codes=explained_codes(sheet, columns, first, last))


def _columns(
    name: str,
    headings: Sequence[Heading],
    kind: SheetKind,
    takes: Mapping[str, str],
) -> Iterator[Column]:
    taken: set[Field] = set()
    has_building = any(meaning == Field.BUILDING for _, _, meaning in headings)
    has_room = any(meaning == Field.ROOM for _, _, meaning in headings)
    for index, header, said in headings:
        meaning = BY_KIND[said].get(kind) if isinstance(said, str) and said in BY_KIND else said
        choice = takes.get(f"{name}!{letter_of(index)}", "")
        if choice in Field.values:
            meaning = Field(choice)
        elif choice == TAKE_NOTHING:
            meaning = None
        elif meaning is Field.UNIT_CODE and has_building and has_room:
            meaning = Known.SERIAL  # said again, in one piece
        elif meaning in taken and meaning not in SEVERAL:
            meaning = None
        if isinstance(meaning, Field):
            taken.add(meaning)
        yield Column(
            index, header, meaning if isinstance(meaning, Field | Known) else None, bool(choice)
        )


def _segments(sheet: Sheet, index: int, *, least: int) -> tuple[int, list[list[Heading]]] | None:
    """Return how many rows the heading at a row has, and the tables beside each other; or None."""
    headings = [(column, text, meaning_of(text)) for column, text in _texts(sheet, index)]
    height = 1
    if _is_second_line(sheet, index + 1, headings):
        headings, height = _joined(sheet, index, index + 1), 2
    tables = [
        part
        for part in _parts(headings)
        if _known(part) >= least and _kind({meaning for _, _, meaning in part}) is not None
    ]
    return (height, tables) if tables else None


def _known(headings: Sequence[Heading]) -> int:
    """Return how many different things a heading names; fees have many names for one thing."""
    return len({text if said is Known.FEE else said for _, text, said in headings if said})


def _texts(sheet: Sheet, index: int) -> list[tuple[int, str]]:
    if index >= len(sheet.rows):
        return []
    cells = enumerate(sheet.rows[index])
    return [
        (column, text_of(cell)) for column, cell in cells if isinstance(cell, str) and cell.strip()
    ]


def _is_second_line(sheet: Sheet, index: int, above: Sequence[Heading]) -> bool:
    """Tell whether a heading goes on in the next row: groups above, names below."""
    if index >= len(sheet.rows):
        return False
    filled = [cell for cell in sheet.rows[index] if cell != ""]
    texts = _texts(sheet, index)
    if len(filled) != len(texts) or len(texts) < 2:
        return False
    known = sum(meaning_of(text) is not None for _, text in texts)
    below = {column for column, _ in texts}
    has_group = len({text for _, text, _ in above}) < len(below) or any(
        (index, column) in sheet.merged for column in below
    )
    return known >= 2 and known >= 0.6 * len(texts) and has_group


def _joined(sheet: Sheet, top: int, bottom: int) -> list[Heading]:
    above, below = dict(_texts(sheet, top)), dict(_texts(sheet, bottom))
    joined = []
    for column in sorted({*above, *below}):
        group, label = above.get(column, ""), below.get(column, "")
        if not label or label == group:
            joined.append((column, group or label, meaning_of(group or label)))
            continue
        prefix = re.sub(r"信息|资料|情况", "", group)
        whole = meaning_of(f"{prefix}{label}")
        plain = meaning_of(label)
        is_tenants = "租" in prefix and whole in (
            Field.TENANT,
            Field.TENANT_PHONE,
            Field.TENANT_IDENTITY,
        )
        vague = plain is None or isinstance(plain, str)
        joined.append((column, label, whole if is_tenants or (vague and whole) else plain))
    return joined


def _parts(
    headings: Sequence[Heading],
) -> Iterator[list[Heading]]:
    """Yield the tables beside each other: an empty column, and then a key that was there before."""
    part: list[Heading] = []
    for heading in headings:
        beside = part and heading[0] > part[-1][0] + 1
        if beside and (heading[2] is None or heading[2] in {each for _, _, each in part}):
            yield part
            part = []
        part.append(heading)
    if part:
        yield part


def _last(sheet: Sheet, first: int, headings: Sequence[Sequence[Heading]]) -> int:
    """Return the row where the data ends: at an explanation, or at the next heading."""
    left = min(part[0][0] for part in headings)
    right = max(part[-1][0] for part in headings)
    labels = {text for part in headings for _, text, _ in part}
    for index in range(first, len(sheet.rows)):
        filled = [cell for cell in sheet.rows[index][left : right + 1] if cell != ""]
        if not filled or not isinstance(filled[0], str):
            continue
        if len(filled) <= 2 and EXPLAINS.search(text_of(filled[0])):
            return index
        if len(filled) < 3 or not all(isinstance(cell, str) for cell in filled):
            continue
        cells = [text_of(cell) for cell in filled]
        known = {meaning_of(text) for text in cells} - {None}
        if len(known) >= 3 and len(known) >= 0.6 * len(cells) and not set(cells) <= labels:
            return index
    return len(sheet.rows)


def _kind(meanings: set[Meaning | str | None]) -> SheetKind | None:
    """Return what a table with these columns holds; None if nothing of ours."""
    has = meanings.__contains__
    is_unit = has(Field.ROOM) or has(Field.UNIT_CODE)
    own = {*UNIT_FACTS, Field.PHONE, Field.IDENTITY, *METERS} & meanings
    if has(Known.FEE) and not own and not has(Field.SPACE) and not has(Field.PLATE):
        return SheetKind.FEES
    if is_unit and UNIT_FACTS & meanings:
        return SheetKind.UNITS
    if has(Field.SPACE):
        return SheetKind.SPACES
    if has(Field.METER):
        return SheetKind.METERS
    if is_unit and (has("面积") or PERSONAL & meanings or METERS & meanings or has(Field.TENANT)):
        return SheetKind.UNITS
    if has(Field.PLATE):
        return SheetKind.VEHICLES
    if is_unit:
        return SheetKind.UNITS
    if has(Field.NAME) and len(meanings - {None}) > 1:
        return SheetKind.PEOPLE
    if has(Field.BUILDING) and {Field.ENTRANCE, Field.FLOORS, Field.LIFT} & meanings:
        return SheetKind.ENTRANCES
    return None
