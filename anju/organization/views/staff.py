"""The staff list of a project, and entering people."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.core.errors import DomainError
from anju.core.periods import local_date
from anju.organization.commands.engaging import engage
from anju.organization.commands.revealing import record_export
from anju.organization.commands.slips import PRINTABLE_FOR
from anju.organization.doors import StaffRequest, staff_view
from anju.organization.forms.staff import NewPersonForm
from anju.organization.models import Membership
from anju.organization.permissions import OrganizationPermission as May
from anju.organization.queries.staff import departments_of, staff_list, waiting_slips
from anju.organization.verbs import OrganizationVerb as Verb
from anju.ui.lists import Column, one_page, xlsx
from anju.ui.responses import done, page

COLUMNS: list[Column[Membership]] = [
    Column("姓名", lambda row: row.user.name, 12),
    Column("登录名", lambda row: row.user.login, 16),
    Column("手机", lambda row: row.user.masked_phone, 16),
    Column("部门", lambda row: row.department.name, 16),
    Column("岗位", lambda row: row.post.name, 18),
    Column("角色", lambda row: row.role.name, 14),
    Column("任职自", lambda row: row.starts_on, 12),
    Column("任职至", lambda row: row.ends_on, 12),
]


@staff_view(May.READ_STAFF)
def staff(request: StaffRequest) -> HttpResponseBase:
    """List who works here."""
    filters = _filters(request)
    memberships = staff_list(request.project, at=request.at, **filters)
    context = {
        "page": one_page(request, memberships),
        "departments": departments_of(request.project, retired=True),
        "filters": filters,
        "today": local_date(request.at),
        "slips": waiting_slips(request.project, since=request.at - PRINTABLE_FOR).count(),
    }
    live = [f"project:{request.project.pk}:organization"]
    return page(request, "organization/staff.html", context, part="rows", live=live)


@staff_view(May.EXPORT_STAFF)
def export_staff(request: StaffRequest) -> HttpResponseBase:
    """Hand out the list as a workbook; telephone numbers stay masked."""
    filters = _filters(request)
    rows = list(staff_list(request.project, at=request.at, **filters))
    record_export(
        Verb.STAFF_EXPORTED,
        subject=request.project,
        project_id=request.project.pk,
        rows=len(rows),
        filters=filters,
        by=request.by,
        at=request.at,
    )
    return xlsx(f"{request.project.name}员工名册", COLUMNS, rows)


@staff_view(May.MANAGE_STAFF)
def add_person(request: StaffRequest) -> HttpResponseBase:
    """Enter a person with the first post, and make the slip with the first password."""
    form = NewPersonForm(
        request.POST or None,
        project=request.project,
        initial={"starts_on": local_date(request.at)},
    )
    if form.is_valid():
        facts = form.cleaned_data
        try:
            engaged = engage(
                project=request.project,
                held=request.access.held,
                key=settings.ANJU_DATA_KEY,
                by=request.by,
                at=request.at,
                **facts,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            to = reverse("organization:person", args=[request.project.code, engaged.person.pk])
            said = f"{engaged.person.name}已登记。" + (
                "请打印密码条交给本人。" if engaged.slip else "沿用原来的账号登录。"
            )
            return done(request, to=to, said=said)
    return page(request, "organization/add_person.html", {"form": form}, status=form.status)


def _filters(request: HttpRequest) -> dict[str, Any]:
    department = request.GET.get("department", "")
    show = request.GET.get("show", "now")
    return {
        "words": request.GET.get("words", "").strip()[:40],
        "department_id": int(department) if department.isdigit() else None,
        "show": show if show in ("now", "past", "all") else "now",
    }
