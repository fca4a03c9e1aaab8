"""Workbooks as people have them: bytes → sheets of cells, and what a cell says. Pure.

Whatever cannot be read is said in a sentence; nothing of a hostile file is unpacked.
"""

import re
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum
from io import BytesIO
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from anju.core.errors import DomainError

MOST_UNPACKED = 400 * 1024 * 1024
MOST_PACKING = 200  # a sheet of text packs 5 to 30 times; a bomb a thousand times
MOST_CELLS = 6_000_000
ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0"
DAY_ZERO = date(1899, 12, 30)  # a date cell without a date format is a count of days from here
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"([^>]*?)>(.*?)</c>', re.DOTALL)

NOT_A_WORKBOOK = "这个文件不是能读的 Excel 工作簿。请在 Excel 中另存为 XLSX 后再上传。"
LOCKED = "工作簿加了密码,无法读取。请在 Excel“文件 - 信息 - 保护工作簿”中去掉密码,保存后再上传。"
DAMAGED = "工作簿不完整或已损坏。请在 Excel 中打开,另存为新的 XLSX 文件后再上传。"
TOO_LARGE = "工作簿内容过大。请删去图片和无关的工作表,或分成几个文件后再上传。"


class Unreadable(DomainError):
    """The file is no workbook that can be read; the sentence says what to do."""


class Flaw(Enum):
    """Why a cell that looks filled in Excel reads empty."""

    FORMULA = "FORMULA"  # was never calculated
    ERROR = "ERROR"  # #N/A, #DIV/0!


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows from the first on, cells from column A on; empty cells are ''.

    A merged cell says the same in each of its places; `merged` has all but the first of them.

    :param flaws: (row, column), both from 0 → why the cell has no value.
    """

    name: str
    rows: Sequence[Sequence[Any]]
    is_hidden: bool = False
    flaws: Mapping[tuple[int, int], Flaw] = field(default_factory=dict)
    merged: frozenset[tuple[int, int]] = frozenset()


def read_sheets(content: bytes, *, first_only: bool = False) -> list[Sheet]:
    """Return the sheets of an .xlsx, .xls or .ods workbook in their order.

    :raises Unreadable: for another kind of file, a damaged one, one with a password, a bomb.
    """
    if content.startswith(ZIP):
        _refuse_bomb(content)
    elif not content.startswith(OLE):
        raise Unreadable(NOT_A_WORKBOOK)
    elif "EncryptedPackage".encode("utf-16-le") in content:
        raise Unreadable(LOCKED)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        flaws = _flaws(content) if content.startswith(ZIP) else {}
        sheets = _sheets(book, flaws, first_only=first_only)
    except PasswordError as error:
        raise Unreadable(LOCKED) from error
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError) as error:
        raise Unreadable(DAMAGED if _was_one(content) else NOT_A_WORKBOOK) from error
    if not sheets:
        raise Unreadable("工作簿里没有表格。请确认选对了文件。")
    return sheets


def text_of(cell: Any) -> str:
    """Return what a cell says: half width, one space at most, 1001.0 as 1001, a date as ISO."""
    if isinstance(cell, str):
        plain = cell if cell.isascii() else unicodedata.normalize("NFKC", cell)
        return " ".join(plain.split())
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e18:
            return str(int(cell))
        return f"{cell:.10f}".rstrip("0").rstrip(".")
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    return str(cell)


def day_of(cell: Any) -> date | None:
    """Return the date a cell means: a date cell, a bare count of days, 2026-11-23, 2026年1月3日."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and 20_000 < cell < 80_000:
        return DAY_ZERO + timedelta(days=int(cell))
    text = text_of(cell)
    text = re.sub(r"[ T]\d{1,2}:\d{2}(:\d{2})?$", "", text)
    found = DAY.fullmatch(text) or re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text)
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def letter_of(column: int) -> str:
    """Return the letters of a column counted from 0: A, Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _sheets(
    book: CalamineWorkbook, flaws: Mapping[int, Mapping[tuple[int, int], Flaw]], *, first_only: bool
) -> list[Sheet]:
    found = []
    for index, meta in enumerate(book.sheets_metadata):
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_index(index)
        if sheet.total_height * sheet.total_width > MOST_CELLS:
            raise Unreadable(TOO_LARGE)
        rows = sheet.to_python(skip_empty_area=False)
        _pad(rows, flaws.get(index, {}))
        merged = _spread(rows, sheet.merged_cell_ranges or [])
        hidden = meta.visible != SheetVisibleEnum.Visible
        found.append(Sheet(meta.name, rows, hidden, flaws.get(index, {}), merged))
        if first_only:
            break
    return found


def _pad(rows: list[list[Any]], flaws: Mapping[tuple[int, int], Flaw]) -> None:
    """Add the empty cells in which only a formula stands: the reader leaves them out at the end."""
    height = max((row for row, _ in flaws), default=-1) + 1
    width = max([*(len(row) for row in rows[:1]), *(column + 1 for _, column in flaws)], default=0)
    if height > len(rows) or any(len(row) < width for row in rows[:1]):
        rows.extend([] for _ in range(height - len(rows)))
        for row in rows:
            row.extend([""] * (width - len(row)))


def _spread(
    rows: list[list[Any]], ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]
) -> frozenset[tuple[int, int]]:
    """Write a merged cell's value into each of its places; returns the places written."""
    written = set()
    for (top, left), (bottom, right) in ranges:
        if top >= len(rows) or left >= len(rows[top]) or rows[top][left] == "":
            continue
        for row in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right + 1, len(rows[row]))):
                if (row, column) != (top, left):
                    rows[row][column] = rows[top][left]
                    written.add((row, column))
    return frozenset(written)


def _was_one(content: bytes) -> bool:
    """Tell a damaged workbook from a file of another kind in the same wrapping."""
    if not content.startswith(ZIP):
        return "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content
    return b"xl/" in content or not zipfile.is_zipfile(BytesIO(content))


def _refuse_bomb(content: bytes) -> None:
    """Refuse a small file that unpacks to a huge one, before it is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Unreadable(DAMAGED) from error
    if size > MOST_UNPACKED or (size > 50 * 1024 * 1024 and size > MOST_PACKING * len(content)):
        raise Unreadable(TOO_LARGE)


def _flaws(content: bytes) -> dict[int, dict[tuple[int, int], Flaw]]:
    """Return per sheet the cells that calamine reads empty though a formula stands in them.

    Looks into a sheet's XML only where a formula or an error is.
    """
    found: dict[int, dict[tuple[int, int], Flaw]] = {}
    with zipfile.ZipFile(BytesIO(content)) as packed:
        names = set(packed.namelist())
        for index, part in enumerate(_parts(packed)):
            if part not in names:
                continue
            xml = packed.read(part)
            if b"<f" in xml or b't="e"' in xml:
                found[index] = dict(_flawed_cells(xml))
    return found


def _flawed_cells(xml: bytes) -> list[tuple[tuple[int, int], Flaw]]:
    flawed = []
    for cell in CELL.finditer(xml):
        column, row, attributes, inside = cell.groups()
        if b't="e"' in attributes:
            flaw = Flaw.ERROR
        elif b"<f" in inside and not re.search(rb"<v>[^<]+</v>", inside):
            flaw = Flaw.FORMULA
        else:
            continue
        flawed.append(((int(row) - 1, _index_of(column.decode())), flaw))
    return flawed


def _parts(packed: zipfile.ZipFile) -> list[str]:
    """Return the files of an .xlsx's sheets in the order of its tabs; none for other kinds."""
    try:
        book = packed.read("xl/workbook.xml").decode("utf-8", "replace")
        links = packed.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:
        return []
    targets = {}
    for link in re.findall(r"<Relationship\b[^>]*>", links):
        name, target = re.search(r'\bId="([^"]+)"', link), re.search(r'\bTarget="([^"]+)"', link)
        if name and target:
            path = target[1]
            targets[name[1]] = path.lstrip("/") if path.startswith("/") else f"xl/{path}"
    ids = re.findall(r"<sheet\b[^>]*?\br:id=\"([^\"]+)\"", book)
    return [targets.get(each, "") for each in ids]


def _index_of(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
