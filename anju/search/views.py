"""The one search box: its page, and the part that the box shows while one types."""

from collections.abc import Sequence

from django.http.response import HttpResponseBase

from anju.organization.doors import PersonRequest, StaffRequest, person_view, staff_view
from anju.search.commands import note_probe
from anju.search.queries import Found, Scope, has_probed_too_often, scopes_across_projects, search
from anju.search.reading import digits_of
from anju.ui.responses import page


@staff_view(None)
def project(request: StaffRequest) -> HttpResponseBase:
    """Search one project."""
    return _answer(request, [Scope(request.access, [request.project])])


@person_view
def everywhere(request: PersonRequest) -> HttpResponseBase:
    """Search all projects that one may enter, from pages that belong to none."""
    return _answer(request, scopes_across_projects(request.user, at=request.at))


def _answer(request: StaffRequest | PersonRequest, scopes: Sequence[Scope]) -> HttpResponseBase:
    words = request.GET.get("q", "").strip()[:40]
    is_barred = has_probed_too_often(request.user, words, at=request.at)
    found = search(scopes, words, without_digits=is_barred) if words else Found([])
    digits = digits_of(words)
    if digits and not is_barred:
        projects = {each.pk: each for scope in scopes for each in scope.projects}
        counts = {projects[key]: count for key, count in found.by_digits.items()}
        note_probe(digits=digits, found=counts, by=request.by, at=request.at)
    context = {"words": words, "found": found, "is_barred": is_barred}
    return page(request, "search/search.html", context, part="results")
