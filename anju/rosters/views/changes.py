"""当日调整: who rests or works on one date otherwise than the pattern says."""

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.core.errors import DomainError
from anju.core.periods import local_date
from anju.organization.doors import StaffRequest, staff_view
from anju.rosters.commands.changes import change_day, withdraw_change
from anju.rosters.forms import ChangeForm
from anju.rosters.models import ChangeKind, ChangeReason
from anju.rosters.permissions import RosterPermission as May
from anju.rosters.queries.lists import change_in, change_list
from anju.rosters.views.week import asked_day
from anju.ui.lists import one_page
from anju.ui.responses import done, page


@staff_view(May.READ)
def changes(request: StaffRequest) -> HttpResponseBase:
    """List the date changes: today's and later, or the past ones."""
    show = "past" if request.GET.get("show") == "past" else "coming"
    rows = change_list(request.project, show=show, at=request.at)
    context = {"page": one_page(request, rows), "show": show, "today": local_date(request.at)}
    live = [f"project:{request.project.pk}:rosters"]
    return page(request, "rosters/changes.html", context, part="rows", live=live)


@staff_view(May.MANAGE)
def change(request: StaffRequest) -> HttpResponseBase:
    """Enter a date change; day, person and shift may come from the grid."""
    asked = request.GET
    form = ChangeForm(
        request.POST or None,
        project=request.project,
        today=local_date(request.at),
        initial={
            "day": asked_day(request),
            "user": asked.get("user"),
            "shift": asked.get("shift"),
            "kind": ChangeKind.REST,
        },
    )
    if form.is_valid():
        try:
            made = change_day(
                project=request.project, by=request.by, at=request.at, **_facts(form.cleaned_data)
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            week = reverse("rosters:week", args=[request.project.code])
            return done(request, to=f"{week}?day={made.day}", said=f"已登记:{made}。")
    return page(request, "rosters/change.html", {"form": form}, status=form.status)


@staff_view(May.MANAGE)
def withdraw(request: StaffRequest, change_id: int) -> HttpResponseBase:
    """Take a date change back."""
    found = change_in(request.project, change_id)
    if found is None:
        raise Http404
    refused = ""
    if request.method == "POST":
        try:
            withdraw_change(change=found, by=request.by, at=request.at)
        except DomainError as refusal:
            refused = str(refusal)
        else:
            to = reverse("rosters:changes", args=[request.project.code])
            return done(request, to=to, said=f"已撤销:{found}。")
    context = {"change": found, "refused": refused}
    return page(request, "rosters/withdraw.html", context, status=422 if refused else 200)


def _facts(cleaned: dict[str, Any]) -> dict[str, Any]:
    return {
        **cleaned,
        "kind": ChangeKind(cleaned["kind"]),
        "reason": ChangeReason(cleaned["reason"]),
    }
