"""检查表: the list and its editor."""

from django.http import Http404
from django.http.response import HttpResponseBase

from anju.audit.timeline import timeline
from anju.organization.doors import StaffRequest, staff_view
from anju.tickets.commands import checklists as checklist_commands
from anju.tickets.forms.texts import ChecklistForm
from anju.tickets.models import Checklist
from anju.tickets.permissions import TicketPermission as May
from anju.tickets.queries.checklists import checklist_in, items_of, sheets
from anju.tickets.views.editing import edit, live_topics, url_of, wants_retired
from anju.ui.responses import page


@staff_view(May.READ_CATALOGUE)
def checklists(request: StaffRequest) -> HttpResponseBase:
    """Show the checklists with their items."""
    retired = wants_retired(request)
    context = {"sheets": sheets(request.project, retired=retired), "is_retired": retired}
    live = live_topics(request)
    return page(request, "tickets/checklists.html", context, part="rows", live=live)


@staff_view(May.MANAGE_CATALOGUE)
def add_checklist(request: StaffRequest) -> HttpResponseBase:
    """Add a checklist."""
    form = ChecklistForm(request.POST or None)

    def save() -> str:
        made = checklist_commands.add_checklist(
            project=request.project, by=request.by, at=request.at, **form.facts()
        )
        return f"已新建“{made}”。"

    context = {"title": "新建检查表", "lead": "师傅在手机上逐项打勾,要照片的拍照。"}
    to = url_of(request, "checklists")
    return edit(request, form, template="tickets/edit.html", to=to, save=save, context=context)


@staff_view(May.MANAGE_CATALOGUE)
def change_checklist(request: StaffRequest, checklist_id: int) -> HttpResponseBase:
    """Save a checklist's next edition."""
    found = _checklist_or_404(request, checklist_id)
    items = items_of(request.project, found)
    initial = ChecklistForm.of(found.name, found.use, found.edition, items)
    form = ChecklistForm(request.POST or None, initial=initial)

    def save() -> str:
        changed = checklist_commands.change_checklist(
            checklist=found,
            seen=form.cleaned_data["seen"],
            by=request.by,
            at=request.at,
            **form.facts(),
        )
        return f"“{changed}”已保存,现在是第 {changed.edition} 版。"

    def theirs() -> tuple[int, dict[str, object]]:
        lines = "\n".join(f"{item.get_stage_display()}:{item}" for item in items)
        return found.edition, {**found.said(), "items": lines}

    lead = f"{found},现在是第 {found.edition} 版;已经派出的工单仍用原来的版本。"
    context = {"title": "修改检查表", "lead": lead, "lines": timeline(found)}
    return edit(
        request,
        form,
        template="tickets/edit.html",
        to=url_of(request, "checklists"),
        save=save,
        theirs=theirs,
        context=context,
    )


def _checklist_or_404(request: StaffRequest, checklist_id: int) -> Checklist:
    found = checklist_in(request.project, checklist_id)
    if found is None:
        raise Http404
    return found
