"""Codes of buildings, entrances and units, understood however people write them. Pure."""

import re
import unicodedata
from dataclasses import dataclass

BUILDING_WORDS = "栋|幢|座|号楼|楼栋|楼"
ENTRANCE_WORDS = "单元|门洞|门|梯"
ROOM_WORDS = "室|房|号房|号|商铺|铺"
PART = r"[0-9A-Z\u4e00-\u9fff]{1,10}?"
NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}

WORDED = re.compile(
    rf"^第?(?P<building>{PART})(?:{BUILDING_WORDS})-?"
    rf"(?:第?(?P<entrance>{PART})(?:{ENTRANCE_WORDS})-?)?"
    rf"(?P<room>[0-9A-Z\u4e00-\u9fff]{{0,12}}?)(?:{ROOM_WORDS})?$"
)
DASHED = re.compile(r"^[0-9A-Z\u4e00-\u9fff]{1,12}(?:-[0-9A-Z\u4e00-\u9fff]{1,12}){1,2}$")
PLAIN = re.compile(r"^[0-9A-Z]{1,12}$")


@dataclass(frozen=True, slots=True)
class UnitCode:
    """Where a unit is: building, entrance (empty where the house has none) and room.

    A search may know only the front or only the back of it; then the rest is empty.
    """

    building: str
    entrance: str
    room: str

    def __str__(self) -> str:
        return "-".join(part for part in (self.building, self.entrance, self.room) if part)


def parse_unit_code(text: str) -> UnitCode | None:
    """Return the unit that a text means, else None: `1-2-301`, `1栋2单元301`, `１幢２单元３０１室`.

    Two parts are a building and a room. An entrance written 0 is none (shops). Leading zeros of
    a number do not count: `01-02-0301` is `1-2-301`.
    """
    code = _parsed(text)
    return code if code and code.building and code.room else None


def parse_partly(text: str) -> UnitCode | None:
    """Return what a text says of a unit while it is being typed: `3栋`, `3-1`, `502`."""
    return _parsed(text)


def plain_code(text: str) -> str:
    """Return one part of a code in its plain form: full width, small letters, 第, 栋 and 号 gone.

    Empty if nothing of a code is in it.
    """
    folded = _folded(text)
    folded = re.sub(rf"^第|(?:{BUILDING_WORDS}|{ENTRANCE_WORDS}|{ROOM_WORDS})$", "", folded)
    return _bare(folded)[:12]


def natural_key(code: str) -> str:
    """Return the key that sorts codes as people count: 2 before 10, 1-2-301 before 1-10-101."""
    return re.sub(r"\d+", lambda number: number[0].zfill(6), code)[:80]


def _parsed(text: str) -> UnitCode | None:
    folded = _folded(text)
    if not folded:
        return None
    if worded := WORDED.match(folded):
        building, entrance = _bare(worded["building"]), _bare(worded["entrance"] or "")
        room = worded["room"].strip("-")
        return UnitCode(building, _no_zero(entrance), _bare(room))
    if DASHED.match(folded):
        parts = [_bare(part) for part in _without_words(folded).split("-")]
        if len(parts) == 2:
            return UnitCode(parts[0], "", parts[1])
        return UnitCode(parts[0], _no_zero(parts[1]), parts[2])
    if PLAIN.match(folded):
        return UnitCode("", "", _bare(folded))
    return None


def _folded(text: str) -> str:
    """Return full width as half width, capitals, one kind of dash, no spaces, no 0 after a dot.

    A spreadsheet's `1.0` is 1.
    """
    folded = unicodedata.normalize("NFKC", text).upper().strip()
    folded = re.sub(r"^(\d+)\.0+$", r"\1", folded)
    folded = re.sub(r"[‐‑‒–—−_/\\.、#]+|\s*-\s*", "-", folded)
    return re.sub(r"\s+", "", folded).strip("-")


def _without_words(folded: str) -> str:
    words = rf"(?:{BUILDING_WORDS}|{ENTRANCE_WORDS}|{ROOM_WORDS})(?=-|$)"
    return re.sub(words, "", folded)


def _bare(part: str) -> str:
    """Return a part without leading zeros; a single Chinese numeral becomes its digit."""
    if part in NUMERALS:
        return str(NUMERALS[part])
    if part == "十":
        return "10"
    return part.lstrip("0") or ("0" if part else "")


def _no_zero(entrance: str) -> str:
    return "" if entrance == "0" else entrance
