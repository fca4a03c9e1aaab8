"""检查表 and 消息模板: lists and editors."""

from django.http import Http404
from django.http.response import HttpResponseBase

from anju.audit.timeline import timeline
from anju.core.errors import DomainError
from anju.organization.doors import StaffRequest, staff_view
from anju.tickets.commands import checklists as checklist_commands
from anju.tickets.commands import templates as template_commands
from anju.tickets.forms.texts import ChecklistForm, TemplateForm, TextForm
from anju.tickets.models import Checklist, MessageTemplate
from anju.tickets.permissions import TicketPermission as May
from anju.tickets.queries.checklists import checklist_in, items_of, sheets
from anju.tickets.queries.templates import template_in, template_list
from anju.tickets.states import Channel
from anju.tickets.variables import SAMPLES, check_text, filled, sms_parts
from anju.tickets.views.editing import edit, live_topics, url_of, wants_retired
from anju.ui.responses import page

LONGEST_PREVIEW = 600


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


@staff_view(May.READ_CATALOGUE)
def templates(request: StaffRequest) -> HttpResponseBase:
    """Show the templates by occasion."""
    retired, channel = wants_retired(request), request.GET.get("channel", "")
    rows = [
        each
        for each in template_list(request.project, retired=retired)
        if channel in ("", each.channel)
    ]
    context = {
        "rows": [(each, filled(each.text, _samples(request))) for each in rows],
        "is_retired": retired,
        "channel": channel,
        "channels": Channel.choices,
    }
    live = live_topics(request)
    return page(request, "tickets/templates.html", context, part="rows", live=live)


@staff_view(May.MANAGE_CATALOGUE)
def add_template(request: StaffRequest) -> HttpResponseBase:
    """Add a text for an occasion and a channel."""
    form = TemplateForm(request.POST or None)

    def save() -> str:
        said = form.cleaned_data
        made = template_commands.add_template(
            project=request.project,
            name=said["name"],
            channel=Channel(said["channel"]),
            text=said["text"],
            required=said["required_variables"],
            by=request.by,
            at=request.at,
        )
        return f"已新建“{made}”。"

    context = {"title": "新建消息模板", "samples": SAMPLES}
    to = url_of(request, "templates")
    return edit(request, form, template="tickets/template.html", to=to, save=save, context=context)


@staff_view(May.MANAGE_CATALOGUE)
def change_template(request: StaffRequest, template_id: int) -> HttpResponseBase:
    """Save a text as its template's next edition."""
    found = _template_or_404(request, template_id)
    form = TextForm(request.POST or None, required=found.required, initial=TextForm.of(found))

    def save() -> str:
        changed = template_commands.change_template(
            template=found,
            text=form.cleaned_data["text"],
            seen=form.cleaned_data["seen"],
            by=request.by,
            at=request.at,
        )
        return f"“{changed}”已保存,现在是第 {changed.edition} 版。"

    typed = request.POST.get("text", found.text)[:LONGEST_PREVIEW]
    context = {
        "title": f"修改消息模板:{found}",
        "template": found,
        "samples": SAMPLES,
        "lines": timeline(found),
        **_preview(request, typed, found),
    }
    return edit(
        request,
        form,
        template="tickets/template.html",
        to=url_of(request, "templates"),
        save=save,
        theirs=lambda: (found.edition, found.said()),
        context=context,
    )


@staff_view(May.READ_CATALOGUE)
def preview(request: StaffRequest, template_id: int) -> HttpResponseBase:
    """Show a text that is being typed as a resident would read it; changes nothing."""
    found = _template_or_404(request, template_id)
    typed = request.GET.get("text", found.text)[:LONGEST_PREVIEW]
    context = _preview(request, typed, found)
    return page(request, "tickets/preview.html", context, part="preview")


def _preview(request: StaffRequest, text: str, template: MessageTemplate) -> dict[str, object]:
    shown = filled(text, _samples(request))
    try:
        check_text(text, template.required)
    except DomainError as refusal:
        wrong = str(refusal)
    else:
        wrong = ""
    is_short = template.channel == Channel.SMS
    return {
        "shown": shown,
        "wrong": wrong,
        "length": len(shown),
        "parts": sms_parts(shown) if is_short else 0,
    }


def _samples(request: StaffRequest) -> dict[str, str]:
    project = request.project
    own = {"项目": project.name, "客服电话": project.phone or SAMPLES["客服电话"]}
    return {**SAMPLES, **own}


def _checklist_or_404(request: StaffRequest, checklist_id: int) -> Checklist:
    found = checklist_in(request.project, checklist_id)
    if found is None:
        raise Http404
    return found


def _template_or_404(request: StaffRequest, template_id: int) -> MessageTemplate:
    found = template_in(request.project, template_id)
    if found is None:
        raise Http404
    return found
