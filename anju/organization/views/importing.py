"""Staff by workbook: the empty one, the check, the confirmation."""

from io import BytesIO
from pathlib import PurePath
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.core.errors import DomainError
from anju.organization.commands.importing import AlreadyApplied, Faulty, apply_import, keep_import
from anju.organization.doors import StaffRequest, staff_view
from anju.organization.forms.importing import (
    Template,
    UploadForm,
    read_staff_rows,
    template_workbook,
)
from anju.organization.permissions import OrganizationPermission as May
from anju.organization.queries.importing import (
    check_staff_rows,
    import_in,
    waiting_imports,
)
from anju.organization.queries.staff import departments_of, posts_in_order
from anju.ui.lists import XLSX
from anju.ui.responses import done, page

SHOWN_FAULTS = 300


@staff_view(May.IMPORT_STAFF)
def import_staff(request: StaffRequest) -> HttpResponseBase:
    """Take a workbook, check it whole; a clean one waits to be confirmed."""
    form = UploadForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        upload = form.cleaned_data["workbook"]
        try:
            kept = keep_import(
                project=request.project,
                rows=read_staff_rows(upload.read()),
                file_name=PurePath(upload.name).name,
                held=request.access.held,
                by=request.by,
                at=request.at,
            )
        except Faulty as refusal:
            form.refuse(refusal)
            context |= _shown(refusal)
        except DomainError as refusal:
            form.refuse(refusal, "workbook")
        else:
            to = reverse("organization:confirm_import", args=[request.project.code, kept.pk])
            return done(request, to=to)
    context["waiting"] = waiting_imports(request.project, request.user)
    return page(request, "organization/import.html", context, status=form.status)


@staff_view(May.IMPORT_STAFF)
def confirm_import(request: StaffRequest, import_id: int) -> HttpResponseBase:
    """Show who will be entered; after a yes enter all of them."""
    kept = import_in(request.project, request.user, import_id)
    if kept is None:
        raise Http404
    slips = reverse("organization:slips", args=[request.project.code])
    if request.method == "POST":
        try:
            engaged = apply_import(
                staff_import=kept,
                held=request.access.held,
                key=settings.ANJU_DATA_KEY,
                by=request.by,
                at=request.at,
            )
        except AlreadyApplied as refusal:
            return done(request, to=slips, said=str(refusal), tone="warning")
        except Faulty as refusal:
            context = {"kept": kept, **_shown(refusal), "refusal": str(refusal)}
            return page(request, "organization/import_confirm.html", context, status=422)
        new = sum(1 for each in engaged if each.slip)
        said = f"已登记 {len(engaged)} 人。请打印 {new} 张密码条交给本人。"
        return done(request, to=slips, said=said)
    if kept.applied_at is not None:
        return done(request, to=slips, said="这份名单已经导入过了。", tone="warning")
    checked = check_staff_rows(request.project, kept.raw_rows, held=request.access.held)
    context = {"kept": kept, "entries": checked.entries, **_shown(Faulty(checked.faults))}
    return page(request, "organization/import_confirm.html", context)


@staff_view(May.IMPORT_STAFF)
def template(request: StaffRequest) -> HttpResponseBase:
    """Hand out the workbook to fill in, with this project's departments and the posts."""
    offer = Template(
        departments=[department.name for department in departments_of(request.project)],
        posts=[post.name for post in posts_in_order()],
    )
    response = FileResponse(BytesIO(template_workbook(offer)), content_type=XLSX)
    name = quote(f"{request.project.name}员工名单模板")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}.xlsx"
    response["Cache-Control"] = "no-store"
    return response


def _shown(refusal: Faulty) -> dict[str, object]:
    faults = refusal.faults
    return {"faults": faults[:SHOWN_FAULTS], "more": max(0, len(faults) - SHOWN_FAULTS)}
