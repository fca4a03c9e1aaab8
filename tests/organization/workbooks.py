"""Workbooks of staff as people fill them in."""

from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from xlsxwriter import Workbook

HEADINGS = ("姓名*", "登录名*", "手机", "部门*", "岗位*", "任职自*", "任职至")
ROW = ("李明月", "limingyue", "13800000001", "客户服务部", "前台接待员", "2026-11-23", "")


def row(number: int, **changed: Any) -> tuple[Any, ...]:
    """Return a clean row, different from every other number's."""
    fields = ("name", "login", "phone", "department", "post", "starts_on", "ends_on")
    facts = dict(zip(fields, ROW, strict=True)) | {"login": f"li{number}"} | changed
    return tuple(facts[field] for field in fields)


def workbook(*rows: tuple[Any, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    """Return a workbook of rows under headings; dates become date cells."""
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
    for number, cells in enumerate((headings, *rows)):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, cell, day)
            else:
                sheet.write(number, column, cell)
    book.close()
    return buffer.getvalue()


def upload(content: bytes, name: str = "名单.xlsx") -> dict[str, SimpleUploadedFile]:
    """Return the form's data with the file."""
    return {"workbook": SimpleUploadedFile(name, content)}
