"""What one does with an import: correct, apply, begin again, discard, undo."""

from django.conf import settings
from django.db import transaction
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.core.errors import DomainError
from anju.imports.commands.applying import (
    AlreadyApplied,
    NotToApply,
    apply_import,
    begin_applying,
    stop_applying,
)
from anju.imports.commands.checking import check_import
from anju.imports.commands.keeping import correct_import, discard_import
from anju.imports.commands.undoing import undo_import
from anju.imports.forms import AnswersForm, corrections
from anju.imports.jobs import APPLY, CHECK, hand_over, is_long
from anju.imports.models import Import
from anju.imports.permissions import ImportPermission as May
from anju.imports.queries.reports import report_of
from anju.imports.queries.undoing import obstacles
from anju.imports.states import ImportState
from anju.imports.views.imports import (
    address_of,
    check_now_or_later,
    import_or_404,
    shown,
)
from anju.organization.doors import StaffRequest, staff_view
from anju.ui.responses import done, page


@staff_view(May.LOAD)
def correct(request: StaffRequest, import_id: int) -> HttpResponseBase:
    """Take columns and sheets for what a person says, and check again."""
    kept = import_or_404(request, import_id)
    if request.method == "POST":
        takes = corrections(kept.report, request.POST.dict())
        kept = correct_import(kept=kept, takes=takes, by=request.by, at=request.at)
        check_now_or_later(request, kept)
        return done(request, to=address_of(kept), said="已按您选的含义重新核对。")
    return done(request, to=address_of(kept))


@staff_view(May.LOAD)
def apply(request: StaffRequest, import_id: int) -> HttpResponseBase:
    """Apply a checked import, with its questions answered; a long one by a worker."""
    kept = import_or_404(request, import_id)
    if request.method != "POST":
        return done(request, to=address_of(kept))
    form = AnswersForm(request.POST)
    accepted = form.cleaned_data["accept"] if form.is_valid() else []
    left = [each for each in kept.report.get("questions", []) if each["code"] not in accepted]
    if kept.is_checked and left:
        return _refused(request, kept, "还有问题没有确认。请逐条勾选;或改好表格后重新上传。")
    if is_long(kept):
        with transaction.atomic():
            begin_applying(kept=kept, accepted=accepted, by=request.by, at=request.at)
            hand_over(APPLY, kept, request.by)
        return done(request, to=address_of(kept))
    try:
        apply_import(
            kept=kept,
            accepted=accepted,
            key=settings.ANJU_DATA_KEY,
            by=request.by,
            at=request.at,
        )
    except AlreadyApplied as refusal:
        return done(request, to=address_of(kept), said=str(refusal), tone="warning")
    except NotToApply as refusal:
        kept.report = report_of(request.project, refusal.checked)
        return _refused(request, kept, str(refusal))
    except DomainError as refusal:
        return _refused(request, kept, str(refusal))
    return done(request, to=address_of(kept), said="已全部导入。")


@staff_view(May.LOAD)
def again(request: StaffRequest, import_id: int) -> HttpResponseBase:
    """Take up work that a stopped worker left."""
    kept = import_or_404(request, import_id)
    if request.method == "POST" and kept.is_busy:
        if kept.state == ImportState.APPLYING:
            stop_applying(kept=kept, refusal="", by=request.by, at=request.at)
            said = "上次导入中断了,什么也没有写入。请再看一遍后重新导入。"
            return done(request, to=address_of(kept), said=said, tone="warning")
        kept = correct_import(kept=kept, takes=kept.takes, by=request.by, at=request.at)
        if is_long(kept):
            hand_over(CHECK, kept, request.by)
        else:
            check_import(kept=kept, key=settings.ANJU_DATA_KEY, by=request.by, at=request.at)
    return done(request, to=address_of(kept))


@staff_view(May.LOAD)
def discard(request: StaffRequest, import_id: int) -> HttpResponseBase:
    """Let go of a workbook that is not to be applied."""
    kept = import_or_404(request, import_id)
    if request.method == "POST":
        discard_import(kept=kept, by=request.by, at=request.at)
        to = reverse("imports:imports", args=[request.project.code])
        return done(request, to=to, said="已放弃这次导入,上传的文件已清除。")
    return done(request, to=address_of(kept))


@staff_view(May.UNDO)
def undo(request: StaffRequest, import_id: int) -> HttpResponseBase:
    """Say what undoing would take out, and after a yes take it out."""
    kept = import_or_404(request, import_id)
    if not kept.is_applied:
        return done(
            request, to=address_of(kept), said="这次导入没有可以撤销的内容。", tone="warning"
        )
    if request.method == "POST":
        try:
            undo_import(kept=kept, by=request.by, at=request.at)
        except DomainError as refusal:
            context = {**shown(request, kept), "refusal": str(refusal)}
            return page(request, "imports/undo.html", context, status=422)
        return done(request, to=address_of(kept), said="已撤销,资料恢复到导入之前。")
    context = {**shown(request, kept), "reasons": obstacles(request.project, kept)}
    return page(request, "imports/undo.html", context)


def _refused(request: StaffRequest, kept: Import, refusal: str) -> HttpResponseBase:
    context = {**shown(request, kept), "refusal": refusal}
    return page(request, "imports/import.html", context, status=422)
