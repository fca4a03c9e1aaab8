"""Changing one's own password."""

from django.contrib.auth import update_session_auth_hash
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.accounts.commands.passwords import change_password as change_own_password
from anju.accounts.forms import ChangePasswordForm
from anju.accounts.gate import session_of
from anju.accounts.views.proving import full_only, is_password_right
from anju.core.errors import DomainError
from anju.organization.doors import PersonRequest, person_view
from anju.ui.responses import done, page


@person_view
@full_only
def change_password(request: PersonRequest) -> HttpResponseBase:
    """Ask for the old password and the new one twice; other devices are signed out."""
    form = ChangePasswordForm(request.POST or None, user=request.user)
    is_first = request.user.must_change_password
    if form.is_valid() and is_password_right(request, form):
        try:
            user = change_own_password(
                user=request.user,
                password=form.cleaned_data["new"],
                session=session_of(request),
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            form.refuse(refusal, "new")
        else:
            update_session_auth_hash(request, user)
            said = "密码已修改。" if is_first else "密码已修改,其他设备已全部退出。"
            return done(request, to="/" if is_first else reverse("accounts:me"), said=said)
    context = {"form": form, "is_first": is_first}
    return page(request, "accounts/change_password.html", context, status=form.status)
