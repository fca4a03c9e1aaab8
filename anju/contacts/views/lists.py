"""联系业主: what waits, what has gone, a person's contacts; the same rows as a workbook."""

from django.http.response import HttpResponseBase

from anju.contacts import sight as ours
from anju.contacts.grouping import together
from anju.contacts.models import Outreach
from anju.contacts.permissions import ContactPermission as May
from anju.contacts.queries.outreaches import (
    SHOWS,
    contacts_of,
    counts_of,
    outreach_list,
)
from anju.contacts.states import Channel
from anju.contacts.templatetags.contact_words import state_words
from anju.contacts.verbs import ContactVerb
from anju.contacts.views.finding import person_or_404
from anju.organization.commands.revealing import record_export
from anju.organization.doors import StaffRequest, staff_view
from anju.residents import sight
from anju.ui.lists import Column, one_page, xlsx
from anju.ui.responses import page


@staff_view(May.READ)
def outreaches(request: StaffRequest) -> HttpResponseBase:
    """List what waits for somebody or for its hour, or everything; it follows by itself."""
    filters = _filters(request)
    rows = one_page(request, outreach_list(request.project, **filters))
    counts = counts_of(request.project)
    context = {
        "page": rows,
        "together": together(list(rows.object_list)),
        "filters": filters,
        "shows": [(name, label, counts.get(name)) for name, label in SHOWS.items()],
        "channels": Channel.choices,
        "access": request.access,
        **_rights(request),
    }
    live = [f"project:{request.project.pk}:contacts"]
    return page(request, "contacts/outreaches.html", context, part="rows", live=live)


@staff_view(May.READ)
def of_person(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """List every contact with a person, the newest first."""
    person = person_or_404(request, person_id)
    rows = one_page(request, contacts_of(request.project, person=person))
    context = {"page": rows, "person": person, "access": request.access, **_rights(request)}
    live = [f"residents.person:{person.pk}"]
    return page(request, "contacts/of_person.html", context, part="rows", live=live)


@staff_view(May.EXPORT)
def export(request: StaffRequest) -> HttpResponseBase:
    """Hand the list out as a workbook: names as the reader may see them, numbers masked."""
    filters = _filters(request)
    rows = list(outreach_list(request.project, **filters))
    record_export(
        ContactVerb.EXPORTED,
        subject=request.project,
        project_id=request.project.pk,
        rows=len(rows),
        filters={"范围": SHOWS[filters["show"]], "渠道": filters["channel"]},
        by=request.by,
        at=request.at,
    )
    return xlsx(f"{request.project.name}联系记录", _columns(request), rows)


def _columns(request: StaffRequest) -> list[Column[Outreach]]:
    access = request.access
    return [
        Column("登记时间", lambda row: row.made_at, 18),
        Column("住户", lambda row: sight.name_of(row.person, access), 14),
        Column("房屋", lambda row: row.unit.code if row.unit else "", 14),
        Column("渠道", lambda row: row.get_channel_display(), 10),
        Column("事由", lambda row: row.get_reason_display(), 14),
        Column("我方发起", lambda row: row.is_started_by_us, 10),
        Column("内容", lambda row: ours.words_of(row, access), 60),
        Column("状态", lambda row: state_words(row), 14),
        Column("发出时间", lambda row: row.goes_at, 18),
        Column("结果", lambda row: row.outcome or row.failed_because, 24),
        Column("超出次数的说明", lambda row: row.why, 24),
        Column("发起人", lambda row: row.by_name, 12),
        Column("经手人", lambda row: row.done_by_name, 12),
    ]


def _filters(request: StaffRequest) -> dict[str, str]:
    show, channel = request.GET.get("show", ""), request.GET.get("channel", "")
    return {
        "show": show if show in SHOWS else "waiting",
        "channel": channel if channel in Channel.values else "",
    }


def _rights(request: StaffRequest) -> dict[str, bool]:
    may = request.access.may
    return {"may_send": may(May.SEND), "may_exceed": may(May.EXCEED)}
