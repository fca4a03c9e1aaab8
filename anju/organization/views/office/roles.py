"""Roles and what each lets one do."""

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.core.errors import DomainError
from anju.core.periods import local_date
from anju.organization.commands.roles import add_role, change_role
from anju.organization.doors import OfficeRequest, office_view
from anju.organization.forms.office import RoleForm, own_code
from anju.organization.models.structure import RoleScope
from anju.organization.permissions import OfficePermission as May
from anju.organization.queries.office import roles_across_projects
from anju.organization.views.office.exporting import export
from anju.ui.lists import Column
from anju.ui.responses import done, page

COLUMNS: list[Column[Any]] = [  # rows carry an annotation
    Column("角色", lambda row: row.name, 18),
    Column("范围", lambda row: row.get_scope_display(), 12),
    Column("权限数", lambda row: len(row.permissions), 10),
    Column("必须使用动态口令", lambda row: row.requires_totp, 18),
    Column("现任人数", lambda row: row.holder_count, 10),
]


@office_view(May.MANAGE_ROLES)
def roles(request: OfficeRequest) -> HttpResponseBase:
    """List the roles; there are too few to search."""
    found = roles_across_projects(on=local_date(request.at))
    return page(
        request,
        "organization/office/roles.html",
        {"roles": found},
        part="rows",
        live=["office:organization"],
    )


@office_view(May.EXPORT_LISTS)
def export_roles(request: OfficeRequest) -> HttpResponseBase:
    """Hand the list out as a workbook."""
    found = roles_across_projects(on=local_date(request.at))
    return export(request, "角色清单", COLUMNS, found, {})


@office_view(May.MANAGE_ROLES)
def add(request: OfficeRequest) -> HttpResponseBase:
    """Add a role of the company's own; `?scope=OFFICE` makes it one of the head office."""
    is_office = request.GET.get("scope") == RoleScope.OFFICE
    scope = RoleScope.OFFICE if is_office else RoleScope.PROJECT
    form = RoleForm(request.POST or None, scope=scope)
    if form.is_valid():
        try:
            added = add_role(
                code=own_code(),
                name=form.cleaned_data["name"],
                scope=scope,
                permissions=form.permissions(),
                requires_totp=form.cleaned_data["requires_totp"],
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            form.refuse(refusal, "name")
        else:
            return done(request, to=reverse("office:roles"), said=f"角色“{added.name}”已建立。")
    return _form_page(request, form, f"新建{scope.label}")


@office_view(May.MANAGE_ROLES)
def change(request: OfficeRequest, role_id: int) -> HttpResponseBase:
    """Change what a role may do; it holds from the next click of everybody who has it."""
    found = roles_across_projects(on=local_date(request.at)).filter(pk=role_id).first()
    if found is None:
        raise Http404
    form = RoleForm(
        request.POST or None,
        scope=RoleScope(found.scope),
        held=found.permissions,
        initial={"name": found.name, "requires_totp": found.requires_totp},
    )
    if form.is_valid():
        try:
            change_role(
                role=found,
                name=form.cleaned_data["name"],
                permissions=form.permissions(),
                requires_totp=form.cleaned_data["requires_totp"],
                guardian=May.MANAGE_ROLES.value,
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            said = f"角色“{form.cleaned_data['name']}”已修改,即时生效。"
            return done(request, to=reverse("office:roles"), said=said)
    return _form_page(request, form, f"{found.get_scope_display()} · {found.name}")


def _form_page(request: OfficeRequest, form: RoleForm, title: str) -> HttpResponseBase:
    context = {"form": form, "title": title}
    return page(request, "organization/office/role.html", context, status=form.status)
