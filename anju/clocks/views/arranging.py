"""Editing a kind's list: order, policies, and the preview before the whole list is saved."""

from urllib.parse import quote

from django.http import Http404
from django.http.response import HttpResponseBase

from anju.clocks.commands.policies import change_policies
from anju.clocks.forms.lists import Drafts, drafts_of, moved, seal_list, with_draft, without
from anju.clocks.forms.policies import PolicyEditor, recipients_of
from anju.clocks.forms.reasons import ReasonForm
from anju.clocks.kinds import ClockKind
from anju.clocks.permissions import ClocksPermission as May
from anju.clocks.queries.calendars import calendars_of
from anju.clocks.queries.policies import policies_of
from anju.clocks.queries.previews import clocks_touched_by_policies
from anju.clocks.views.calendars import url_of
from anju.clocks.views.changing import CHANGED
from anju.clocks.views.editions import differences
from anju.clocks.views.exporting import MAY_EXPORT, workbook
from anju.clocks.views.policies import kind_or_404, list_in, post_names, shown_list
from anju.clocks.views.previewing import COLUMNS, preview_of, result_of, rows_of
from anju.core.errors import DomainError, StaleEdit
from anju.organization.doors import StaffRequest, staff_view
from anju.organization.queries.staff import departments_of, posts_in_order
from anju.ui.responses import done, page


@staff_view(May.MANAGE_POLICIES)
def arrange(request: StaffRequest, kind: str) -> HttpResponseBase:
    """Move a policy up or down or take it out; the list stays unsaved until its preview."""
    found = kind_or_404(kind)
    drafts, seen, _ = list_in(request, found)
    if request.method != "POST":
        raise Http404
    do, _, place = request.POST.get("do", "").partition(":")
    rank = int(place) if place.isascii() and place.isdigit() else 0
    match do:
        case "up":
            drafts, rank = moved(drafts, rank, -1), rank - 1
        case "down":
            drafts, rank = moved(drafts, rank, 1), rank + 1
        case "retire":
            drafts = without(drafts, rank)
    return done(request, to=_list_url(request, found, drafts, seen, rank))


@staff_view(May.MANAGE_POLICIES)
def add(request: StaffRequest, kind: str) -> HttpResponseBase:
    """Write a new policy into the list."""
    return _edit(request, kind_or_404(kind), 0)


@staff_view(May.MANAGE_POLICIES)
def change(request: StaffRequest, kind: str, rank: int) -> HttpResponseBase:
    """Change one policy of the list."""
    return _edit(request, kind_or_404(kind), rank)


@staff_view(May.MANAGE_POLICIES)
def preview(request: StaffRequest, kind: str) -> HttpResponseBase:
    """Show which open deadlines the edited list moves; a POST saves exactly what was shown."""
    found = kind_or_404(kind)
    drafts, seen, is_edited = list_in(request, found)
    if not is_edited:
        raise Http404
    touched = clocks_touched_by_policies(request.project, found.code, drafts)
    shown = preview_of(request, touched)
    stored = policies_of(request.project, found.code)
    number = stored[0].version.number if stored else 0
    form = ReasonForm(request.POST or None)
    refusal, status = ("" if seen == number else CHANGED), 200
    if request.method == "POST" and request.POST.get("fingerprint") != shown.fingerprint:
        refusal, status = CHANGED, 409
    elif form.is_valid():
        try:
            saved = change_policies(
                project=request.project,
                kind=found.code,
                policies=drafts,
                reason=form.cleaned_data["reason"],
                seen=seen,
                by=request.by,
                at=request.at,
            )
        except StaleEdit:
            refusal, status = CHANGED, 409
        except DomainError as refused:
            refusal, status = str(refused), 422
        else:
            said = f"{found.label}时限规则已保存为第 {saved.number} 版。{result_of(shown)}"
            return done(request, to=url_of(request, "kind", found.code), said=said)
    context = {
        "title": f"{found.label}时限规则:保存前看一看",
        "changes": differences(drafts_of(stored), drafts, post_names()),
        "warnings": [line for each in shown_list(drafts, {}) for line in each.warnings],
        "preview": shown,
        "form": form,
        "edit": seal_list(request.project, found.code, drafts, number),
        "refusal": refusal,
        "action": url_of(request, "preview_policies", found.code),
        "back": url_of(request, "kind", found.code),
        "cancel": url_of(request, "kind", found.code),
        "export": url_of(request, "export_policies", found.code),
        "may_export": MAY_EXPORT.value,
    }
    return page(request, "clocks/preview.html", context, status=status)


@staff_view(MAY_EXPORT)
def export(request: StaffRequest, kind: str) -> HttpResponseBase:
    """Hand the preview out as a workbook."""
    found = kind_or_404(kind)
    drafts, _, is_edited = list_in(request, found)
    if not is_edited:
        raise Http404
    rows = rows_of(clocks_touched_by_policies(request.project, found.code, drafts))
    return workbook(request, f"{found.label}规则修改影响的时限", COLUMNS, rows, {})


def _edit(request: StaffRequest, kind: ClockKind, rank: int) -> HttpResponseBase:
    drafts, seen, _ = list_in(request, kind)
    if rank > len(drafts):
        raise Http404
    data = request.POST if "name" in request.POST else None
    editor = PolicyEditor(
        data,
        drafts[rank - 1] if rank else None,
        calendars=list(calendars_of(request.project)),
        recipients=recipients_of(
            [(post.code, post.name) for post in posts_in_order()],
            [department.name for department in departments_of(request.project)],
        ),
        is_promise=kind.is_promise,
    )
    draft = editor.read()
    if draft is not None:
        drafts = with_draft(drafts, rank, draft)
        return done(request, to=_list_url(request, kind, drafts, seen, rank or len(drafts)))
    context = {
        "kind": kind,
        "editor": editor,
        "rank": rank,
        "edit": seal_list(request.project, kind.code, drafts, seen),
    }
    return page(request, "clocks/policy.html", context, status=editor.status)


def _list_url(request: StaffRequest, kind: ClockKind, drafts: Drafts, seen: int, rank: int) -> str:
    sealed = seal_list(request.project, kind.code, drafts, seen)
    return f"{url_of(request, 'kind', kind.code)}?edit={quote(sealed)}#policy-{max(1, rank)}"
