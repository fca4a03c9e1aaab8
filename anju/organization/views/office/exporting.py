"""Handing out the head office's lists: one way for all of them."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from anju.organization.commands.revealing import record_export
from anju.organization.doors import OfficeRequest
from anju.organization.queries.office import company_across_projects
from anju.organization.verbs import OrganizationVerb as Verb
from anju.ui.lists import Column, xlsx

R = TypeVar("R", bound=Model)
# How the trail names what a list was narrowed by.
SAID = {
    "words": "关键字",
    "show": "范围",
    "all": "全部",
    "open": "在管",
    "closed": "已撤管",
    "active": "可登录",
    "idle": "没有岗位",
    "inactive": "已停用",
    "now": "现任",
    "live": "在用",
}


def export(
    request: OfficeRequest,
    name: str,
    columns: Sequence[Column[R]],
    rows: QuerySet[R],
    filters: Mapping[str, object],
) -> HttpResponseBase:
    """Answer with the rows as a workbook and keep in the trail which list left the house."""
    subject = company_across_projects()
    if subject is None:
        raise Http404
    found = list(rows)
    record_export(
        Verb.LIST_EXPORTED,
        subject=subject,
        project_id=None,
        rows=len(found),
        filters={"清单": name, **_said(filters)},
        by=request.by,
        at=request.at,
    )
    return xlsx(name, columns, found)


def words_of(request: HttpRequest) -> str:
    """Return what stands in the search box."""
    return request.GET.get("words", "").strip()[:40]


def show_of(request: HttpRequest, *choices: str) -> str:
    """Return which rows are asked for; nonsense gets the first choice."""
    asked = request.GET.get("show", "")
    return asked if asked in choices else choices[0]


def _said(filters: Mapping[str, object]) -> dict[str, object]:
    return {
        SAID[name]: SAID[str(value)] if name == "show" else value for name, value in filters.items()
    }
