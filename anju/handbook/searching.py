"""How scripts and clauses are found in the one search box."""

import unicodedata
from collections.abc import Collection, Iterator

from django.urls import reverse

from anju.handbook.finding import CLAUSE, SCRIPT, clause_entry, script_entry
from anju.handbook.models import Clause, Script
from anju.handbook.permissions import HandbookPermission as May
from anju.handbook.states import Situation
from anju.organization.access import Access
from anju.organization.models import Project
from anju.search.entries import Entry
from anju.search.hooks import Hit


def entries(project: Project) -> Iterator[Entry]:
    """Yield every living script and clause of a project as it can be found."""
    yield from map(script_entry, Script.objects.of(project).live().order_by("pk"))
    yield from map(clause_entry, Clause.objects.of(project).live().order_by("pk"))


def _codes(text: str) -> set[str]:
    """Return the codes that a typed text may begin: J03, 6.15.4."""
    typed = unicodedata.normalize("NFKC", text).strip().lower().replace(" ", "")
    return {typed} if typed else set()


def _scripts(ids: Collection[int], access: Access) -> dict[int, Hit]:
    if not access.may(May.READ):
        return {}
    found = Script.objects.filter(pk__in=ids).select_related("project")
    if access.project is not None:
        found = found.filter(project=access.project)
    return {
        each.pk: Hit(
            title=each.name,
            url=reverse("handbook:script", args=[each.project.code, each.pk]),
            icon="message",
            kind="脚本",
            detail=f"{each.code} · {Situation(each.situation).label}",
        )
        for each in found
    }


def _clauses(ids: Collection[int], access: Access) -> dict[int, Hit]:
    if not access.may(May.READ):
        return {}
    found = Clause.objects.filter(pk__in=ids).select_related("project")
    if access.project is not None:
        found = found.filter(project=access.project)
    return {
        each.pk: Hit(
            title=str(each),
            url=reverse("handbook:clause", args=[each.project.code, each.pk]),
            icon="book",
            kind="手册",
            detail=each.formula or each.words,
        )
        for each in found
    }


CODES = _codes
HITS = {SCRIPT: _scripts, CLAUSE: _clauses}
