"""A project's few numbers that are no durations: what they mean, who changed them, changing one."""

from django.http import Http404
from django.http.response import HttpResponseBase

from anju.audit.timeline import lines
from anju.clocks.commands import policies as commands
from anju.clocks.forms.settings import SettingForm
from anju.clocks.permissions import ClocksPermission as May
from anju.clocks.queries.policies import SettingRow, setting_changes, settings_board
from anju.clocks.views.calendars import url_of
from anju.core.errors import DomainError, StaleEdit
from anju.organization.doors import StaffRequest, staff_view
from anju.ui.lists import one_page
from anju.ui.responses import done, page

SHOWN_CHANGES = 20


@staff_view(May.READ)
def settings(request: StaffRequest) -> HttpResponseBase:
    """List every setting with its meaning and its latest change, and the changes before."""
    history = one_page(request, setting_changes(request.project), per=SHOWN_CHANGES)
    context = {
        "settings": settings_board(request.project),
        "history": history,
        "lines": lines(history.object_list),
    }
    live = [f"project:{request.project.pk}:clocks"]
    return page(request, "clocks/settings.html", context, part="rows", live=live)


@staff_view(May.MANAGE_POLICIES)
def change_setting(request: StaffRequest, name: str) -> HttpResponseBase:
    """Change one setting, with the reason."""
    row = _row_or_404(request, name)
    form = SettingForm(request.POST or None, row=row)
    status = form.status
    if form.is_valid():
        try:
            commands.change_setting(
                project=request.project,
                name=row.name,
                value=form.cleaned_data["value"],
                reason=form.cleaned_data["reason"],
                seen=_seen(request, row),
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            form.refuse(refusal, None if isinstance(refusal, StaleEdit) else "value")
            status = 409 if isinstance(refusal, StaleEdit) else 422
        else:
            now = row.terms.said(form.cleaned_data["value"])
            said = f"“{row.name.label}”已由 {row.said} 改为 {now}。"
            return done(request, to=url_of(request, "settings"), said=said)
    context = {"row": row, "form": form}
    return page(request, "clocks/change_setting.html", context, status=status)


def _row_or_404(request: StaffRequest, name: str) -> SettingRow:
    found = next((row for row in settings_board(request.project) if row.name == name), None)
    if found is None:
        raise Http404
    return found


def _seen(request: StaffRequest, row: SettingRow) -> int:
    """Return the number that stood in the form."""
    said = request.POST.get("seen", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else row.value
