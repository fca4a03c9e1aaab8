"""The projects of the company: opening, correcting, closing."""

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.core.errors import DomainError
from anju.core.periods import local_date
from anju.organization.commands.founding import change_project, create_project
from anju.organization.doors import OfficeRequest, office_view
from anju.organization.forms.office import NewProjectForm, ProjectForm
from anju.organization.models import Project
from anju.organization.models.structure import ProjectKind, ProjectState
from anju.organization.permissions import OfficePermission as May
from anju.organization.queries.office import (
    project_across_projects,
    projects_across_projects,
    running_deputyships_across_projects,
)
from anju.organization.views.office.exporting import export, show_of, words_of
from anju.ui.lists import Column, one_page
from anju.ui.responses import done, page

COLUMNS: list[Column[Any]] = [  # rows carry an annotation
    Column("项目", lambda row: row.name, 20),
    Column("代码", lambda row: row.code, 16),
    Column("类型", lambda row: row.get_kind_display(), 10),
    Column("地址", lambda row: row.address, 36),
    Column("客服电话", lambda row: row.phone, 16),
    Column("状态", lambda row: row.get_state_display(), 10),
    Column("在岗人数", lambda row: row.staff_count, 10),
]
FACTS = ("name", "kind", "address", "phone")


@office_view(May.READ_PROJECTS)
def projects(request: OfficeRequest) -> HttpResponseBase:
    """List the projects."""
    filters = _filters(request)
    found = projects_across_projects(on=local_date(request.at), **filters)
    context = {"page": one_page(request, found), "filters": filters}
    return page(
        request,
        "organization/office/projects.html",
        context,
        part="rows",
        live=["office:organization"],
    )


@office_view(May.EXPORT_LISTS)
def export_projects(request: OfficeRequest) -> HttpResponseBase:
    """Hand the list out as a workbook."""
    filters = _filters(request)
    found = projects_across_projects(on=local_date(request.at), **filters)
    return export(request, "项目清单", COLUMNS, found, filters)


@office_view(May.MANAGE_PROJECTS)
def add(request: OfficeRequest) -> HttpResponseBase:
    """Open a project; departments and the like come with it."""
    form = NewProjectForm(request.POST or None)
    if form.is_valid():
        try:
            opened = create_project(by=request.by, at=request.at, **form.facts())
        except DomainError as refusal:
            form.refuse(refusal, "code")
        else:
            said = f"{opened.name}已建立,部门已按手册备好。接下来请登记员工。"
            return done(request, to=reverse("organization:staff", args=[opened.code]), said=said)
    return _form_page(request, form, "新建项目")


@office_view(May.MANAGE_PROJECTS)
def change(request: OfficeRequest, project_id: int) -> HttpResponseBase:
    """Correct what is known of a project."""
    found = _project_or_404(request, project_id)
    form = ProjectForm(request.POST or None, initial={name: getattr(found, name) for name in FACTS})
    if form.is_valid():
        state = ProjectState(found.state)
        change_project(project=found, state=state, by=request.by, at=request.at, **form.facts())
        return done(request, to=reverse("office:projects"), said=f"{found.name}的资料已修改。")
    return _form_page(request, form, f"修改项目 · {found.name}")


@office_view(May.MANAGE_PROJECTS)
def close(request: OfficeRequest, project_id: int) -> HttpResponseBase:
    """Mark a project as no longer managed, after a warning."""
    found = _project_or_404(request, project_id)
    if request.method == "POST":
        _set_state(request, found, ProjectState.CLOSED)
        return done(request, to=reverse("office:projects"), said=f"{found.name}已标为撤管。")
    standing = running_deputyships_across_projects(at=request.at).of(found).count()
    context = {"project": found, "deputyships": standing}
    return page(request, "organization/office/close_project.html", context)


@office_view(May.MANAGE_PROJECTS)
def reopen(request: OfficeRequest, project_id: int) -> HttpResponseBase:
    """Take a closed project back under management."""
    found = _project_or_404(request, project_id)
    if request.method == "POST":
        _set_state(request, found, ProjectState.OPEN)
        return done(request, to=reverse("office:projects"), said=f"{found.name}已恢复在管。")
    return page(request, "organization/office/reopen_project.html", {"project": found})


def _set_state(request: OfficeRequest, project: Project, state: ProjectState) -> None:
    facts: dict[str, Any] = {name: getattr(project, name) for name in FACTS}
    facts["kind"] = ProjectKind(project.kind)
    change_project(project=project, state=state, by=request.by, at=request.at, **facts)


def _project_or_404(request: OfficeRequest, project_id: int) -> Project:
    found = project_across_projects(project_id, on=local_date(request.at))
    if found is None:
        raise Http404
    return found


def _filters(request: OfficeRequest) -> dict[str, str]:
    return {"words": words_of(request), "show": show_of(request, "open", "closed", "all")}


def _form_page(request: OfficeRequest, form: ProjectForm, title: str) -> HttpResponseBase:
    context = {"form": form, "title": title, "back": reverse("office:projects")}
    return page(request, "organization/form.html", context, status=form.status)
