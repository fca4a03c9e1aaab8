"""Asking for a secret: every try is counted, and too many are refused."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from anju.accounts.commands.attempting import LockedOut, fail_attempt, open_attempt, pass_attempt
from anju.accounts.commands.totp import use_code
from anju.accounts.forms import PasswordAndCodeForm, PasswordForm, ProofForm
from anju.accounts.gate import session_of
from anju.accounts.models import AttemptKind
from anju.accounts.origins import origin_of
from anju.organization.doors import PersonRequest
from anju.ui.responses import page

P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)
T = TypeVar("T")
WRONG_PASSWORD = "密码不正确,请重新输入。"  # noqa: S105  a sentence, no secret
WRONG_CODE = "口令不正确或已经用过。请等验证应用显示下一个口令后再输入。"


def full_only(
    view: Callable[Concatenate[R, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Keep a PIN session from what protects the account; say that the password is needed."""

    @wraps(view)
    def guarded(request: R, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not session_of(request).is_full:
            return page(request, "accounts/full_only.html", status=403)
        return view(request, *args, **kwargs)

    return guarded


def counted(
    request: HttpRequest,
    form: ProofForm,
    check: Callable[[], T | None],
    *,
    login: str,
    kind: AttemptKind,
    at: datetime,
    wrong: str,
) -> T | None:
    """Return what `check` found behind the secret, or None with the refusal on the form.

    Not one transaction on purpose: a try stays counted although the page refuses.
    """
    address, key = origin_of(request).address, settings.ANJU_DATA_KEY
    try:
        attempt = open_attempt(login=login, address=address, kind=kind, key=key, at=at)
    except LockedOut as refusal:
        form.lock_out(refusal)
        return None
    found = check()
    if found is not None:
        pass_attempt(attempt=attempt)
        return found
    locked = fail_attempt(attempt=attempt, at=at)
    if locked:
        form.lock_out(locked)
    else:
        form.add_error(None, wrong)
    return None


def is_password_right(request: PersonRequest, form: PasswordForm) -> bool:
    """Tell whether the form holds one's own password; the refusal is on the form."""

    def check() -> bool | None:
        return request.user.check_password(form.cleaned_data["password"]) or None

    login, kind = request.user.login, AttemptKind.PASSWORD
    return bool(
        counted(request, form, check, login=login, kind=kind, at=request.at, wrong=WRONG_PASSWORD)
    )


def is_code_right(request: PersonRequest, form: PasswordAndCodeForm) -> bool:
    """Tell whether the form holds a good code; the refusal is on the form. It is used up."""

    def check() -> bool | None:
        return (
            use_code(
                user=request.user,
                code=form.cleaned_data["code"],
                key=settings.ANJU_DATA_KEY,
                by=request.by,
                at=request.at,
            )
            or None
        )

    login, kind = request.user.login, AttemptKind.TOTP
    return bool(
        counted(request, form, check, login=login, kind=kind, at=request.at, wrong=WRONG_CODE)
    )
