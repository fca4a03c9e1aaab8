"""Handing out lists of deadlines: one way for all of them, and a trace of each."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from django.http.response import HttpResponseBase

from anju.clocks.permissions import ClocksPermission
from anju.clocks.verbs import ClocksVerb
from anju.organization.commands.revealing import record_export
from anju.organization.doors import StaffRequest
from anju.ui.lists import Column, xlsx

R = TypeVar("R")
MAY_EXPORT = ClocksPermission.EXPORT


def workbook(
    request: StaffRequest,
    name: str,
    columns: Sequence[Column[R]],
    rows: Sequence[R],
    filters: Mapping[str, object],
) -> HttpResponseBase:
    """Answer with the rows as a workbook and keep in the trail which list left the house."""
    record_export(
        ClocksVerb.EXPORTED,
        subject=request.project,
        project_id=request.project.pk,
        rows=len(rows),
        filters={"清单": name, **filters},
        by=request.by,
        at=request.at,
    )
    return xlsx(f"{request.project.name}{name}", columns, rows)
