"""The PIN, and switching quickly to a colleague on a desk computer."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from anju.accounts.commands import pins as commands
from anju.accounts.commands.attempting import LockedOut, open_attempt, pass_attempt
from anju.accounts.forms import SetPinForm, SwitchForm
from anju.accounts.models import AttemptKind, DeskDevice, Pin, SessionKind
from anju.accounts.origins import origin_of
from anju.accounts.queries import desk_of, desk_people, pin_of
from anju.accounts.views.entering import let_in
from anju.accounts.views.proving import full_only, is_password_right
from anju.core.actors import SYSTEM
from anju.core.errors import DomainError
from anju.organization.doors import PersonRequest, open_view, person_view
from anju.organization.models import User
from anju.ui.responses import done, page

NO_DESK = "这台电脑没有登记为前台电脑。PIN 只在登记的前台电脑上使用,请在那里设置。"


@person_view
@full_only
def set_pin(request: PersonRequest) -> HttpResponseBase:
    """Set or change the PIN, by password, on a registered desk computer."""
    desk = desk_of(request)
    form = SetPinForm(request.POST or None)
    if desk is None and form.is_bound:
        form.add_error(None, NO_DESK)
    elif form.is_valid() and is_password_right(request, form):
        try:
            commands.set_pin(
                user=request.user,
                pin=form.cleaned_data["pin"],
                key=settings.ANJU_DATA_KEY,
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            form.refuse(refusal, "pin")
        else:
            said = "PIN 已设置。换人时点右上角“快速换人”。"
            return done(request, to=reverse("accounts:me"), said=said)
    context = {"form": form, "desk": desk, "pin": pin_of(request.user), "no_desk": NO_DESK}
    return page(request, "accounts/set_pin.html", context, status=form.status)


@person_view
@require_POST
@full_only
def remove_pin(request: PersonRequest) -> HttpResponseBase:
    """Do without a PIN."""
    to = reverse("accounts:me")
    try:
        commands.remove_pin(user=request.user, by=request.by, at=request.at)
    except DomainError as refusal:
        return done(request, to=to, said=str(refusal), tone="warning")
    return done(request, to=to, said="PIN 已停用。")


@open_view
def switch(request: HttpRequest) -> HttpResponseBase:
    """Let the next person sit down: choose the name, type the PIN."""
    at = timezone.now()
    desk = desk_of(request)
    if desk is None:
        return page(request, "accounts/switch.html", {"desk": None}, status=404)
    people = desk_people(desk.project, desk, at=at)
    form = SwitchForm(request.POST or None, people=people)
    if form.is_valid():
        user = _switching_to(request, form, desk, at)
        if user is not None:
            return let_in(request, user, SessionKind.PIN, to="", at=at)
    context = {"desk": desk, "people": people, "form": form, "is_open": desk.is_open(at)}
    return page(request, "accounts/switch.html", context, status=form.status)


def _switching_to(
    request: HttpRequest, form: SwitchForm, desk: DeskDevice, at: datetime
) -> User | None:
    """Return whose PIN was typed; else the form says why not."""
    address, kind = origin_of(request).address, AttemptKind.PIN
    typed, key = form.cleaned_data["pin"], settings.ANJU_DATA_KEY
    try:
        attempt = open_attempt(login="", address=address, kind=kind, key=key, at=at)
        pin: Pin = commands.open_pin(user_id=form.cleaned_data["person"], desk=desk, at=at)
    except LockedOut as refusal:
        form.lock_out(refusal)
        return None
    except commands.PinUnusable as refusal:
        form.refuse(refusal)
        return None
    if commands.is_pin(pin=pin, typed=typed, key=key):
        commands.pass_pin(pin=pin, at=at)
        pass_attempt(attempt=attempt)
        return pin.user
    pin = commands.fail_pin(pin=pin, desk=desk, by=SYSTEM, at=at)
    left = commands.TRIES - pin.wrong_count
    if left:
        form.add_error("pin", f"PIN 不正确,还可再试 {left} 次。")
    else:
        form.lock_out(commands.PinUnusable(commands.OFF))
    return None
