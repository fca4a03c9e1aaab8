"""Reading what a sheet says about its own codes: `1001 业主`, `住宅 110`, `(H出租S出售)`. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from anju.core.workbooks import Sheet, text_of
from anju.imports.fields import Field, Meaning, plain_header

CODED = (
    *(Field.USE, Field.STATE, Field.ROLE, Field.GROUND, Field.SPACE_KIND, Field.METER_KIND),
    *(Field.LAYOUT, Field.GENDER, Field.LIFT),
)
CODE_FIRST = re.compile(r"(?<![\dA-Z])(\d{2,5}|[A-Z])[\s:、=\-]*([\u4e00-\u9fff]{1,10})")
WORD_FIRST = re.compile(r"([\u4e00-\u9fff]{1,10})[\s:、=\-]+(\d{2,5})(?!\d)")
# What a system in wide use means by its codes, for sheets without their explanation.
USUAL: Mapping[Field, Mapping[str, str]] = {
    Field.USE: {"110": "住宅", "120": "办公室", "119": "宿舍"},
    Field.ROLE: {"1001": "业主", "1002": "家庭成员", "1003": "房屋租客", "1004": "临时人员"},
    Field.STATE: {
        "2001": "已入住",
        "2002": "未销售",
        "2003": "已交房",
        "2004": "未入住",
        "2005": "已装修",
        "2006": "已出租",
        "2007": "已出售",
        "2008": "空闲",
        "2009": "装修中",
    },
    Field.GROUND: {"H": "出租", "S": "出售"},
}


class _Column(Protocol):
    @property
    def index(self) -> int: ...
    @property
    def header(self) -> str: ...
    @property
    def meaning(self) -> Meaning | None: ...


def explained_codes(
    sheet: Sheet, columns: Sequence[_Column], first: int, last: int
) -> dict[Field, dict[str, str]]:
    """Return field → code → its word, as headings and the explanations beside or below say."""
    codes: dict[Field, dict[str, str]] = {}
    for column in columns:
        meaning = column.meaning
        if not isinstance(meaning, Field) or meaning not in CODED:
            continue
        found = dict(USUAL.get(meaning, {}))
        raw = next(iter(_heading_of(sheet, column, first)), "")
        found |= _pairs(raw)
        label = plain_header(column.header)
        for text in _explanations(sheet, label, columns, first, last):
            found |= _pairs(text)
        if found:
            codes[meaning] = found
    return codes


def _heading_of(sheet: Sheet, column: _Column, first: int) -> Iterator[str]:
    cells = sheet.rows[first - 1] if first else ()
    if column.index < len(cells):
        inside = re.search(r"[((](.+)[))]", str(cells[column.index]))
        if inside:
            yield inside[1]


def _explanations(
    sheet: Sheet, label: str, columns: Sequence[_Column], first: int, last: int
) -> Iterator[str]:
    """Yield the lines beside a cell that says the heading again, outside the data."""
    right = max(column.index for column in columns)
    for index, row in enumerate(sheet.rows[: last + 200]):
        start = 0 if index >= last else right + 1
        for place in range(start, len(row)):
            if isinstance(row[place], str) and _is_about(row[place], label):
                yield from _lines(sheet, index, place)


def _is_about(text: str, label: str) -> bool:
    said = plain_header(text)
    return bool(said) and (said == label or (len(said) > 2 and set(said) == set(label)))


def _lines(sheet: Sheet, index: int, place: int) -> Iterator[str]:
    for number in range(index, min(index + 40, len(sheet.rows))):
        row = sheet.rows[number]
        if number > index and place < len(row) and row[place] != "":
            return
        parts = [cell for cell in row[place + 1 :] if cell != ""]
        if number > index and not parts:
            return
        said = " ".join(cell if isinstance(cell, str) else text_of(cell) for cell in parts)
        yield from said.splitlines()


def _pairs(line: str) -> dict[str, str]:
    text = line.strip()
    if re.match(r"\d|[A-Z]", text):
        return {code: word for code, word in CODE_FIRST.findall(text)}
    return {code: word for word, code in WORD_FIRST.findall(text)}
