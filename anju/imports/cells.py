"""A row's cells by what they mean, with their places; cells without a value are said. Pure."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from anju.core.workbooks import Flaw
from anju.imports import values
from anju.imports.fields import Field
from anju.imports.findings import Findings, Place
from anju.imports.tables import Column, Row, Table

V = TypeVar("V")
FLAWS = {
    Flaw.FORMULA: (
        "是公式,却没有算好的数值。请在 Excel 中打开并保存一次,或把这一列“复制 -"
        " 选择性粘贴 - 数值”后再上传。"
    ),
    Flaw.ERROR: "是公式错误(如 #N/A),没有内容。请改成实际内容后再上传。",
}


class Cells:
    """One row of a table, read through the meaning of its columns."""

    def __init__(self, table: Table, row: Row, findings: Findings) -> None:
        self.table, self.row, self.findings = table, row, findings
        self._said = {}
        for field, cells in row.said.items():
            sound = []
            for column, cell in cells:
                if isinstance(cell, Flaw):
                    findings.error("formula", table.place(row.number, column), FLAWS[cell])
                else:
                    sound.append((column, cell))
            if sound:
                self._said[field] = sound

    def all(self, field: Field) -> Sequence[tuple[Column, Any]]:
        return self._said.get(field, ())

    def cell(self, field: Field) -> Any:
        """Return the raw cell, '' where there is none."""
        cells = self._said.get(field)
        return cells[0][1] if cells else ""

    def text(self, field: Field) -> str:
        """Return what the cell says, codes replaced by their words."""
        cell = self.cell(field)
        return "" if cell == "" else values.said(cell, self.table.codes.get(field))

    def place(self, field: Field | None = None) -> Place:
        """Return where the field stands in this row, the row alone if it stands nowhere."""
        if field is None:
            return self.table.place(self.row.number)
        column = next((each for each in self.table.columns if each.meaning is field), None)
        return self.table.place(self.row.number, column)

    def read(self, field: Field, how: Callable[[Any], V | None], wrong: str) -> V | None:
        """Return a cell's value; one that cannot be read becomes an error with this sentence.

        :param wrong: what to do, `{}` for what stands there.
        """
        cell = self.cell(field)
        if cell == "":
            return None
        try:
            return how(cell)
        except ValueError:
            sentence = wrong.format(values.said(cell)[:20])
            self.findings.error(
                f"{field.value.replace('_', '-')}-wrong", self.place(field), sentence
            )
            return None
