"""The estate's lists as workbooks: each leaves a trace."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.http import FileResponse

from anju.estate.verbs import EstateVerb as Verb
from anju.organization.commands.revealing import record_export
from anju.organization.doors import StaffRequest
from anju.ui.lists import Column, xlsx

R = TypeVar("R")


def workbook(
    request: StaffRequest,
    name: str,
    columns: Sequence[Column[R]],
    rows: Sequence[R],
    filters: Mapping[str, Any],
) -> FileResponse:
    """Hand out a list and keep in the trail which, how long, and narrowed by what."""
    record_export(
        Verb.EXPORTED,
        subject=request.project,
        project_id=request.project.pk,
        rows=len(rows),
        filters={"清单": name, **filters},
        by=request.by,
        at=request.at,
    )
    return xlsx(f"{request.project.name}{name}", columns, rows)
