"""The trail of a project: who did what, when, why."""

from django.db.models import QuerySet
from django.http.response import HttpResponseBase

from anju.audit.models import Event
from anju.audit.timeline import Line, lines, trail_of
from anju.organization.commands.revealing import record_export
from anju.organization.doors import StaffRequest, staff_view
from anju.organization.forms.staff import TrailForm
from anju.organization.permissions import OrganizationPermission as May
from anju.organization.verbs import OrganizationVerb as Verb
from anju.ui.lists import Column, one_page, xlsx
from anju.ui.responses import page

COLUMNS: list[Column[Line]] = [
    Column("时间", lambda line: line.at, 18),
    Column("经办人", lambda line: line.who, 18),
    Column("操作", lambda line: line.did, 18),
    Column("对象", lambda line: line.title.text, 30),
    Column("原因", lambda line: line.reason, 24),
    Column(
        "变更",
        lambda line: ";".join(f"{field}:{before}→{after}" for field, before, after in line.changes),
        60,
    ),
]
EXPORT_LIMIT = 100_000


@staff_view(May.READ_TRAIL)
def trail(request: StaffRequest) -> HttpResponseBase:
    """Show what happened in the project, newest first."""
    form = TrailForm(request.GET)
    events = one_page(request, narrowed(form, request.project.pk))
    context = {"form": form, "page": events, "lines": lines(events.object_list)}
    live = [f"project:{request.project.pk}:trail"]
    return page(request, "organization/trail.html", context, part="rows", live=live)


@staff_view(May.EXPORT_TRAIL)
def export_trail(request: StaffRequest) -> HttpResponseBase:
    """Hand the trail out as a workbook (at most 100,000 rows, newest first)."""
    form = TrailForm(request.GET)
    rows = lines(narrowed(form, request.project.pk)[:EXPORT_LIMIT])
    record_export(
        Verb.TRAIL_EXPORTED,
        subject=request.project,
        project_id=request.project.pk,
        rows=len(rows),
        filters=form.cleaned_data,
        by=request.by,
        at=request.at,
    )
    return xlsx(f"{request.project.name}操作记录", COLUMNS, rows)


def narrowed(form: TrailForm, project_id: int) -> QuerySet[Event]:
    """Return the events a filter asks for; a filter with nonsense in it narrows by the rest."""
    form.is_valid()
    since, until = form.window()
    words = form.cleaned_data.get("words", "")
    return trail_of(project_id, words=words, since=since, until=until)
