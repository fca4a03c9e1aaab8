"""What the editors of texts and settings do with a form: save, refuse, or show who was faster."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.audit.hooks import field_labels
from anju.core.errors import DomainError, StaleEdit
from anju.organization.doors import StaffRequest
from anju.ui.forms import Form
from anju.ui.responses import done, page

Said = Mapping[str, Any]


def edit(
    request: StaffRequest,
    form: Form,
    *,
    template: str,
    to: str,
    save: Callable[[], str],
    theirs: Callable[[], tuple[int, Said]] | None = None,
    context: Mapping[str, Any],
) -> HttpResponseBase:
    """Save a valid form and go on, else show it again with what is wrong and what was typed.

    :param save: does the command and returns what to say.
    :param theirs: edition and facts as they are now, shown if a colleague saved in between.
    """
    status, shown = form.status, None
    if form.is_valid():
        try:
            return done(request, to=to, said=save())
        except StaleEdit as refusal:
            form.refuse(refusal)
            status = 409
            if theirs is not None:
                edition, said = theirs()
                shown = _labelled(said)
                _has_seen(form, edition)
        except DomainError as refusal:
            form.refuse(refusal)
            status = 422
    shown_too = {**context, "form": form, "theirs": shown, "back": to}
    return page(request, template, shown_too, status=status)


def url_of(request: StaffRequest, name: str, *words: object) -> str:
    """Return the address of a page of this app in this project."""
    return reverse(f"contacts:{name}", args=[request.project.code, *words])


def posted(request: StaffRequest) -> QueryDict | None:
    """Return what was posted, also when no field of it is filled in; None for a visit."""
    return request.POST if request.method == "POST" else None


def _labelled(said: Said) -> list[tuple[str, Any]]:
    labels = field_labels()
    return [(labels.get(field, field), value) for field, value in said.items()]


def _has_seen(form: Form, edition: int) -> None:
    data = form.data.copy() if isinstance(form.data, QueryDict) else dict(form.data)
    data["seen"] = str(edition)
    form.data = data
