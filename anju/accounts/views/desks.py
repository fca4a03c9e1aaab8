"""A project's desk computers."""

import secrets
from datetime import time, timedelta

from django.conf import settings
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from anju.accounts.commands.desks import change_desk, register_desk, revoke_desk
from anju.accounts.desk_tokens import DESK_COOKIE, signed
from anju.accounts.forms import DeskForm
from anju.accounts.models import DeskDevice
from anju.accounts.queries import desk_in, desk_of, desks_of
from anju.accounts.views.proving import full_only
from anju.core.errors import DomainError
from anju.organization.doors import StaffRequest, staff_view
from anju.organization.permissions import OrganizationPermission as May
from anju.ui.responses import done, page

COOKIE_FOR = timedelta(days=400)  # browsers keep none longer
USUAL_HOURS = {"opens_at": time(7, 30), "closes_at": time(21, 0)}


@staff_view(May.MANAGE_DESKS)
def desks(request: StaffRequest) -> HttpResponseBase:
    """List the project's desk computers."""
    context = {"desks": desks_of(request.project), "here": desk_of(request)}
    live = [f"project:{request.project.pk}:accounts"]
    return page(request, "accounts/desks.html", context, part="rows", live=live)


@staff_view(May.MANAGE_DESKS)
@full_only
def register(request: StaffRequest) -> HttpResponseBase:
    """Make the computer one sits at a desk computer of this project."""
    form = DeskForm(request.POST or None, initial=USUAL_HOURS)
    if form.is_valid():
        token = secrets.token_urlsafe(32)
        try:
            desk = register_desk(
                project=request.project,
                token=token,
                here=desk_of(request),
                registered_by=request.user,
                by=request.by,
                at=request.at,
                **form.cleaned_data,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            response = done(request, to=_list(request), said=f"本机已登记为“{desk.name}”。")
            response.set_cookie(
                DESK_COOKIE,
                signed(token),
                max_age=COOKIE_FOR,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
            return response
    context = {"form": form, "here": desk_of(request)}
    return page(request, "accounts/register_desk.html", context, status=form.status)


@staff_view(May.MANAGE_DESKS)
@full_only
def change(request: StaffRequest, desk: int) -> HttpResponseBase:
    """Rename a desk computer, or change its hours."""
    found = _desk_or_404(request, desk)
    form = DeskForm(request.POST or None, desk=found)
    if form.is_valid():
        try:
            found = change_desk(desk=found, by=request.by, at=request.at, **form.cleaned_data)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=_list(request), said=f"“{found.name}”已修改。")
    context = {"form": form, "desk": found}
    return page(request, "accounts/change_desk.html", context, status=form.status)


@staff_view(May.MANAGE_DESKS)
@require_POST
@full_only
def revoke(request: StaffRequest, desk: int) -> HttpResponseBase:
    """Take a desk computer out of use."""
    found = _desk_or_404(request, desk)
    revoke_desk(desk=found, by=request.by, at=request.at)
    said = f"“{found.name}”已停用,快速换人的登录已全部结束。"
    return done(request, to=_list(request), said=said)


def _list(request: StaffRequest) -> str:
    return reverse("desks:list", args=[request.project.code])


def _desk_or_404(request: StaffRequest, desk_id: int) -> DeskDevice:
    found = desk_in(request.project, desk_id)
    if found is None:
        raise Http404
    return found
