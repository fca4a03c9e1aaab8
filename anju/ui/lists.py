"""Lists: one page at a time, and the same rows as a workbook or on paper."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest
from xlsxwriter import Workbook

from anju.core.periods import SHANGHAI

R = TypeVar("R")
PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column of an export: its Chinese heading, how to read it, its width in characters."""

    heading: str
    read: Callable[[R], Any]
    width: int = 14


def one_page(
    request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], per: int = PER_PAGE
) -> Page[Any]:
    """Return the page that `?page=` asks for; nonsense gets the first, too far gets the last.

    :raises ValueError: for a queryset without an order.
    """
    if isinstance(rows, QuerySet) and not rows.ordered:
        raise ValueError("a list needs an order")
    return Paginator(rows, per).get_page(request.GET.get("page"))


def xlsx(name: str, columns: Sequence[Column[R]], rows: Iterable[R]) -> FileResponse:
    """Answer with a workbook of the rows: constant memory, text as text, moments in local time.

    Text that begins with = + - @ is written as a string cell, so a spreadsheet never runs it.

    :param name: file name without ending, e.g. 员工名册.
    """
    buffer = BytesIO()
    book = Workbook(buffer, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True, "bottom": 1})
    formats = {
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "money": book.add_format({"num_format": "#,##0.00"}),
    }
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, column.heading, bold)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        for index, column in enumerate(columns):
            _write(sheet, number, index, column.read(row), formats)
    book.close()
    buffer.seek(0)
    response = FileResponse(buffer, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    response["Cache-Control"] = "no-store"
    return response


def _write(sheet: Any, row: int, column: int, value: object, formats: dict[str, Any]) -> None:
    match value:
        case None | "":
            return
        case bool():
            sheet.write_string(row, column, "是" if value else "否")
        case datetime():
            local = value.astimezone(SHANGHAI).replace(tzinfo=None)
            sheet.write_datetime(row, column, local, formats["moment"])
        case date():
            moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001  a cell has no zone
            sheet.write_datetime(row, column, moment, formats["day"])
        case Decimal():
            sheet.write_number(row, column, float(value), formats["money"])
        case int() | float():
            sheet.write_number(row, column, value)
        case _:
            sheet.write_string(row, column, str(value))
