"""The trail over all projects and of the head office itself."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase

from anju.audit.models import Event
from anju.audit.timeline import Line, lines, trail_across_projects
from anju.core.periods import local_date
from anju.organization.commands.revealing import record_export
from anju.organization.doors import OfficeRequest, office_view
from anju.organization.forms.office import OfficeTrailForm
from anju.organization.permissions import OfficePermission as May
from anju.organization.queries.office import company_across_projects, projects_across_projects
from anju.organization.verbs import OrganizationVerb as Verb
from anju.organization.views.trail import COLUMNS as LINE_COLUMNS
from anju.organization.views.trail import EXPORT_LIMIT
from anju.ui.lists import Column, one_page, xlsx
from anju.ui.responses import page


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the trail with the place where it happened."""

    place: str
    line: Line


def _of_line(column: Column[Line]) -> Column[Row]:
    return Column(column.heading, lambda row: column.read(row.line), column.width)


COLUMNS: list[Column[Row]] = [
    Column("项目", lambda row: row.place, 18),
    *(_of_line(column) for column in LINE_COLUMNS),
]


@office_view(May.READ_TRAIL)
def trail(request: OfficeRequest) -> HttpResponseBase:
    """Show what happened anywhere, newest first."""
    form = _form(request)
    events = one_page(request, _narrowed(form))
    context = {"form": form, "page": events, "rows": _rows(form, events.object_list)}
    return page(
        request, "organization/office/trail.html", context, part="rows", live=["office:trail"]
    )


@office_view(May.EXPORT_TRAIL)
def export_trail(request: OfficeRequest) -> HttpResponseBase:
    """Hand the trail out as a workbook (at most 100,000 rows, newest first)."""
    form, subject = _form(request), company_across_projects()
    if subject is None:
        raise Http404
    rows = _rows(form, _narrowed(form)[:EXPORT_LIMIT])
    record_export(
        Verb.TRAIL_EXPORTED,
        subject=subject,
        project_id=None,
        rows=len(rows),
        filters={str(form.fields[name].label): asked for name, asked in form.cleaned_data.items()},
        by=request.by,
        at=request.at,
    )
    return xlsx("全部操作记录", COLUMNS, rows)


def _form(request: OfficeRequest) -> OfficeTrailForm:
    projects = projects_across_projects(on=local_date(request.at), show="all")
    return OfficeTrailForm(request.GET, projects=projects)


def _narrowed(form: OfficeTrailForm) -> QuerySet[Event]:
    """Return the events a filter asks for; a filter with nonsense in it narrows by the rest."""
    form.is_valid()
    since, until = form.window()
    words, project = form.cleaned_data.get("words", ""), form.cleaned_data.get("project")
    found = trail_across_projects(words=words, since=since, until=until)
    return found if project is None else found.filter(project_id=project.pk)


def _rows(form: OfficeTrailForm, events: Iterable[Event]) -> list[Row]:
    events = list(events)
    names = {project.pk: project.name for project in form.fields["project"].queryset}  # type: ignore[attr-defined]  # a ModelChoiceField
    return [
        Row(names.get(event.project_id, "总部"), line)
        for event, line in zip(events, lines(events), strict=True)
    ]
