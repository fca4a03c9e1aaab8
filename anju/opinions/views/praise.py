"""表扬: the log, and writing one down."""

from secrets import token_urlsafe
from typing import Any

from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.core.errors import DomainError
from anju.core.periods import local_date
from anju.estate.models import Unit
from anju.opinions.commands.praising import note_praise
from anju.opinions.forms.praise import PraiseForm
from anju.opinions.models import Praise
from anju.opinions.permissions import OpinionPermission as May
from anju.opinions.queries.cards import cards_of, started_orders
from anju.opinions.queries.praise import good_words_of, praise_list, unit_by_code
from anju.opinions.states import Direction, PraiseSource
from anju.opinions.verbs import OpinionVerb
from anju.opinions.views.visits import EXPORT_LIMIT
from anju.organization.commands.revealing import record_export
from anju.organization.doors import StaffRequest, staff_view
from anju.organization.queries.staff import person_in, staff_of
from anju.residents.models import Person
from anju.residents.sight import called
from anju.tickets.models import Ticket
from anju.tickets.queries.ticket_parts import ticket_in
from anju.ui.lists import Column, one_page, xlsx
from anju.ui.responses import done, page


@staff_view(May.READ)
def praise(request: StaffRequest) -> HttpResponseBase:
    """List the praise, both ways, the newest first."""
    filters = _filters(request)
    context = {
        "page": one_page(request, praise_list(request.project, **filters)),
        "filters": filters,
        "directions": [("", "全部"), *Direction.choices],
        "access": request.access,
        "colleague": person_in(request.project, filters["user"]) if filters["user"] else None,
    }
    live = [f"project:{request.project.pk}:opinions"]
    return page(request, "opinions/praise.html", context, part="rows", live=live)


@staff_view(May.EXPORT)
def export_praise(request: StaffRequest) -> HttpResponseBase:
    """Hand the praise log out as a workbook."""
    filters = _filters(request)
    rows = list(praise_list(request.project, **filters)[:EXPORT_LIMIT])
    record_export(
        OpinionVerb.EXPORTED,
        subject=request.project,
        project_id=request.project.pk,
        rows=len(rows),
        filters={"关键字": filters["words"]},
        by=request.by,
        at=request.at,
    )
    columns: list[Column[Praise]] = [
        Column("日期", lambda row: row.happened_on, 12),
        Column("方向", lambda row: Direction(row.direction).label, 14),
        Column("同事", lambda row: row.names, 20),
        Column("房屋", lambda row: row.unit.code if row.unit else "", 14),
        Column("住户", lambda row: called(row.person, request.access) if row.person else "", 12),
        Column("内容", lambda row: row.words, 50),
        Column("来源", lambda row: PraiseSource(row.source).label, 14),
        Column("登记人", lambda row: row.by_name, 14),
    ]
    return xlsx(f"{request.project.name}表扬记录", columns, rows)


@staff_view(May.PRAISE)
def add_praise(request: StaffRequest) -> HttpResponseBase:
    """Write a praise down; begun on a ticket, it knows whom and what was said."""
    ticket = _ticket(request)
    staff = list(staff_of(request.project, on=local_date(request.at)))
    posted = request.POST if request.method == "POST" else None
    form = PraiseForm(posted, staff=staff, initial=_initial(request, ticket))
    if form.is_valid():
        said = form.cleaned_data
        unit = unit_by_code(request.project, said["unit"]) if said["unit"].strip() else None
        if said["unit"].strip() and unit is None:
            form.add_error("unit", "没有这个房号,请检查,或留空。")
        else:
            try:
                made = _keep(request, form, unit, ticket)
            except DomainError as refusal:
                form.refuse(refusal)
            else:
                to = reverse("opinions:praise", args=[request.project.code])
                return done(request, to=to, said=f"{Direction(made.direction).label}已登记。")
    context = {"form": form, "ticket": ticket, "title": "登记表扬", "verb": "登记"}
    return page(request, "opinions/ask.html", context, status=form.status)


def _keep(
    request: StaffRequest, form: PraiseForm, unit: Unit | None, ticket: Ticket | None
) -> Praise:
    said = form.cleaned_data
    person: Person | None = ticket.person if ticket is not None else None
    return note_praise(
        project=request.project,
        direction=Direction(said["direction"]),
        source=PraiseSource(said["source"]),
        words=said["words"],
        users=form.people,
        person=person,
        unit=unit,
        ticket=ticket,
        happened_on=said["happened_on"],
        once=said["once"],
        by=request.by,
        at=request.at,
    )


def _initial(request: StaffRequest, ticket: Ticket | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "direction": Direction.STAFF,
        "source": PraiseSource.SPOKEN,
        "happened_on": local_date(request.at),
        "once": token_urlsafe(16),
    }
    if ticket is None:
        return found
    good = good_words_of(request.project, ticket, cards_of(request.project, ticket))
    orders = started_orders(request.project, ticket)
    return {
        **found,
        "source": good.source if good is not None else PraiseSource.TICKET,
        "words": good.words if good is not None else "",
        "unit": ticket.unit.code if ticket.unit else "",
        "users": [str(each.assignee_id) for each in orders if each.assignee_id],
    }


def _ticket(request: StaffRequest) -> Ticket | None:
    wanted = request.POST.get("ticket") or request.GET.get("ticket", "")
    is_number = wanted.isdecimal() and len(wanted) < 12
    return ticket_in(request.project, int(wanted)) if is_number else None


def _filters(request: StaffRequest) -> dict[str, Any]:
    user = request.GET.get("user", "")
    return {
        "user": int(user) if user.isdecimal() and len(user) < 12 else None,
        "direction": request.GET.get("direction", ""),
        "words": request.GET.get("words", "").strip()[:40],
    }
