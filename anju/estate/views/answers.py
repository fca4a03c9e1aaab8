"""The three answers that the estate's forms share."""

from collections.abc import Callable
from typing import Any

from django.http.response import HttpResponseBase

from anju.core.errors import DomainError
from anju.organization.doors import StaffRequest
from anju.ui.forms import Form
from anju.ui.responses import done, page

Said = tuple[str, str]
"""Where to go on, and what to say there."""


def answer_form(
    request: StaffRequest,
    form: Form,
    act: Callable[[dict[str, Any]], Said],
    *,
    title: str,
    back: str,
    lead: str = "",
    button: str = "保存",
) -> HttpResponseBase:
    """Show a form; once it is valid do `act` with what it says, or show why it was refused."""
    if form.is_valid():
        try:
            to, said = act(form.cleaned_data)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=to, said=said)
    context = {"form": form, "title": title, "lead": lead, "back": back, "button": button}
    return page(request, "estate/form.html", context, status=form.status)


def answer_confirmation(
    request: StaffRequest,
    act: Callable[[], Said],
    *,
    title: str,
    text: str,
    button: str,
    back: str,
) -> HttpResponseBase:
    """Ask whether it is meant; on yes do it, or show why it was refused."""
    refusal = ""
    if request.method == "POST":
        try:
            to, said = act()
        except DomainError as error:
            refusal = str(error)
        else:
            return done(request, to=to, said=said)
    context = {"title": title, "text": text, "button": button, "back": back, "refusal": refusal}
    return page(request, "estate/confirm.html", context, status=422 if refusal else 200)
