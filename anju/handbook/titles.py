"""How the handbook's entries are named in the trail."""

from collections.abc import Callable, Collection
from typing import Any

from django.urls import reverse

from anju.audit.hooks import Title
from anju.handbook.models import Clause, LanguageRule, Script

Titles = Callable[[Collection[int]], dict[int, Title]]


def _titles(model: type[Any], page: str, *, is_own: bool) -> Titles:
    """Return titles that lead to the page of the thing itself, or to its list."""

    def titles(ids: Collection[int]) -> dict[int, Title]:
        found = model.objects.filter(pk__in=ids).select_related("project")
        return {
            row.pk: Title(str(row), reverse(f"handbook:{page}", args=_args(row))) for row in found
        }

    def _args(row: Any) -> list[object]:
        return [row.project.code, row.pk] if is_own else [row.project.code]

    return titles


TITLES = {
    "handbook.clause": _titles(Clause, "clause", is_own=True),
    "handbook.script": _titles(Script, "script", is_own=True),
    "handbook.languagerule": _titles(LanguageRule, "rules", is_own=False),
}
