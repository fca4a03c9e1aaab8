"""People over all projects, and the password slips that the head office prints."""

from typing import Any

from django.conf import settings
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.audit.timeline import timeline
from anju.core.periods import local_date
from anju.organization.commands.slips import PRINTABLE_FOR, make_slip, print_slips
from anju.organization.doors import OfficeRequest, office_view
from anju.organization.models import User
from anju.organization.permissions import OfficePermission as May
from anju.organization.queries.office import (
    people_across_projects,
    person_across_projects,
    rights_across_projects,
    waiting_slips_across_projects,
)
from anju.organization.views.office.exporting import export, show_of, words_of
from anju.ui.lists import Column, one_page
from anju.ui.responses import done, page

COLUMNS: list[Column[Any]] = [  # rows carry prefetched lists
    Column("姓名", lambda row: row.name, 12),
    Column("登录名", lambda row: row.login, 16),
    Column("手机", lambda row: row.masked_phone, 16),
    Column(
        "项目岗位",
        lambda row: "、".join(f"{held.project.name} {held.post.name}" for held in row.posts_now),
        40,
    ),
    Column("总部职务", lambda row: "、".join(held.role.name for held in row.roles_now), 20),
    Column("可登录", lambda row: row.is_active, 8),
]


@office_view(May.READ_PROJECTS)
def people(request: OfficeRequest) -> HttpResponseBase:
    """List people with their posts over all projects."""
    filters = _filters(request)
    found = people_across_projects(on=local_date(request.at), **filters)
    waiting = waiting_slips_across_projects(
        maker_id=request.user.pk, since=request.at - PRINTABLE_FOR
    )
    context = {"page": one_page(request, found), "filters": filters, "slips": waiting.count()}
    return page(
        request,
        "organization/office/people.html",
        context,
        part="rows",
        live=["office:organization"],
    )


@office_view(May.EXPORT_LISTS)
def export_people(request: OfficeRequest) -> HttpResponseBase:
    """Hand the list out as a workbook; telephone numbers stay masked."""
    filters = _filters(request)
    found = people_across_projects(on=local_date(request.at), **filters)
    return export(request, "全部员工", COLUMNS, found, filters)


@office_view(May.READ_PROJECTS)
def person(request: OfficeRequest, person_id: int) -> HttpResponseBase:
    """Show somebody's posts in every project and what happened around them."""
    found = _person_or_404(request, person_id)
    context = {
        "person": found,
        "lines": timeline(found) if request.access.may(May.READ_TRAIL) else None,
    }
    return page(request, "organization/office/person.html", context)


@office_view(May.MANAGE_APPOINTMENTS)
def reset_password(request: OfficeRequest, person_id: int) -> HttpResponseBase:
    """Make a new slip for somebody who forgot the password; no mail needed."""
    found = _person_or_404(request, person_id)
    if request.method == "POST":
        make_slip(
            user=found,
            rights=rights_across_projects(found, on=local_date(request.at)),
            held=request.access.held,
            key=settings.ANJU_DATA_KEY,
            by=request.by,
            at=request.at,
        )
        said = f"{found.name}的原密码已作废。请打印密码条交给本人。"
        return done(request, to=reverse("office:slips"), said=said)
    return page(request, "organization/office/reset_password.html", {"person": found})


@office_view(May.MANAGE_APPOINTMENTS)
def slips(request: OfficeRequest) -> HttpResponseBase:
    """Print the slips of the head office; what is printed cannot be read again."""
    waiting = waiting_slips_across_projects(
        maker_id=request.user.pk, since=request.at - PRINTABLE_FOR
    )
    if request.method == "POST":
        printed = print_slips(
            slips=list(waiting), key=settings.ANJU_DATA_KEY, by=request.by, at=request.at
        )
        return page(request, "organization/slips_print.html", {"printed": printed})
    return page(request, "organization/slips.html", {"waiting": waiting})


def _person_or_404(request: OfficeRequest, person_id: int) -> User:
    found = person_across_projects(person_id, on=local_date(request.at))
    if found is None:
        raise Http404
    return found


def _filters(request: OfficeRequest) -> dict[str, str]:
    show = show_of(request, "active", "idle", "inactive", "all")
    return {"words": words_of(request), "show": show}
