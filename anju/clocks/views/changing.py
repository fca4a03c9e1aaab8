"""Changing a calendar in two steps: what is typed, then which open deadlines that moves."""

from urllib.parse import quote

from django.http import Http404
from django.http.response import HttpResponseBase

from anju.clocks.commands.calendars import change_calendar
from anju.clocks.forms.calendars import CalendarEditor, helped
from anju.clocks.forms.edits import Edit, seal, unseal
from anju.clocks.models import WorkCalendar
from anju.clocks.permissions import ClocksPermission as May
from anju.clocks.queries.previews import Touched, clocks_touched_by
from anju.clocks.reckoning.calendars import Calendar
from anju.clocks.reckoning.checking import warnings
from anju.clocks.reckoning.errors import ReckoningRefused
from anju.clocks.reckoning.stored import calendar_from_dict, calendar_to_dict
from anju.clocks.views.calendars import calendar_or_404, url_of
from anju.clocks.views.exporting import MAY_EXPORT, workbook
from anju.clocks.views.previewing import COLUMNS, preview_of, result_of, rows_of
from anju.clocks.views.versions import differences
from anju.core.errors import DomainError, StaleEdit
from anju.core.periods import local_date
from anju.organization.doors import StaffRequest, staff_view
from anju.ui.responses import done, page

CHANGED = (
    "您打开之后情况有变:同事保存了另一版,或时限有增减。尚未保存,"
    "请按现在的情况再看一遍下面的结果,再确认。"
)


@staff_view(May.MANAGE_CALENDARS)
def change(request: StaffRequest, calendar: str) -> HttpResponseBase:
    """Edit a calendar (step 1); nothing is saved before the preview is confirmed."""
    found = calendar_or_404(request, calendar)
    edit = _edit(request, found)
    base = _content(edit, found) if edit else found.reckoned()
    data = request.POST or None
    typed = helped(data) if data else None
    editor = CalendarEditor(typed or data, base)
    if edit and data is None:
        editor.form.initial["reason"] = edit["reason"]
    content = None if typed else editor.read()
    if content is not None:
        sealed = _sealed(
            request, found, content, editor.form.cleaned_data["reason"], _seen(request, found)
        )
        to = f"{url_of(request, 'preview_calendar', found.code)}?edit={quote(sealed)}"
        return done(request, to=to)
    seen = edit["seen"] if edit else _seen(request, found)
    context = {"editor": editor, "calendar": found, "seen": seen}
    status = 200 if typed else editor.status
    return page(request, "clocks/change_calendar.html", context, status=status)


@staff_view(May.MANAGE_CALENDARS)
def preview(request: StaffRequest, calendar: str) -> HttpResponseBase:
    """Show which open deadlines the edit moves (step 2); a POST saves exactly what was shown."""
    found = calendar_or_404(request, calendar)
    edit = _edit(request, found)
    if edit is None:
        raise Http404
    content, touched = _content(edit, found), _touched(request, found, edit)
    shown = preview_of(request, touched)
    refusal = "" if edit["seen"] == _number(found) else CHANGED
    status = 200
    if request.method == "POST":
        if request.POST.get("fingerprint") == shown.fingerprint:
            try:
                saved = change_calendar(
                    calendar=found,
                    content=content,
                    reason=edit["reason"],
                    seen=edit["seen"],
                    by=request.by,
                    at=request.at,
                )
            except StaleEdit:
                refusal, status = CHANGED, 409
            except DomainError as refused:
                refusal, status = str(refused), 422
            else:
                said = f"“{content.name}”已保存为第 {saved.number} 版。{result_of(shown)}"
                return done(request, to=url_of(request, "calendar", found.code), said=said)
        else:
            refusal, status = CHANGED, 409
    context = {
        "title": f"{found.name}:保存前看一看",
        "changes": differences(found.reckoned(), content),
        "warnings": warnings(content, local_date(request.at)),
        "preview": shown,
        # After a refusal the next yes is to what is shown now, on top of the newest version.
        "edit": _sealed(request, found, content, edit["reason"], _number(found)),
        "refusal": refusal,
        "action": url_of(request, "preview_calendar", found.code),
        "back": url_of(request, "change_calendar", found.code),
        "cancel": url_of(request, "calendar", found.code),
        "export": url_of(request, "export_calendar", found.code),
        "may_export": MAY_EXPORT.value,
        "reason": edit["reason"],
    }
    return page(request, "clocks/preview.html", context, status=status)


@staff_view(MAY_EXPORT)
def export(request: StaffRequest, calendar: str) -> HttpResponseBase:
    """Hand the preview out as a workbook."""
    found = calendar_or_404(request, calendar)
    edit = _edit(request, found)
    if edit is None:
        raise Http404
    rows = rows_of(_touched(request, found, edit))
    return workbook(request, f"{found.name}修改影响的时限", COLUMNS, rows, {})


def _edit(request: StaffRequest, found: WorkCalendar) -> Edit | None:
    asked = request.POST.get("edit") or request.GET.get("edit", "")
    return unseal(_of(request, found), asked) if asked else None


def _content(edit: Edit, found: WorkCalendar) -> Calendar:
    try:
        return calendar_from_dict(edit["content"], lists=found.reckoned().lists)
    except ReckoningRefused as refusal:
        raise Http404 from refusal


def _touched(request: StaffRequest, found: WorkCalendar, edit: Edit) -> list[Touched]:
    return clocks_touched_by(request.project, found, edit["content"])


def _sealed(
    request: StaffRequest, found: WorkCalendar, content: Calendar, reason: str, seen: int
) -> str:
    said = calendar_to_dict(content, with_lists=False)
    return seal(_of(request, found), {"content": said, "reason": reason, "seen": seen})


def _seen(request: StaffRequest, found: WorkCalendar) -> int:
    """Return the version that stood in the form; the newest for a form just opened."""
    said = request.POST.get("seen", "")
    return int(said) if said.isascii() and said.isdigit() else _number(found)


def _number(found: WorkCalendar) -> int:
    assert found.current is not None, "a calendar is made together with its first version"
    return found.current.number


def _of(request: StaffRequest, found: WorkCalendar) -> str:
    return f"calendar:{request.project.pk}:{found.code}"
