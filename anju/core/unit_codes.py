"""Codes of buildings, entrances and units, understood however people write them. Pure.

Nothing here raises, whatever the text; only its first 60 characters count.
"""

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 60
LONGEST_PART = 12
BUILDING_WORDS = "栋|幢|座|号楼|楼栋|楼|#楼?"
ENTRANCE_WORDS = "单元|门洞|门|梯"
ROOM_WORDS = "室|号房|号铺|房|号|商铺|铺"
MARK = r"[0-9A-Z\u4e00-\u9fff]"
NO_ENTRANCE = {"0", "无"}  # how workbooks say that a shop has no staircase
DIGITS = {mark: value for value, mark in enumerate("〇一二三四五六七八九")} | {"零": 0}

# In some cities a building is 1号 and a flat 1号301室: 号 alone means a building before a room.
BUILDING = re.compile(
    rf"(?P<part>{MARK}{{1,12}}?)(?:{BUILDING_WORDS}|号(?=-?[0-9A-Z]))-?(?P<rest>.*)"
)
ENTRANCE = re.compile(rf"第?(?P<part>{MARK}{{1,12}}?)(?:{ENTRANCE_WORDS})-?(?P<rest>[^-]*)")
# 铺 is a word after a number, but 商铺 by itself is a room.
ENDING = re.compile(
    rf"(?<=.)(?:{BUILDING_WORDS}|{ENTRANCE_WORDS})$"
    rf"|(?<=[0-9A-Z〇零一二三四五六七八九十])(?:{ROOM_WORDS})$"
)
WHOLE_PART = re.compile(rf"{MARK}{{1,{LONGEST_PART}}}")
NUMERAL = re.compile(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)")


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
    code = parse_partly(text)
    is_whole = code is not None and code.building and code.room
    # What would be read as another door once it is written down is no code.
    return code if is_whole and parse_partly(str(code)) == code else None


def parse_partly(text: str) -> UnitCode | None:
    """Return what a text says of a unit, also half typed: `3栋`, `3-1`, `1单元502`, `502`."""
    rest = _folded(text).removeprefix("第")
    building, rest = _front(BUILDING, rest)
    entrance, rest = _front(ENTRANCE, rest)
    rest = re.sub("单元(?=[^-])", "单元-", rest).replace("#", "-")
    parts = [_bare(ENDING.sub("", part)) for part in re.split("-+", rest) if part]
    if not all(WHOLE_PART.fullmatch(part) for part in (building, entrance, *parts) if part):
        return None
    return _placed(building, entrance, parts)


def plain_code(text: str) -> str:
    """Return one part of a code in its plain form: full width, small letters, 第, 栋 and 号 gone.

    Empty if nothing of a code is in it; `is_plain` tells whether it can be part of a unit's code.
    """
    return _bare(ENDING.sub("", _folded(text).removeprefix("第")))[:LONGEST_PART]


def is_plain(part: str) -> bool:
    """Tell whether a text is a building's, an entrance's or a room's code as it is kept."""
    return WHOLE_PART.fullmatch(part) is not None


def natural_key(code: str) -> str:
    """Return the key that sorts codes as people count: 2 before 10, 1-2-301 before 1-10-101."""
    return re.sub(r"[0-9]+", lambda number: number[0].zfill(6), code)[:80]


def floor_of(room: str) -> int | None:
    """Return the floor that a room's number tells: `301` → 3, `1201` → 12, `B101` → -1."""
    found = re.fullmatch(r"(B?)([0-9]{1,2})[0-9]{2}[A-Z]?", room)
    if found is None:
        return None
    floor = int(found[2])
    return -floor if found[1] else floor


def _front(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    """Return the part that a word marks at the front of a text, and what follows it."""
    found = pattern.fullmatch(text)
    return (_bare(found["part"]), found["rest"]) if found else ("", text)


def _placed(building: str, entrance: str, parts: list[str]) -> UnitCode | None:
    match building, entrance, parts:
        case "", "", [only]:
            return UnitCode("", "", only) if re.search("[0-9A-Z]", only) else None
        case "", "", [first, room]:
            return UnitCode(first, "", room)
        case "", "", [first, second, room]:
            return UnitCode(first, _entrance(second), room)
        case _, "", [second, room] if building:
            return UnitCode(building, _entrance(second), room)
        case _, _, [] if building or entrance:
            return UnitCode(building, _entrance(entrance), "")
        case _, _, [room] if building or entrance:
            return UnitCode(building, _entrance(entrance), room)
    return None


def _folded(text: str) -> str:
    """Return full width as half width, capitals, one kind of dash, no spaces, no 0 after a dot.

    A spreadsheet's `1.0` is 1.
    """
    folded = unicodedata.normalize("NFKC", text[:LONGEST]).upper()[:LONGEST]
    folded = re.sub(r"\s+", "", folded)
    folded = re.sub(r"[‐‑‒–—―−－_/\\、~]+", "-", folded)
    folded = re.sub(r"(?<=[0-9])\.0+(?=-|$)", "", folded)
    return folded.replace(".", "-").strip("-")


def _bare(part: str) -> str:
    """Return a part without leading zeros, Chinese numerals (up to 99, or 三〇一) as digits."""
    if found := NUMERAL.fullmatch(part):
        return str((DIGITS.get(found[1], 1)) * 10 + DIGITS.get(found[2], 0))
    if part and all(mark in DIGITS for mark in part):
        part = "".join(str(DIGITS[mark]) for mark in part)
    return re.sub(r"^0+(?=.)", "", part)


def _entrance(part: str) -> str:
    return "" if part in NO_ENTRANCE else part
