"""The departments of a project, its own and outside companies'."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.core.errors import DomainError
from anju.organization.commands.founding import (
    add_department,
    change_department,
    retire_department,
)
from anju.organization.commands.revealing import record_export
from anju.organization.doors import StaffRequest, staff_view
from anju.organization.forms.staff import DepartmentForm
from anju.organization.models import Department
from anju.organization.permissions import OrganizationPermission as May
from anju.organization.queries.staff import departments_of
from anju.organization.verbs import OrganizationVerb as Verb
from anju.ui.lists import Column, xlsx
from anju.ui.responses import done, page

COLUMNS: list[Column[Department]] = [
    Column("部门", lambda row: row.name, 18),
    Column("类别", lambda row: row.get_kind_display(), 12),
    Column("外包单位", lambda row: row.party.name if row.party else "", 28),
    Column("停用时间", lambda row: row.retired_at, 18),
]


@staff_view(May.READ_STAFF)
def departments(request: StaffRequest) -> HttpResponseBase:
    """List the departments."""
    found = departments_of(request.project, retired=True)
    return page(request, "organization/departments.html", {"departments": found})


@staff_view(May.EXPORT_LISTS)
def export_departments(request: StaffRequest) -> HttpResponseBase:
    """Hand the list out as a workbook."""
    rows = list(departments_of(request.project, retired=True))
    record_export(
        Verb.LIST_EXPORTED,
        subject=request.project,
        project_id=request.project.pk,
        rows=len(rows),
        filters={"清单": "部门与外包"},
        by=request.by,
        at=request.at,
    )
    return xlsx(f"{request.project.name}部门与外包", COLUMNS, rows)


@staff_view(May.MANAGE_DEPARTMENTS)
def add(request: StaffRequest) -> HttpResponseBase:
    """Add a department, inside or of an outside company."""
    form = DepartmentForm(request.POST or None, is_new=True)
    if form.is_valid():
        try:
            added = add_department(
                project=request.project, by=request.by, at=request.at, **form.cleaned_data
            )
        except DomainError as refusal:
            form.refuse(refusal, "name")
        else:
            return done(request, to=_list_url(request), said=f"{added.name}已建立。")
    return _form_page(request, form, "新建部门")


@staff_view(May.MANAGE_DEPARTMENTS)
def change(request: StaffRequest, department_id: int) -> HttpResponseBase:
    """Rename or reorder a department."""
    found = _department_or_404(request, department_id)
    initial = {"name": found.name, "rank": found.rank}
    form = DepartmentForm(request.POST or None, is_new=False, initial=initial)
    if form.is_valid():
        try:
            change_department(department=found, by=request.by, at=request.at, **form.cleaned_data)
        except DomainError as refusal:
            form.refuse(refusal, "name")
        else:
            return done(request, to=_list_url(request), said="部门已修改。")
    return _form_page(request, form, f"修改部门 · {found.name}")


@staff_view(May.MANAGE_DEPARTMENTS)
def retire(request: StaffRequest, department_id: int) -> HttpResponseBase:
    """Take a department out of use."""
    found = _department_or_404(request, department_id)
    if request.method == "POST":
        retire_department(department=found, by=request.by, at=request.at)
        return done(request, to=_list_url(request), said=f"{found.name}已停用。")
    return page(request, "organization/retire_department.html", {"department": found})


def _department_or_404(request: StaffRequest, department_id: int) -> Department:
    found = departments_of(request.project, retired=True).filter(pk=department_id).first()
    if found is None:
        raise Http404
    return found


def _list_url(request: StaffRequest) -> str:
    return reverse("organization:departments", args=[request.project.code])


def _form_page(request: StaffRequest, form: DepartmentForm, title: str) -> HttpResponseBase:
    context = {"form": form, "title": title, "back": _list_url(request)}
    return page(request, "organization/form.html", context, status=form.status)
