"""Reading a workbook of staff, and writing the empty one to fill in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from xlsxwriter import Workbook

from anju.core.workbooks import Unreadable, day_of, read_sheets, text_of
from anju.organization.models.importing import RawRow
from anju.organization.queries.importing import COLUMNS, REQUIRED
from anju.ui.forms import Form

MAX_ROWS = 2000
MAX_BYTES = 5 * 1024 * 1024
HEADING_WITHIN = 10
EXAMPLE = "示例"


class UploadForm(Form):
    """The filled-in workbook."""

    workbook = forms.FileField(
        label="填好的名单",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls"}),
        help_text="XLSX 或 XLS 文件,最多 2,000 人。上传后先整份检查,确认后才登记。",
        error_messages={"required": "请选择填好的名单文件。", "empty": "文件是空的,请重新选择。"},
    )

    def clean_workbook(self) -> "UploadedFile[bytes]":
        found: UploadedFile[bytes] = self.cleaned_data["workbook"]
        if (found.size or 0) > MAX_BYTES:
            raise forms.ValidationError("文件超过 5 MB。名单只需要文字,请删去图片后再上传。")
        return found


@dataclass(frozen=True, slots=True)
class Template:
    """What the empty workbook offers to choose from."""

    departments: Sequence[str]
    posts: Sequence[str]


def read_staff_rows(content: bytes) -> list[RawRow]:
    """Return the rows of the first sheet under its headings, cleaned but not judged.

    Full-width letters and digits become plain, spaces around go, dates of any shape become
    dates; what is no date stays text, so that the check can name it. Empty rows and the example
    are left out.

    :raises Unreadable: for what is no workbook, has no headings, no rows, or more than 2,000.
    """
    cells = _cells(content)
    heading, columns = _heading(cells)
    rows = []
    for number, row in enumerate(cells[heading + 1 :], start=heading + 2):
        said = {name: _value(name, row[index]) for name, index in columns.items()}
        if not any(said.values()) or _is_example(said["name"]):
            continue
        rows.append(RawRow(number, {name: said.get(name, "") for name in COLUMNS}))
    if not rows:
        raise Unreadable("名单里没有员工。请从表头下一行开始填写,每人一行。")
    if len(rows) > MAX_ROWS:
        raise Unreadable(f"名单有 {len(rows):,} 行,一次最多 {MAX_ROWS:,} 行。请分成几份上传。")
    return rows


def template_workbook(offer: Template) -> bytes:
    """Return the workbook to fill in: headings, one example, and a sheet of what may be chosen."""
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    sheet, lists = book.add_worksheet("员工"), book.add_worksheet("部门和岗位")
    bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E7F0FA"})
    grey = book.add_format({"italic": True, "font_color": "#667382"})
    # Text cells: a spreadsheet must not turn a phone into a number or a date into a fraction.
    text = book.add_format({"num_format": "@"})
    sheet.set_column(0, len(COLUMNS) - 1, 16, text)
    sheet.freeze_panes(1, 0)
    for index, (name, label) in enumerate(COLUMNS.items()):
        sheet.write_string(0, index, f"{label}*" if name in REQUIRED else label, bold)
    chosen = (_first(offer.departments), _first(offer.posts))
    example = (f"({EXAMPLE})王小明", "wangxiaoming", "13800000000", *chosen, "2026-12-01", "")
    for index, value in enumerate(example):
        sheet.write_string(1, index, value, grey)
    note = "示例行导入时自动忽略。带 * 的必填;任职至填不再任职的第一天,长期任职不填。"
    sheet.write_string(1, len(COLUMNS) + 1, note, grey)
    for column, (label, names) in enumerate((("部门", offer.departments), ("岗位", offer.posts))):
        lists.set_column(column, column, 20)
        lists.write_string(0, column, label, bold)
        for row, name in enumerate(names, start=1):
            lists.write_string(row, column, name)
        if names:
            letter = "AB"[column]
            source = f"='部门和岗位'!${letter}$2:${letter}${len(names) + 1}"
            # Only a warning: the check names what is wrong in words, with the nearest name.
            choice = {"validate": "list", "source": source, "error_type": "warning"}
            sheet.data_validation(1, 3 + column, MAX_ROWS, 3 + column, choice)
    book.close()
    return buffer.getvalue()


def _cells(content: bytes) -> Sequence[Sequence[Any]]:
    rows = read_sheets(content, first_only=True)[0].rows
    if len(rows) > 50 * MAX_ROWS:
        raise Unreadable(f"名单太长,一次最多 {MAX_ROWS:,} 行。请删去多余的行,或分成几份上传。")
    return rows


def _heading(cells: Sequence[Sequence[Any]]) -> tuple[int, dict[str, int]]:
    """Return which row holds the headings, and the column of each."""
    names = {label: name for name, label in COLUMNS.items()}
    for number, row in enumerate(cells[:HEADING_WITHIN]):
        labels = [text_of(cell).replace("*", "").replace(" ", "") for cell in row]
        columns = {names[label]: index for index, label in enumerate(labels) if label in names}
        if "name" not in columns:
            continue
        missing = [COLUMNS[name] for name in COLUMNS if name in REQUIRED and name not in columns]
        if missing:
            raise Unreadable(f"表头缺少“{'”“'.join(missing)}”。请用下载的模板填写,不要改表头。")
        return number, columns
    raise Unreadable("没有找到表头“姓名”“登录名”等。请用下载的模板填写,名单放在第一张工作表。")


def _value(name: str, cell: Any) -> str:
    if name in ("starts_on", "ends_on"):
        day = day_of(cell)
        return day.isoformat() if day else text_of(cell)
    text = text_of(cell)
    match name:
        case "name" if not text.isascii():
            return text.replace(" ", "")  # 王 婷 is spaced out to the width of three characters
        case "phone":
            return re.sub(r"[\s-]", "", text)
    return text


def _is_example(name: str) -> bool:
    return name.lstrip("([【").startswith(EXAMPLE)


def _first(names: Iterable[str]) -> str:
    return next(iter(names), "")
