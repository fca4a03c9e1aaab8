"""A table of a sheet: its columns with their meaning, and its rows of data. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from anju.core.workbooks import Sheet, letter_of
from anju.imports.fields import Field, Meaning, SheetKind
from anju.imports.findings import Place

TOTALS = re.compile(r"^(合计|总计|小计|共计|汇总)")
EXAMPLE = re.compile(r"^[((【\[]?(示例|例如|样例|举例)")


@dataclass(frozen=True, slots=True)
class Column:
    """One column with its heading; `meaning` None is unknown, `is_chosen` said by a person."""

    index: int
    header: str
    meaning: Meaning | None
    is_chosen: bool = False

    @property
    def letter(self) -> str:
        return letter_of(self.index)

    @property
    def name(self) -> str:
        """The column as findings name it: `O 手机号`."""
        return f"{self.letter} {self.header}".strip()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of data; `said` has the columns that are not empty."""

    number: int
    said: Mapping[Field, Sequence[tuple[Column, Any]]]
    is_merged: bool = False


@dataclass(frozen=True)
class Table:
    """Data under one heading of a sheet. NOTHING: not understood, or not wanted."""

    sheet: Sheet
    kind: SheetKind
    columns: tuple[Column, ...] = ()
    first: int = 0
    last: int = 0
    codes: Mapping[Field, Mapping[str, str]] = field(default_factory=dict)
    is_understood: bool = True

    def place(self, number: int = 0, column: Column | None = None) -> Place:
        return Place(self.sheet.name, number, column.name if column else "")

    def has(self, *fields: Field) -> bool:
        return any(column.meaning in fields for column in self.columns)

    @cached_property
    def size(self) -> int:
        """Return how many rows of data there are, wanted or not."""
        if not self.columns:
            return sum(map(is_filled, self.sheet.rows))
        return sum(not self._is_no_data(index) for index in range(self.first, self.last))

    def rows(self) -> Iterator[Row]:
        """Yield the rows of data: no empty ones, examples, totals or repeated headings."""
        taken = [(each, each.meaning) for each in self.columns if isinstance(each.meaning, Field)]
        keys = {
            column.index for column, meaning in taken if meaning in (Field.ROOM, Field.UNIT_CODE)
        }
        for index in range(self.first, self.last):
            cells, is_flawed = self.sheet.rows[index], False
            said: dict[Field, list[tuple[Column, Any]]] = {}
            for column, meaning in taken:
                cell = cells[column.index] if column.index < len(cells) else ""
                flaw = self.sheet.flaws.get((index, column.index))
                if flaw is not None:
                    cell, is_flawed = flaw, True
                if (
                    cell is not None
                    and cell != ""
                    and not (isinstance(cell, str) and not cell.strip())
                ):
                    said.setdefault(meaning, []).append((column, cell))
            if said and (is_flawed or not self._is_no_data(index)):
                merged = any((index, key) in self.sheet.merged for key in keys)
                yield Row(index + 1, said, merged)

    def _is_no_data(self, index: int) -> bool:
        filled = [cell for cell in self.sheet.rows[index][self._left : self._right] if cell != ""]
        texts = [cell.strip() for cell in filled if isinstance(cell, str)]
        if not filled or (not any(texts) and len(texts) == len(filled)):
            return True
        if texts and isinstance(filled[0], str) and TOTALS.match(texts[0]):
            return True
        if any(EXAMPLE.match(text) for text in texts[:3]):
            return True
        return len(texts) > 1 and sum(text in self._headers for text in texts) > len(filled) / 2

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Return field → its column as findings name it."""
        taken = (each for each in self.columns if isinstance(each.meaning, Field))
        return {str(each.meaning): each.name for each in taken}

    @cached_property
    def _left(self) -> int:
        return min(column.index for column in self.columns)

    @cached_property
    def _right(self) -> int:
        return max(column.index for column in self.columns) + 1

    @cached_property
    def _headers(self) -> frozenset[str]:
        return frozenset(column.header for column in self.columns if column.header)


def is_filled(row: Sequence[Any]) -> bool:
    return any(cell != "" for cell in row)
