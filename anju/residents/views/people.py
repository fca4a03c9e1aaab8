"""The list of residents, and taking it out of the house."""

from django.http.response import HttpResponseBase

from anju.organization.commands.revealing import record_export
from anju.organization.doors import StaffRequest, staff_view
from anju.residents import sight
from anju.residents.addressing import suggested_forms
from anju.residents.commands.keeping import scrubbed
from anju.residents.forms.requests import ReasonForm
from anju.residents.models import OccupancyRole, Person, PersonKind
from anju.residents.models.identity import is_of_a_man, plain_identity
from anju.residents.models.people import PersonQuerySet
from anju.residents.permissions import ResidentPermission as May
from anju.residents.queries.people import (
    RESTRICTED,
    SHOWS,
    Filters,
    buildings_of,
    people_list,
)
from anju.residents.verbs import ResidentVerb as Verb
from anju.residents.views.finding import today, words_of
from anju.ui.lists import Column, one_page, xlsx
from anju.ui.responses import page


def _units(person: Person) -> str:
    return "、".join(f"{each.unit} {each.role_name}" for each in person.today)  # type: ignore[attr-defined]


MASKED: list[Column[Person]] = [
    Column("姓名", lambda row: row.masked_name, 14),
    Column("类别", lambda row: PersonKind(row.kind).label, 8),
    Column("房屋", _units, 36),
    Column("电话", sight.first_phone, 16),
    Column("免打扰", lambda row: bool(row.do_not_disturb or row.quiet_from), 10),
]
WHOLE: list[Column[Person]] = [
    Column("姓名", lambda row: row.name, 14),
    Column("称呼", lambda row: row.form_of_address, 12),
    Column("类别", lambda row: PersonKind(row.kind).label, 8),
    Column("房屋", _units, 36),
    Column("电话", lambda row: "、".join(each.number for each in row.phones.all()), 28),
    Column("语言、方言", lambda row: "、".join(row.languages), 16),
    Column("习惯和注意事项", lambda row: row.habits, 36),
    Column("免打扰说明", lambda row: row.do_not_disturb, 24),
    Column("免打扰时段", lambda row: row.quiet_hours, 14),
]


@staff_view(May.READ)
def people(request: StaffRequest) -> HttpResponseBase:
    """List who is in register, with today's units."""
    filters = _filters(request)
    shows = dict(SHOWS)
    if request.access.may(May.ANSWER_REQUESTS):
        shows[RESTRICTED] = "停止使用"
    context = {
        "page": one_page(request, _found(request, filters)),
        "filters": filters,
        "roles": OccupancyRole,
        "shows": shows,
        "buildings": buildings_of(request.project),
    }
    live = [f"project:{request.project.pk}:residents"]
    return page(request, "residents/people.html", context, part="rows", live=live)


@staff_view(May.EXPORT)
def export(request: StaffRequest) -> HttpResponseBase:
    """Hand the list out as a workbook, names and telephones masked."""
    filters = _filters(request)
    rows = list(_found(request, filters))
    _record(request, Verb.EXPORTED, filters, len(rows))
    return xlsx(f"{request.project.name}住户清单(掩码)", MASKED, rows)


@staff_view(May.EXPORT_WHOLE)
def export_whole(request: StaffRequest) -> HttpResponseBase:
    """Hand the list out with whole names and numbers, for a stated reason."""
    form = ReasonForm(request.POST or None)
    filters = _filters(request)
    found = _found(request, filters)
    if form.is_valid():
        rows = list(found)
        reason = scrubbed(form.cleaned_data["reason"])
        _record(request, Verb.EXPORTED_WHOLE, filters, len(rows), reason=reason)
        return xlsx(f"{request.project.name}住户清单(完整)", WHOLE, rows)
    context = {"form": form, "count": found.count()}
    return page(request, "residents/export_whole.html", context, status=form.status)


@staff_view(May.MANAGE)
def addresses(request: StaffRequest) -> HttpResponseBase:
    """Suggest forms of address for the name being typed; asked by POST, so no log has the name."""
    identity = plain_identity(request.POST.get("identity_number", ""))[:18]
    forms = suggested_forms(
        request.POST.get("name", "")[:60],
        kind=request.POST.get("kind", PersonKind.PERSON),
        man=is_of_a_man(identity),
    )
    return page(request, "residents/addresses.html", {"forms": forms})


def _found(request: StaffRequest, filters: Filters) -> PersonQuerySet:
    reads_names = sight.reads_names(request.access)
    return people_list(request.project, filters, day=today(request), reads_names=reads_names)


def _record(
    request: StaffRequest, verb: Verb, filters: Filters, rows: int, *, reason: str = ""
) -> None:
    building = next(
        (each.name for each in buildings_of(request.project) if each.pk == filters.building_id), ""
    )
    narrowed = {
        "关键字": scrubbed(filters.words) and "有",
        "关系": dict(OccupancyRole.choices).get(filters.role, ""),
        "楼栋": building,
        "范围": SHOWS.get(filters.show, "停止使用") if filters.show != "all" else "",
        "原因": reason,
    }
    record_export(
        verb,
        subject=request.project,
        project_id=request.project.pk,
        rows=rows,
        filters=narrowed,
        by=request.by,
        at=request.at,
    )


def _filters(request: StaffRequest) -> Filters:
    query = request.GET
    building, show, role = (
        query.get("building", ""),
        query.get("show", "all"),
        query.get("role", ""),
    )
    restricted = show == RESTRICTED and request.access.may(May.ANSWER_REQUESTS)
    return Filters(
        words=words_of(request),
        role=role if role in OccupancyRole.values else "",
        building_id=int(building) if building.isdigit() and len(building) < 18 else None,
        show=show if show in SHOWS or restricted else "all",
    )
