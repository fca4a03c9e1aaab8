"""What an import hands out: the template, and the upload with its cells marked."""

from io import BytesIO
from pathlib import PurePath
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase

from anju.core.workbooks import read_sheets
from anju.imports.commands.keeping import content_of
from anju.imports.permissions import ImportPermission as May
from anju.imports.queries.checking import check_workbook
from anju.imports.verbs import ImportVerb
from anju.imports.views.imports import import_or_404
from anju.imports.workbooks import marked_workbook, template_workbook
from anju.organization.commands.revealing import record_export
from anju.organization.doors import StaffRequest, staff_view
from anju.ui.lists import XLSX


@staff_view(May.LOAD)
def template(request: StaffRequest) -> HttpResponseBase:
    """Hand out our own workbook to fill in."""
    return _workbook(template_workbook(), f"{request.project.name}房产和住户资料模板")


@staff_view(May.LOAD)
def marked(request: StaffRequest, import_id: int) -> HttpResponseBase:
    """Hand the uploaded workbook back with every finding marked in its cell."""
    kept = import_or_404(request, import_id)
    if not kept.is_checked or not kept.content:
        raise Http404
    content = content_of(kept, key=settings.ANJU_DATA_KEY)
    checked = check_workbook(
        request.project, content, takes=kept.takes, key=settings.ANJU_DATA_KEY, at=request.at
    )
    record_export(
        ImportVerb.EXPORTED,
        subject=kept,
        project_id=request.project.pk,
        rows=checked.rows,
        filters={},
        by=request.by,
        at=request.at,
    )
    name = f"{PurePath(kept.file_name).stem}(已标注)"
    return _workbook(marked_workbook(read_sheets(content), checked.findings), name)


def _workbook(content: bytes, name: str) -> FileResponse:
    response = FileResponse(BytesIO(content), content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    response["Cache-Control"] = "no-store"
    return response
