"""消息模板: the list, the editor with its preview, retiring, the history, the workbook."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from anju.audit.timeline import lines
from anju.contacts.commands import templates as commands
from anju.contacts.forms.texts import ReasonForm, TemplateForm, TextForm
from anju.contacts.models import MessageTemplate
from anju.contacts.permissions import ContactPermission as May
from anju.contacts.queries.templates import (
    events_of_text,
    template_in,
    template_list,
    text_history,
)
from anju.contacts.states import Channel
from anju.contacts.variables import SAMPLES, check_text, filled, sms_parts
from anju.contacts.verbs import ContactVerb
from anju.contacts.views.editing import edit, posted, url_of
from anju.core.errors import DomainError
from anju.organization.commands.revealing import record_export
from anju.organization.doors import StaffRequest, staff_view
from anju.ui.lists import Column, one_page, xlsx
from anju.ui.responses import done, page

LONGEST_PREVIEW = 600
NEWEST = 50
COLUMNS: list[Column[MessageTemplate]] = [
    Column("场合", lambda row: row.name, 16),
    Column("渠道", lambda row: row.get_channel_display(), 12),
    Column("内容", lambda row: row.text, 80),
    Column("必须包含", lambda row: "、".join(row.required), 20),
    Column("免打扰时间也可发", lambda row: row.passes_quiet, 16),
    Column("短信平台模板编号", lambda row: row.provider_code, 20),
    Column("版本", lambda row: row.edition, 8),
]


@staff_view(May.READ_TEXTS)
def texts(request: StaffRequest) -> HttpResponseBase:
    """Show the texts by occasion."""
    retired, channel = request.GET.get("show") == "retired", request.GET.get("channel", "")
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
    live = [f"project:{request.project.pk}:contacts"]
    return page(request, "contacts/texts.html", context, part="rows", live=live)


@staff_view(May.MANAGE_TEXTS)
def add_text(request: StaffRequest) -> HttpResponseBase:
    """Add a text for an occasion and a channel."""
    form = TemplateForm(posted(request))

    def save() -> str:
        said = form.cleaned_data
        made = commands.add_template(
            project=request.project,
            name=said["name"],
            channel=Channel(said["channel"]),
            text=said["text"],
            required=said["required_variables"],
            provider_code=said["provider_code"],
            passes_quiet=said["passes_quiet"],
            by=request.by,
            at=request.at,
        )
        return f"已新建“{made}”。"

    context = {"title": "新建消息模板", "samples": SAMPLES}
    to = url_of(request, "texts")
    return edit(request, form, template="contacts/text.html", to=to, save=save, context=context)


@staff_view(May.MANAGE_TEXTS)
def change_text(request: StaffRequest, template_id: int) -> HttpResponseBase:
    """Save a text as its template's next edition."""
    found = _template_or_404(request, template_id)
    form = TextForm(posted(request), required=found.required, initial=TextForm.of(found))

    def save() -> str:
        said = form.cleaned_data
        changed = commands.change_template(
            template=found,
            text=said["text"],
            provider_code=said["provider_code"],
            passes_quiet=said["passes_quiet"],
            seen=said["seen"],
            by=request.by,
            at=request.at,
        )
        return f"“{changed}”已保存,现在是第 {changed.edition} 版。"

    typed = request.POST.get("text", found.text)[:LONGEST_PREVIEW]
    context = {
        "title": f"修改消息模板:{found}",
        "template": found,
        "samples": SAMPLES,
        "lines": lines(events_of_text(request.project, found)[:NEWEST]),
        **_preview(request, typed, found),
    }
    return edit(
        request,
        form,
        template="contacts/text.html",
        to=url_of(request, "texts"),
        save=save,
        theirs=lambda: (found.edition, found.said()),
        context=context,
    )


@staff_view(May.READ_TEXTS)
def preview_text(request: StaffRequest, template_id: int) -> HttpResponseBase:
    """Show a text that is being typed as a resident would read it; changes nothing."""
    found = _template_or_404(request, template_id)
    typed = request.GET.get("text", found.text)[:LONGEST_PREVIEW]
    context = _preview(request, typed, found)
    return page(request, "contacts/preview.html", context, part="preview")


@staff_view(May.MANAGE_TEXTS)
def retire_text(request: StaffRequest, template_id: int) -> HttpResponseBase:
    """Offer a text no more, with the reason."""
    found, form = _template_or_404(request, template_id), ReasonForm(posted(request))

    def save() -> str:
        reason = form.cleaned_data["reason"]
        commands.retire_template(template=found, reason=reason, by=request.by, at=request.at)
        return f"“{found}”已停用。"

    context = {"title": f"停用:{found}", "lead": "不再发送,已发出的不变。", "verb": "停用"}
    to = url_of(request, "texts")
    return edit(request, form, template="contacts/ask.html", to=to, save=save, context=context)


@staff_view(May.MANAGE_TEXTS)
@require_POST
def restore_text(request: StaffRequest, template_id: int) -> HttpResponseBase:
    """Offer a retired text again."""
    found, to = _template_or_404(request, template_id), url_of(request, "texts")
    try:
        commands.restore_template(template=found, by=request.by, at=request.at)
    except DomainError as refusal:
        return done(request, to=f"{to}?show=retired", said=str(refusal), tone="error")
    return done(request, to=to, said=f"“{found}”已恢复。")


@staff_view(May.READ_TEXTS)
def text_changes(request: StaffRequest) -> HttpResponseBase:
    """Show what was changed in the texts, by whom, from what to what."""
    events = one_page(request, text_history(request.project))
    context = {"page": events, "lines": lines(events.object_list), "back": url_of(request, "texts")}
    return page(request, "contacts/text_changes.html", context)


@staff_view(May.EXPORT_TEXTS)
def export_texts(request: StaffRequest) -> HttpResponseBase:
    """Hand the texts in force out as a workbook."""
    rows = template_list(request.project)
    record_export(
        ContactVerb.TEXTS_EXPORTED,
        subject=request.project,
        project_id=request.project.pk,
        rows=len(rows),
        filters={"内容": "消息模板"},
        by=request.by,
        at=request.at,
    )
    return xlsx(f"{request.project.name}消息模板", COLUMNS, rows)


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


def _template_or_404(request: StaffRequest, template_id: int) -> MessageTemplate:
    found = template_in(request.project, template_id)
    if found is None:
        raise Http404
    return found
