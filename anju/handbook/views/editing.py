"""What every editor of the handbook does with a form: save, refuse, or show who was faster."""

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
    to: str,
    save: Callable[[], str],
    template: str = "handbook/edit.html",
    theirs: Callable[[], tuple[int, Said]] | None = None,
    context: Mapping[str, Any],
) -> HttpResponseBase:
    """Save a valid form and go on, else show it again with what is wrong and what was typed.

    :param save: does the command and returns what to say.
    :param theirs: edition and facts as they are now, shown if a colleague saved in between; the
        form then counts as having seen them.
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
                labels = field_labels()
                shown = [(labels.get(field, field), value) for field, value in said.items()]
                _has_seen(form, edition)
        except DomainError as refusal:
            form.refuse(refusal)
            status = 422
    return page(
        request, template, {"back": to, **context, "form": form, "theirs": shown}, status=status
    )


def url_of(request: StaffRequest, name: str, *words: object) -> str:
    """Return the address of a page of the handbook in this project."""
    return reverse(f"handbook:{name}", args=[request.project.code, *words])


def live_topics(request: StaffRequest) -> list[str]:
    """Return what the lists listen to."""
    return [f"project:{request.project.pk}:handbook"]


def wants_retired(request: StaffRequest) -> bool:
    """Tell whether the retired entries are asked for."""
    return request.GET.get("show") == "retired"


def _has_seen(form: Form, edition: int) -> None:
    data = form.data.copy() if isinstance(form.data, QueryDict) else dict(form.data)
    data["seen"] = str(edition)
    form.data = data
