"""职务代理: who stands in for whom (S4)."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.core.errors import DomainError
from anju.core.periods import local_date
from anju.organization.commands.deputies import name_deputy, revoke_deputy
from anju.organization.commands.revealing import record_export
from anju.organization.doors import StaffRequest, staff_view
from anju.organization.forms.staff import DeputyForm, next_week
from anju.organization.models import Deputyship
from anju.organization.models.belonging import AbsenceReason
from anju.organization.permissions import OrganizationPermission as May
from anju.organization.queries.staff import deputyship_in, deputyship_list, staff_of
from anju.organization.verbs import OrganizationVerb as Verb
from anju.ui.lists import Column, one_page, xlsx
from anju.ui.responses import done, page

COLUMNS: list[Column[Deputyship]] = [
    Column("被代理人", lambda row: row.absent.name, 12),
    Column("代理人", lambda row: row.deputy.name, 12),
    Column("开始", lambda row: row.starts_at, 18),
    Column("结束", lambda row: row.ends_at, 18),
    Column("原因", lambda row: row.get_reason_display(), 12),
    Column("说明", lambda row: row.note, 24),
    Column("撤销时间", lambda row: row.revoked_at, 18),
]


@staff_view(May.READ_DEPUTIES)
def deputies(request: StaffRequest) -> HttpResponseBase:
    """List deputyships: running, coming, over."""
    context = {"page": one_page(request, deputyship_list(request.project)), "now": request.at}
    live = [f"project:{request.project.pk}:organization"]
    return page(request, "organization/deputies.html", context, part="rows", live=live)


@staff_view(May.EXPORT_LISTS)
def export_deputies(request: StaffRequest) -> HttpResponseBase:
    """Hand the list out as a workbook."""
    rows = list(deputyship_list(request.project))
    record_export(
        Verb.LIST_EXPORTED,
        subject=request.project,
        project_id=request.project.pk,
        rows=len(rows),
        filters={"清单": "职务代理"},
        by=request.by,
        at=request.at,
    )
    return xlsx(f"{request.project.name}职务代理", COLUMNS, rows)


@staff_view(May.NAME_DEPUTY)
def name(request: StaffRequest) -> HttpResponseBase:
    """Name somebody's deputy; next week is proposed."""
    starts, ends = next_week(request.at)
    absent = request.GET.get("absent") or request.user.pk
    form = DeputyForm(
        request.POST or None,
        staff=staff_of(request.project, on=local_date(request.at)),
        initial={"absent": absent, "starts_at": starts, "ends_at": ends},
    )
    if form.is_valid():
        facts = {**form.cleaned_data, "reason": AbsenceReason(form.cleaned_data["reason"])}
        try:
            named = name_deputy(
                project=request.project,
                held=request.access.held,
                by=request.by,
                at=request.at,
                **facts,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            said = f"已指定{named.deputy.name}为{named.absent.name}的职务代理人。"
            return done(request, to=_list_url(request), said=said)
    return page(
        request, "organization/name_deputy.html", {"form": form}, part="form", status=form.status
    )


@staff_view(May.NAME_DEPUTY)
def revoke(request: StaffRequest, deputyship_id: int) -> HttpResponseBase:
    """Take a deputyship back."""
    deputyship = deputyship_in(request.project, deputyship_id)
    if deputyship is None:
        raise Http404
    if request.method == "POST":
        revoke_deputy(deputyship=deputyship, by=request.by, at=request.at)
        return done(request, to=_list_url(request), said="代理已撤销,即时生效。")
    return page(request, "organization/revoke_deputy.html", {"deputyship": deputyship})


def _list_url(request: StaffRequest) -> str:
    return reverse("organization:deputies", args=[request.project.code])
