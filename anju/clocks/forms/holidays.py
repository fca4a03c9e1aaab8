"""Reading a file of holidays."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from anju.clocks.forms.edits import seal, unseal
from anju.clocks.reckoning.errors import HolidayListRefused
from anju.clocks.reckoning.holiday_files import read_list
from anju.clocks.reckoning.holidays import HolidayList
from anju.clocks.reckoning.stored import list_from_dict, list_to_dict
from anju.ui.forms import DayInput, Form

MAX_BYTES = 512 * 1024
OF = "holidays"


class HolidayFileForm(Form):
    """The file, and the notice where the file does not name it."""

    file = forms.FileField(
        label="放假安排文件",
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
        help_text="JSON 文件:安居格式(anju-holidays/1),或 holiday-cn 的年度文件。",
        error_messages={"required": "请选择文件。", "empty": "文件是空的,请重新选择。"},
    )
    title = forms.CharField(
        label="通知标题", required=False, max_length=100, help_text="文件里写明的不用填。"
    )
    number = forms.CharField(
        label="文号", required=False, max_length=60, help_text="例如 国办发明电〔2025〕7号。"
    )
    issued = forms.DateField(
        label="发文日期",
        required=False,
        widget=DayInput(),
        help_text="同一天有两份通知时,发文晚的为准。",
    )

    def read(self) -> HolidayList | None:
        """Return the list in the file; the form is valid.

        :raises HolidayListRefused: if it is none, or holds no dates.
        """
        said = self.cleaned_data
        upload: UploadedFile[bytes] = said["file"]
        if (upload.size or 0) > MAX_BYTES:
            raise HolidayListRefused("文件超过 512 KB,不像一年的放假安排,请检查。")
        try:
            text = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise HolidayListRefused("文件不是 UTF-8 文字,请选择放假安排文件。") from error
        found = read_list(text, title=said["title"], number=said["number"], issued=said["issued"])
        if found is None:
            raise HolidayListRefused("文件里没有任何日期,视为没有放假安排。请在通知发布后再导入。")
        return found


def seal_holidays(found: HolidayList) -> str:
    """Return a checked list as text for the form that confirms it."""
    return seal(OF, {"list": list_to_dict(found)})


def unseal_holidays(text: str) -> HolidayList | None:
    """Return the list that was checked, None for what we did not write."""
    found: dict[str, Any] | None = unseal(OF, text)
    return list_from_dict(found["list"]) if found else None
