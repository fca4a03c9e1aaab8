"""Which building, entrance and unit a row is about. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache

from anju.core.unit_codes import (
    LONGEST_PART,
    NO_ENTRANCE,
    is_plain,
    parse_partly,
    parse_unit_code,
    plain_code,
)
from anju.core.workbooks import text_of
from anju.imports import values
from anju.imports.cells import Cells
from anju.imports.drafts import UnitKey
from anju.imports.fields import Field

LONGEST_CODE = 40
# The same few buildings and entrances stand in every row.
_parsed = lru_cache(1000)(parse_partly)
TURNED = "被 Excel 变成了日期。请把这一列设成“文本”格式,重新填写(例如 1-2 或 1-2-301)后再上传。"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a row is; `building_name` as people write it, 3号楼."""

    building: str
    building_name: str
    entrance: str = ""
    room: str = ""

    @property
    def key(self) -> UnitKey:
        return (self.building, self.entrance, self.room)


def building_of(cells: Cells) -> Address | None:
    """Return the building and entrance of a row's own columns; None without a building.

    A building cell may name the entrance too: `1栋2单元`.
    """
    if _turned(cells, Field.BUILDING) or _turned(cells, Field.ENTRANCE):
        return None
    text = cells.text(Field.BUILDING)
    if not text:
        return None
    parsed = _parsed(text)
    if parsed is not None and parsed.building and not parsed.room:
        building, entrance = parsed.building, parsed.entrance
    else:
        building, entrance = _plain(text) or text, ""
    said = _plain(cells.text(Field.ENTRANCE)) if cells.cell(Field.ENTRANCE) != "" else ""
    entrance = "" if said in NO_ENTRANCE else said or entrance
    name = text if not entrance or "单元" not in text else ""
    return _checked(cells, Address(building, building_name(building, name), entrance))


def unit_of(cells: Cells, above: Address | None) -> Address | None:
    """Return the unit of a row; None if it has none, or if what stands there is no unit (said).

    :param above: the address of the row before, for cells left empty below a group's first row.
    """
    field = Field.ROOM if cells.cell(Field.ROOM) != "" else Field.UNIT_CODE
    if _turned(cells, field):
        return None
    text = cells.text(field) or text_of(cells.cell(field))
    if not text:
        return None
    here = building_of(cells)
    if here is not None:
        return _within(cells, here, text)
    whole = parse_unit_code(text)
    if whole is not None:
        name = re.match(r"第?[^-]{1,10}?(栋|幢|座|号楼)", text)
        return _checked(
            cells,
            Address(
                whole.building,
                building_name(whole.building, name[0] if name else ""),
                whole.entrance,
                whole.room,
            ),
        )
    if cells.table.has(Field.BUILDING) and above is not None:
        sentence = f"没有填楼栋。是否沿用上一行的“{above.building_name}”?"
        cells.findings.question("building-blank", cells.place(Field.BUILDING), sentence)
        entrance = _plain(cells.text(Field.ENTRANCE)) or above.entrance
        carried = Address(above.building, above.building_name, entrance)
        return _within(cells, carried, text)
    cells.findings.error(
        "unit-unclear",
        cells.place(field),
        f"“{text[:20]}”看不出是哪一栋哪一户。请写成 1-2-301 或 1栋2单元301,或补上楼栋、单元两列。",
    )
    return None


def building_name(code: str, said: str = "") -> str:
    """Return what people call a building: as written where words stand in it, else 3栋."""
    text = re.sub(r"\s+", "", said)
    return text[:30] if re.search(r"[^\d.]", text) else f"{code}栋"


def _within(cells: Cells, here: Address, text: str) -> Address | None:
    whole = parse_unit_code(text)
    if whole is not None and whole.building == here.building and "-" in str(whole):
        entrance = whole.entrance or here.entrance
        return _checked(cells, Address(here.building, here.building_name, entrance, whole.room))
    room = _plain(text) or text
    return _checked(cells, Address(here.building, here.building_name, here.entrance, room))


def _checked(cells: Cells, address: Address) -> Address | None:
    parts = [part for part in address.key if part]
    if not all(map(is_plain, parts)) or len("-".join(parts)) > LONGEST_CODE:
        cells.findings.error(
            "code-unreadable",
            cells.place(Field.ROOM if address.room else Field.BUILDING),
            f"“{'-'.join(parts)[:30]}”不能作编号:楼栋、单元、房号各用数字、字母或汉字,最多 "
            f"{LONGEST_PART} 个。",
        )
        return None
    return address


@lru_cache(maxsize=10_000)
def _plain(text: str) -> str:
    """Return a part's plain code; one that is too long stays as it is, to be refused."""
    plain = plain_code(text)
    return text if len(plain) == LONGEST_PART and len(text) > LONGEST_PART + 3 else plain


def _turned(cells: Cells, field: Field) -> bool:
    if not values.became_a_date(cells.cell(field)):
        return False
    cells.findings.error("became-a-date", cells.place(field), TURNED)
    return True
