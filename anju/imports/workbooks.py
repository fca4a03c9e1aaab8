"""The workbooks that an import hands out: the template to fill in, and the upload marked."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from anju.core.workbooks import Sheet
from anju.imports.findings import QUESTIONS, Finding, Level
from anju.imports.recognising import FINDINGS_SHEET

MOST_COMMENTS = 5000
COLOURS = {Level.ERROR: "#FFC7CE", Level.QUESTION: "#FFEB9C", Level.NOTE: "#DDEBF7"}
EXAMPLE = "(示例)"


@dataclass(frozen=True, slots=True)
class _Page:
    """One sheet of the template: headings (* must be filled), an example, what may be chosen."""

    name: str
    headings: Sequence[str]
    example: Sequence[str]
    choices: dict[str, Sequence[str]]


PAGES = (
    _Page(
        "房屋",
        (
            *("楼栋*", "单元", "房号*", "楼层", "总层数", "房屋类型", "户型", "建筑面积(㎡)"),
            *("套内面积(㎡)", "计费面积(㎡)", "房屋状态", "交房日期"),
        ),
        (
            *(f"{EXAMPLE}1栋", "2", "301", "3", "18", "住宅", "三室两厅", "118.52"),
            *("96.30", "118.52", "自住", "2021-06-30"),
        ),
        {
            "房屋类型": ("住宅", "商铺", "办公"),
            "房屋状态": ("自住", "出租", "空置", "未交付", "已交付"),
        },
    ),
    _Page(
        "住户",
        (
            *("房屋编号*", "姓名*", "与房屋的关系*", "电话", "备用电话", "称呼", "证件号码"),
            *("产权份额", "入住日期"),
        ),
        (
            *(f"{EXAMPLE}1-2-301", "李明月", "业主", "13800001234", "0571-88881234", "李老师", ""),
            *("1/2", "2021-08-01"),
        ),
        {"与房屋的关系": ("业主", "家属", "租户", "代理人", "店员")},
    ),
    _Page(
        "车位",
        (
            *("停车场", "车位编号*", "车位类型", "面积(㎡)", "房屋编号", "姓名", "电话"),
            *("出租还是出售", "车牌号", "车辆品牌", "颜色"),
        ),
        (
            *(f"{EXAMPLE}1", "B1-023", "地下车位", "12.5", "1-2-301", "李明月", "13800001234"),
            *("出售", "浙A12345", "比亚迪", "白"),
        ),
        {"车位类型": ("地下车位", "地上车位"), "出租还是出售": ("出售", "出租")},
    ),
    _Page(
        "计量表",
        ("房屋编号", "表类型*", "表号*", "倍率", "表位数"),
        (f"{EXAMPLE}1-2-301", "水表", "S20210630", "1", "5"),
        {"表类型": ("水表", "电表", "燃气表", "热量表")},
    ),
)
HELP = (
    "每张表的灰色示例行导入时自动忽略。带 * 的必填,其余不知道就留空。",
    "房屋编号写成 1-2-301(楼栋-单元-房号)或 1栋2单元301;没有单元的写 1-301。",
    "一套房屋有几位业主,在“住户”表里每人一行;份额不填按人数平分。",
    "房号、电话、证件号码所在的列请保持“文本”格式,以免被 Excel 改成日期或科学计数。",
    "已有其他系统的表格,不必抄到这里:直接上传,系统会自己认表头。",
)


def template_workbook() -> bytes:
    """Return our own workbook to fill in: a sheet per kind, with examples and drop-downs."""
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E7F0FA"})
    grey = book.add_format({"italic": True, "font_color": "#667382", "num_format": "@"})
    # Text cells: a spreadsheet must not turn a phone into a number or a room into a date.
    text = book.add_format({"num_format": "@"})
    for page in PAGES:
        sheet = book.add_worksheet(page.name)
        sheet.set_column(0, len(page.headings) - 1, 15, text)
        sheet.freeze_panes(1, 0)
        for column, (heading, example) in enumerate(zip(page.headings, page.example, strict=True)):
            sheet.write_string(0, column, heading, bold)
            sheet.write_string(1, column, example, grey)
            choices = page.choices.get(heading.rstrip("*"))
            if choices:
                # Only a warning: the check names what is wrong in words.
                rule = {"validate": "list", "source": list(choices), "error_type": "warning"}
                sheet.data_validation(1, column, 20_000, column, rule)
    guide = book.add_worksheet("填写说明")
    guide.set_column(0, 0, 100)
    for row, line in enumerate(("填写说明", *HELP)):
        guide.write_string(row, 0, line, bold if row == 0 else None)
    book.close()
    return buffer.getvalue()


def marked_workbook(sheets: Iterable[Sheet], findings: Sequence[Finding]) -> bytes:
    """Return the uploaded workbook with its cells marked, and a list of findings before it.

    Values are as they were read; it can be mended and uploaded again as it is.
    """
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    _list(book, findings)
    by_sheet: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_sheet[finding.sheet].append(finding)
    formats = _Formats(book)
    for sheet in sheets:
        if not sheet.is_hidden and sheet.name != FINDINGS_SHEET:
            _copy(book, sheet, by_sheet[sheet.name], formats)
    book.close()
    return buffer.getvalue()


class _Formats:
    """Cell formats by what is in the cell and how it is marked, made once each."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, str], Any] = {}

    def of(self, value: object, colour: str) -> Any:
        match value:
            case datetime():
                number = "yyyy-mm-dd hh:mm"
            case date():
                number = "yyyy-mm-dd"
            case float() if value.is_integer():
                number = "0"
            case str():
                number = "@"
            case _:
                number = "General"
        if (number, colour) not in self._made:
            facts = {"num_format": number} | ({"bg_color": colour} if colour else {})
            self._made[number, colour] = self._book.add_format(facts)
        return self._made[number, colour]


def _list(book: Any, findings: Sequence[Finding]) -> None:
    sheet = book.add_worksheet(FINDINGS_SHEET)
    bold = book.add_format({"bold": True, "bottom": 1})
    fills = {level: book.add_format({"bg_color": COLOURS[level]}) for level in Level}
    for column, (heading, width) in enumerate(
        (("级别", 8), ("工作表", 14), ("行", 7), ("列", 18), ("问题和做法", 90))
    ):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, bold)
    sheet.freeze_panes(1, 0)
    for row, finding in enumerate(findings, start=1):
        level = Level(finding.level)
        sheet.write_string(row, 0, str(level.label), fills[level])
        sheet.write_string(row, 1, finding.sheet)
        if finding.row:
            sheet.write_number(row, 2, finding.row)
        sheet.write_string(row, 3, finding.column)
        asks = QUESTIONS[finding.code] if level is Level.QUESTION else ""
        sheet.write_string(row, 4, finding.message + asks)


def _copy(book: Any, sheet: Sheet, findings: Sequence[Finding], formats: _Formats) -> None:
    said: dict[tuple[int, int], list[Finding]] = defaultdict(list)
    for finding in findings:
        said[max(finding.row - 1, 0), _column_of(finding)].append(finding)
    copy = book.add_worksheet(sheet.name)
    for row, cells in enumerate(sheet.rows):
        for column, value in enumerate(cells):
            marks = said.get((row, column), ())
            _write(copy, row, column, value, formats.of(value, _colour(marks)), bool(marks))
    for count, ((row, column), marks) in enumerate(said.items()):
        if count >= MOST_COMMENTS:
            break
        if row >= len(sheet.rows) or column >= len(sheet.rows[row]):
            copy.write_blank(row, column, None, formats.of("", _colour(marks)))
        lines = [f"{Level(each.level).label}:{each.message}" for each in marks[:5]]
        copy.write_comment(row, column, "\n".join(lines), {"x_scale": 2, "y_scale": 1.5})


def _write(sheet: Any, row: int, column: int, value: object, how: Any, is_marked: bool) -> None:
    match value:
        case "" | None:
            if is_marked:
                sheet.write_blank(row, column, None, how)
        case bool():
            sheet.write_boolean(row, column, value, how)
        case datetime() | date():
            sheet.write_datetime(row, column, value, how)
        case int() | float():
            sheet.write_number(row, column, value, how)
        case _:
            sheet.write_string(row, column, str(value), how)


def _colour(findings: Iterable[Finding]) -> str:
    levels = {finding.level for finding in findings}
    return next((COLOURS[level] for level in Level if level.value in levels), "")


def _column_of(finding: Finding) -> int:
    letters = finding.column.partition(" ")[0]
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return max(index - 1, 0)
