"""Head-office roles: who holds which, giving and ending them."""

from django.conf import settings
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.core.errors import DomainError
from anju.core.periods import local_date
from anju.organization.commands.appointing import end_appointment
from anju.organization.commands.engaging import engage_for_office
from anju.organization.doors import OfficeRequest, office_view
from anju.organization.forms.office import AppointmentForm
from anju.organization.forms.staff import EndForm
from anju.organization.models import OfficeAppointment
from anju.organization.models.structure import RoleScope
from anju.organization.permissions import OfficePermission as May
from anju.organization.queries.office import (
    appointment_across_projects,
    appointments_across_projects,
    roles_across_projects,
)
from anju.organization.views.office.exporting import export, show_of, words_of
from anju.ui.lists import Column, one_page
from anju.ui.responses import done, page

COLUMNS: list[Column[OfficeAppointment]] = [
    Column("姓名", lambda row: row.user.name, 12),
    Column("登录名", lambda row: row.user.login, 16),
    Column("总部角色", lambda row: row.role.name, 18),
    Column("自", lambda row: row.starts_on, 12),
    Column("至", lambda row: row.ends_on, 12),
]


@office_view(May.MANAGE_APPOINTMENTS)
def appointments(request: OfficeRequest) -> HttpResponseBase:
    """List who holds which head-office role."""
    filters = _filters(request)
    today = local_date(request.at)
    found = appointments_across_projects(on=today, **filters)
    context = {"page": one_page(request, found), "filters": filters, "today": today}
    return page(
        request,
        "organization/office/appointments.html",
        context,
        part="rows",
        live=["office:organization"],
    )


@office_view(May.EXPORT_LISTS)
def export_appointments(request: OfficeRequest) -> HttpResponseBase:
    """Hand the list out as a workbook."""
    filters = _filters(request)
    found = appointments_across_projects(on=local_date(request.at), **filters)
    return export(request, "总部职务", COLUMNS, found, filters)


@office_view(May.MANAGE_APPOINTMENTS)
def add(request: OfficeRequest) -> HttpResponseBase:
    """Give a head-office role to somebody, with an account where there is none."""
    today = local_date(request.at)
    roles = roles_across_projects(on=today).filter(scope=RoleScope.OFFICE)
    form = AppointmentForm(request.POST or None, roles=roles, initial={"starts_on": today})
    if form.is_valid():
        try:
            engaged = engage_for_office(
                held=request.access.held,
                key=settings.ANJU_DATA_KEY,
                by=request.by,
                at=request.at,
                **form.cleaned_data,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            to = reverse("office:slips" if engaged.slip else "office:appointments")
            said = f"{engaged.person.name}的总部职务已登记。"
            return done(request, to=to, said=said + ("请打印密码条。" if engaged.slip else ""))
    context = {"form": form, "title": "任命总部职务", "back": reverse("office:appointments")}
    return page(request, "organization/form.html", context, status=form.status)


@office_view(May.MANAGE_APPOINTMENTS)
def end(request: OfficeRequest, appointment_id: int) -> HttpResponseBase:
    """End a head-office role."""
    found = appointment_across_projects(appointment_id)
    if found is None:
        raise Http404
    form = EndForm(request.POST or None, initial={"ends_on": local_date(request.at)})
    if form.is_valid():
        try:
            end_appointment(
                appointment=found,
                held=request.access.held,
                by=request.by,
                at=request.at,
                **form.cleaned_data,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            said = f"{found.user.name}的“{found.role.name}”已登记结束。"
            return done(request, to=reverse("office:appointments"), said=said)
    title = f"结束总部职务 · {found.user.name} · {found.role.name}"
    context = {"form": form, "title": title, "back": reverse("office:appointments")}
    return page(request, "organization/form.html", context, status=form.status)


def _filters(request: OfficeRequest) -> dict[str, str]:
    return {"words": words_of(request), "show": show_of(request, "now", "all")}
