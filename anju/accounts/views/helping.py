"""A supervisor helps a colleague who cannot sign in, or whose telephone is lost."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from anju.accounts.commands.helping import reset_totp as reset
from anju.accounts.commands.sessions import end_sessions
from anju.accounts.forms import ResetTotpForm
from anju.accounts.queries import sessions_of, totp_of, works_beyond
from anju.accounts.views.proving import full_only
from anju.core.errors import DomainError
from anju.core.periods import local_date
from anju.organization.commands.staffing import refuse_beyond
from anju.organization.doors import StaffRequest, staff_view
from anju.organization.models import User
from anju.organization.permissions import OfficePermission
from anju.organization.permissions import OrganizationPermission as May
from anju.organization.queries.staff import person_in, rights_in
from anju.ui.responses import done, page


@staff_view(May.RESET_PASSWORD)
@full_only
def reset_totp(request: StaffRequest, person: int) -> HttpResponseBase:
    """Turn the second factor of a colleague off, with the reason; the person stands before one."""
    found = _person_or_404(request, person)
    form = ResetTotpForm(request.POST or None)
    if form.is_valid():
        try:
            reset(
                user=found,
                rights=rights_in(request.project, found, on=local_date(request.at)),
                held=request.access.held,
                is_elsewhere=works_beyond(request.project, found, at=request.at),
                may_elsewhere=request.access.may(OfficePermission.MANAGE_APPOINTMENTS),
                reason=form.cleaned_data["reason"],
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=_here(request, found), said=f"{found.name}的动态口令已重置。")
    context = {
        "person": found,
        "form": form,
        "totp": totp_of(found),
        "sessions": sessions_of(found, at=request.at),
    }
    return page(request, "accounts/help.html", context, status=form.status)


@staff_view(May.RESET_PASSWORD)
@require_POST
@full_only
def end_devices(request: StaffRequest, person: int) -> HttpResponseBase:
    """Sign a colleague out everywhere: a telephone is lost, a computer was left open."""
    found = _person_or_404(request, person)
    rights = rights_in(request.project, found, on=local_date(request.at))
    refuse_beyond(request.access.held, rights, what=found.name)
    count = end_sessions(user=found, by=request.by, at=request.at)
    said = f"{found.name}的 {count} 台设备已全部退出。" if count else "没有设备在登录。"
    return done(request, to=_here(request, found), said=said)


def _here(request: StaffRequest, person: User) -> str:
    return reverse("helping:reset_totp", args=[request.project.code, person.pk])


def _person_or_404(request: StaffRequest, person_id: int) -> User:
    found = person_in(request.project, person_id)
    if found is None:
        raise Http404
    return found
