"""«我的账号与安全»: who I am here, what protects me, and where I am signed in."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from anju.accounts.commands.appearance import choose_appearance
from anju.accounts.commands.sessions import end_session, end_sessions
from anju.accounts.forms import AppearanceForm
from anju.accounts.gate import session_of
from anju.accounts.origins import came_from
from anju.accounts.queries import account_page, desk_of, session_of_person
from anju.core.errors import DomainError
from anju.organization.doors import PersonRequest, person_view
from anju.ui.responses import done, page


@person_view
def me(request: PersonRequest) -> HttpResponseBase:
    """Show one's account and what protects it."""
    context = {
        "account": account_page(request.user, at=request.at),
        "here": session_of(request),
        "desk": desk_of(request),
        "appearance": AppearanceForm(initial={"appearance": request.user.appearance}),
    }
    return page(request, "accounts/me.html", context)


@person_view
@require_POST
def end_device(request: PersonRequest, session: int) -> HttpResponseBase:
    """Sign one of one's other devices out."""
    found = session_of_person(request.user, session)
    if found is None or found == session_of(request):
        raise Http404
    here = reverse("accounts:me")
    try:
        end_session(session=found, by=request.by, at=request.at)
    except DomainError as refusal:
        return done(request, to=here, said=str(refusal), tone="warning")
    return done(request, to=here, said=f"“{found.agent}”已退出。")


@person_view
@require_POST
def end_other_devices(request: PersonRequest) -> HttpResponseBase:
    """Sign all of one's devices out but this one."""
    here = session_of(request)
    count = end_sessions(user=request.user, except_session=here, by=request.by, at=request.at)
    said = f"其他 {count} 台设备已全部退出。" if count else "没有其他设备在登录。"
    return done(request, to=reverse("accounts:me"), said=said)


@person_view
@require_POST
def appearance(request: PersonRequest) -> HttpResponseBase:
    """Choose light, dark, or as the device says; stays on the page."""
    form = AppearanceForm(request.POST)
    to = came_from(request) or reverse("accounts:me")
    if not form.is_valid():
        return done(request, to=to, said="请选择浅色、深色或跟随设备。", tone="warning")
    choose_appearance(
        user=request.user,
        appearance=form.cleaned_data["appearance"],
        by=request.by,
        at=request.at,
    )
    return done(request, to=to)
