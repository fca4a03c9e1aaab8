"""The notice board: the slice through all floors that later work copies."""

from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from segno import make_qr

from anju.archives.models import File
from anju.archives.queries import attached_file, files_of
from anju.archives.sending import send
from anju.archives.uploading import store_all, upload_answer
from anju.audit.timeline import timeline
from anju.core.errors import DomainError, StaleEdit
from anju.drafts.commands import drop_draft
from anju.notices.commands.publishing import publish_notice, withdraw_notice
from anju.notices.commands.writing import draft_notice, revise_notice
from anju.notices.forms import NoticeForm, WithdrawForm
from anju.notices.models import Notice
from anju.notices.permissions import NoticePermission as May
from anju.notices.queries import notice_board, notice_by_link, notice_of
from anju.notices.states import NoticeState
from anju.notices.verbs import NoticeVerb
from anju.organization.commands.revealing import record_export
from anju.organization.doors import LinkRequest, StaffRequest, link_view, staff_view
from anju.organization.links import link_url
from anju.ui.lists import Column, one_page, xlsx
from anju.ui.responses import done, page
from anju.ui.sentences import Gone

COLUMNS: list[Column[Notice]] = [
    Column("编号", lambda row: row.number, 16),
    Column("标题", lambda row: row.title, 40),
    Column("状态", lambda row: NoticeState(row.state).label, 10),
    Column("起草人", lambda row: row.written_by.name, 12),
    Column("起草时间", lambda row: row.written_at, 18),
    Column("发布时间", lambda row: row.published_at, 18),
    Column("撤下时间", lambda row: row.withdrawn_at, 18),
    Column("撤下原因", lambda row: row.withdrawn_because, 30),
]
LINK = "notice"


@staff_view(May.READ)
def board(request: StaffRequest) -> HttpResponseBase:
    """List the notices; the list follows colleagues' work by itself."""
    filters = _filters(request)
    notices = notice_board(request.project, **filters)
    context = {"page": one_page(request, notices), "filters": filters, "states": NoticeState}
    live = [f"project:{request.project.pk}:notices"]
    return page(request, "notices/board.html", context, part="rows", live=live)


@staff_view(May.EXPORT)
def export(request: StaffRequest) -> HttpResponseBase:
    """Hand the list out as a workbook."""
    filters = _filters(request)
    rows = list(notice_board(request.project, **filters))
    record_export(
        NoticeVerb.EXPORTED,
        subject=request.project,
        project_id=request.project.pk,
        rows=len(rows),
        filters={"关键字": filters["words"], "状态": filters["state"]},
        by=request.by,
        at=request.at,
    )
    return xlsx(f"{request.project.name}公告清单", COLUMNS, rows)


@staff_view(May.READ)
def notice(request: StaffRequest, number: str) -> HttpResponseBase:
    """Show one notice with its files and its timeline."""
    found = _notice_or_404(request, number)
    context = {
        "notice": found,
        "files": files_of(found),
        "lines": timeline(found),
        "withdraw": WithdrawForm(),
    }
    live = [f"notices.notice:{found.pk}"]
    return page(request, "notices/notice.html", context, part="shown", live=live)


@staff_view(May.WRITE)
def write(request: StaffRequest) -> HttpResponseBase:
    """Write a new notice; what is typed is kept as a draft on the server meanwhile."""
    form = NoticeForm(request.POST or None, initial={"once": token_urlsafe(16)})
    files = _uploaded(request, form)
    if form.is_valid():
        facts = form.cleaned_data
        try:
            written = draft_notice(
                project=request.project,
                title=facts["title"],
                body=facts["body"],
                files=[file.token for file in files],
                once=facts["once"],
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            drop_draft(project=request.project, user=request.user, key="notices.new")
            return done(request, to=_url(written), said=f"{written.number} 已存为草稿,尚未发布。")
    context = {"form": form, "files": files, "draft_key": "notices.new"}
    return page(request, "notices/write.html", context, status=form.status)


@staff_view(May.WRITE)
def revise(request: StaffRequest, number: str) -> HttpResponseBase:
    """Change a draft; if a colleague saved in between, both texts are shown."""
    found = _notice_or_404(request, number)
    form = NoticeForm(request.POST or None, initial=NoticeForm.of(found))
    files = _uploaded(request, form)
    theirs, status = None, form.status
    if form.is_valid():
        facts = form.cleaned_data
        try:
            revise_notice(
                notice=found,
                title=facts["title"],
                body=facts["body"],
                version=facts["version"] or 0,
                files=[file.token for file in files],
                by=request.by,
                at=request.at,
            )
        except StaleEdit as refusal:
            form.refuse(refusal)
            theirs, status = found, 409
            form.data = {**request.POST.dict(), "version": str(found.version)}
        except DomainError as refusal:
            form.refuse(refusal)
            status = 422
        else:
            return done(request, to=_url(found), said="草稿已修改。")
    context = {"form": form, "notice": found, "theirs": theirs, "files": files}
    context["attached"] = files_of(found)
    return page(request, "notices/write.html", context, status=status)


@staff_view(May.PUBLISH)
def publish(request: StaffRequest, number: str) -> HttpResponseBase:
    """Put a draft on the board."""
    found = _notice_or_404(request, number)
    if request.method == "POST":
        publish_notice(notice=found, by=request.by, at=request.at)
        return done(request, to=_url(found), said=f"{found.number} 已发布,同事会收到消息。")
    return page(request, "notices/publish.html", {"notice": found})


@staff_view(May.PUBLISH)
def withdraw(request: StaffRequest, number: str) -> HttpResponseBase:
    """Take a notice down, saying why."""
    found = _notice_or_404(request, number)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        try:
            withdraw_notice(notice=found, by=request.by, at=request.at, **form.cleaned_data)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=_url(found), said=f"{found.number} 已撤下。")
    context = {"notice": found, "form": form}
    return page(request, "notices/withdraw.html", context, status=form.status)


@staff_view(May.READ)
def print_notice(request: StaffRequest, number: str) -> HttpResponseBase:
    """Show the sheet for the glass case, with a QR code to the same text on a phone."""
    found = _notice_or_404(request, number)
    url = link_url("notice_links:read", LINK, found.pk)
    whole = url if settings.ANJU_PUBLIC_URL else request.build_absolute_uri(url)
    context = {"notice": found, "qr": make_qr(whole, error="m").svg_data_uri(scale=4)}
    return page(request, "notices/print.html", context)


@staff_view(May.WRITE)
def upload(request: StaffRequest) -> HttpResponse:
    """Store a file before the form it belongs to."""
    return upload_answer(request, project=request.project, by=request.by, at=request.at)


@staff_view(May.READ)
def file(request: StaffRequest, number: str, token: str) -> HttpResponseBase:
    """Hand out a file of a notice."""
    found = _notice_or_404(request, number)
    attached = attached_file(found, token)
    if attached is None:
        raise Http404
    return send(attached, inline=attached.is_shown_inline)


@link_view(LINK)
def read(request: LinkRequest) -> HttpResponseBase:
    """Show a published notice to a resident who followed the QR code; no login.

    :raises Gone: once it is withdrawn.
    """
    found = notice_by_link(request.link.id)
    if found is None or found.is_draft:
        raise Http404
    if not found.is_published:
        raise Gone(f"这份公告已撤下({found.number})。如有疑问,请联系{found.project.name}客服。")
    return page(request, "notices/read.html", {"notice": found, "files": files_of(found)})


@link_view(LINK)
def read_file(request: LinkRequest, file_token: str) -> HttpResponseBase:
    """Hand out a file of a published notice to whoever holds its link."""
    found = notice_by_link(request.link.id)
    if found is None or not found.is_published:
        raise Http404
    attached = attached_file(found, file_token)
    if attached is None:
        raise Http404
    return send(attached, inline=attached.is_shown_inline)


def _uploaded(request: StaffRequest, form: NoticeForm) -> list[File]:
    """Return the files a posted form names; one that is not taken becomes the form's error."""
    if not form.is_bound:
        return []
    form.is_valid()
    try:
        return store_all(request, "files", project=request.project, by=request.by, at=request.at)
    except DomainError as refusal:
        form.refuse(refusal)
        return []


def _filters(request: StaffRequest) -> dict[str, Any]:
    return {
        "words": request.GET.get("words", "").strip()[:40],
        "state": request.GET.get("state", ""),
        "drafts_too": request.access.may(May.WRITE),
    }


def _notice_or_404(request: StaffRequest, number: str) -> Notice:
    found = notice_of(request.project, number, drafts_too=request.access.may(May.WRITE))
    if found is None:
        raise Http404
    return found


def _url(notice: Notice) -> str:
    return reverse("notices:notice", args=[notice.project.code, notice.number])
