"""Outside companies over all projects, and the company's own names."""

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.core.errors import DomainError
from anju.core.masking import mask_phone
from anju.organization.commands.founding import change_company
from anju.organization.commands.parties import add_party, change_party, retire_party
from anju.organization.doors import OfficeRequest, office_view
from anju.organization.forms.office import CompanyForm, PartyForm
from anju.organization.models import Party
from anju.organization.permissions import OfficePermission as May
from anju.organization.queries.office import company_across_projects, parties_across_projects
from anju.organization.views.office.exporting import export, show_of, words_of
from anju.ui.lists import Column, one_page
from anju.ui.responses import done, page

COLUMNS: list[Column[Any]] = [  # rows carry an annotation
    Column("单位名称", lambda row: row.name, 30),
    Column("统一社会信用代码", lambda row: row.credit_code, 22),
    Column("联系人", lambda row: row.contact_name, 12),
    Column("联系电话", lambda row: mask_phone(row.contact_phone), 16),
    Column("在用部门数", lambda row: row.department_count, 12),
    Column("停用时间", lambda row: row.retired_at, 18),
]


@office_view(May.MANAGE_PARTIES)
def parties(request: OfficeRequest) -> HttpResponseBase:
    """List the outside companies."""
    filters = _filters(request)
    context = {
        "page": one_page(request, parties_across_projects(**filters)),
        "filters": filters,
    }
    return page(
        request,
        "organization/office/parties.html",
        context,
        part="rows",
        live=["office:organization"],
    )


@office_view(May.EXPORT_LISTS)
def export_parties(request: OfficeRequest) -> HttpResponseBase:
    """Hand the list out as a workbook; telephone numbers stay masked."""
    filters = _filters(request)
    return export(request, "外包单位", COLUMNS, parties_across_projects(**filters), filters)


@office_view(May.MANAGE_PARTIES)
def add(request: OfficeRequest) -> HttpResponseBase:
    """Enter an outside company."""
    form = PartyForm(request.POST or None)
    if form.is_valid():
        try:
            added = add_party(by=request.by, at=request.at, **form.cleaned_data)
        except DomainError as refusal:
            form.refuse(refusal, "name")
        else:
            said = f"{added.name}已登记。项目新建部门时可选用。"
            return done(request, to=reverse("office:parties"), said=said)
    return _form_page(request, form, "登记外包单位")


@office_view(May.MANAGE_PARTIES)
def change(request: OfficeRequest, party_id: int) -> HttpResponseBase:
    """Correct what is known of an outside company."""
    found = _party_or_404(party_id)
    form = PartyForm(request.POST or None, initial=PartyForm.facts_of(found))
    if form.is_valid():
        try:
            change_party(party=found, by=request.by, at=request.at, **form.cleaned_data)
        except DomainError as refusal:
            form.refuse(refusal, "name")
        else:
            return done(request, to=reverse("office:parties"), said="外包单位的资料已修改。")
    return _form_page(request, form, f"修改外包单位 · {found.name}")


@office_view(May.MANAGE_PARTIES)
def retire(request: OfficeRequest, party_id: int) -> HttpResponseBase:
    """Take an outside company out of the choices."""
    found = _party_or_404(party_id)
    if request.method == "POST":
        retire_party(party=found, by=request.by, at=request.at)
        return done(request, to=reverse("office:parties"), said=f"{found.name}已停用。")
    return page(request, "organization/office/retire_party.html", {"party": found})


@office_view(May.MANAGE_COMPANY)
def company(request: OfficeRequest) -> HttpResponseBase:
    """Show and set the company's names."""
    found = company_across_projects()
    initial = {"name": found.name, "short_name": found.short_name} if found else None
    form = CompanyForm(request.POST or None, initial=initial)
    if form.is_valid():
        change_company(by=request.by, at=request.at, **form.cleaned_data)
        return done(request, to=reverse("office:company"), said="公司信息已保存。")
    context = {"form": form, "title": "公司信息", "back": reverse("office:home")}
    return page(request, "organization/form.html", context, status=form.status)


def _party_or_404(party_id: int) -> Party:
    found = parties_across_projects(show="all").filter(pk=party_id).first()
    if found is None:
        raise Http404
    return found


def _filters(request: OfficeRequest) -> dict[str, str]:
    return {"words": words_of(request), "show": show_of(request, "live", "all")}


def _form_page(request: OfficeRequest, form: PartyForm, title: str) -> HttpResponseBase:
    context = {"form": form, "title": title, "back": reverse("office:parties")}
    return page(request, "organization/form.html", context, status=form.status)
