"""Reading what comes in about imports."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from anju.imports.fields import Field, SheetKind
from anju.imports.findings import QUESTIONS
from anju.imports.recognising import TAKE_NOTHING
from anju.ui.forms import Form

TAKE = "take:"


class UploadForm(Form):
    """The workbook to load."""

    workbook = forms.FileField(
        label="工作簿",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls"}),
        help_text="XLSX 或 XLS 文件,不超过 20 MB。上传后先整份核对,确认后才写入。",
        error_messages={"required": "请选择要导入的文件。", "empty": "文件是空的,请重新选择。"},
    )

    @property
    def upload(self) -> "UploadedFile[bytes]":
        found: UploadedFile[bytes] = self.cleaned_data["workbook"]
        return found


class AnswersForm(Form):
    """Questions answered by yes."""

    accept = forms.MultipleChoiceField(
        choices=[(code, code) for code in QUESTIONS],
        required=False,
        error_messages={"invalid_choice": "页面已过期,请刷新后再确认。"},
    )


def corrections(report: Mapping[str, Any], said: Mapping[str, str]) -> dict[str, str]:
    """Return what a person wants columns and sheets taken for, where it differs from the reading.

    Anything that is no field or kind of ours is left out.
    """
    takes: dict[str, str] = {}
    for sheet in report.get("sheets", ()):
        kind = said.get(f"{TAKE}{sheet['name']}", "")
        if kind in SheetKind.values and kind != sheet["taken_as"]:
            takes[sheet["name"]] = kind
        for column in sheet["columns"]:
            meant = said.get(f"{TAKE}{column['key']}", "")
            is_ours = meant in Field.values or meant == TAKE_NOTHING
            if is_ours and (column["is_chosen"] or meant != (column["field"] or TAKE_NOTHING)):
                takes[column["key"]] = meant
    return takes
