"""The draft of one form, for the element that keeps it (`<draft-form>`), and saved filters."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from anju.core.errors import DomainError
from anju.core.periods import spoken_time
from anju.drafts.addresses import plain_query
from anju.drafts.commands import (
    DraftBehind,
    delete_filter,
    drop_draft,
    rename_filter,
    save_draft,
    save_filter,
)
from anju.drafts.forms import FilterForm, RenameForm
from anju.drafts.models import Draft
from anju.drafts.queries import draft_of, saved_filter_of
from anju.organization.doors import StaffRequest, staff_view
from anju.ui.responses import done
from anju.ui.responses import page as answer_page

MOST_BYTES = 200 * 1024
TOO_LONG = "内容太长,草稿没有自动保存。请先提交,或分成几次填写。"
UNREADABLE = "草稿没有保存:收到的内容无法识别。请刷新页面再试。"


class Unreadable(Exception):
    """The body is not what `<draft-form>` sends."""


@require_http_methods(["GET", "HEAD", "PUT", "POST", "DELETE"])
@staff_view(None)
def draft(request: StaffRequest, key: str) -> HttpResponse:
    """Hand out, keep or drop one's own draft of the form called `key`."""
    match request.method:
        case "DELETE":
            drop_draft(project=request.project, user=request.user, key=key)
            return HttpResponse(status=204)
        case "PUT" | "POST":
            return _save(request, key)
        case _:
            return _show(request, key)


def _show(request: StaffRequest, key: str) -> HttpResponse:
    stored = draft_of(request.project, request.user, key)
    if stored is None:
        return _answer({"error": "没有这份草稿。"}, 404)
    return _answer(_as_json(request, stored), 200)


def _save(request: StaffRequest, key: str) -> HttpResponse:
    if len(request.body) > MOST_BYTES:
        return _answer({"error": TOO_LONG}, 413)
    try:
        fields, version = _read(request)
    except Unreadable:
        return _answer({"error": UNREADABLE}, 400)
    try:
        saved = save_draft(
            project=request.project,
            user=request.user,
            key=key,
            fields=fields,
            version=version,
            at=request.at,
        )
    except DraftBehind as behind:
        return _answer({"error": str(behind), **_as_json(request, behind.stored)}, 409)
    clock = timezone.localtime(saved.saved_at)
    return _answer({"version": saved.version, "saved_at": f"{clock:%H:%M}"}, 200)


def _read(request: HttpRequest) -> tuple[dict[str, Any], int]:
    try:
        sent = json.loads(request.body)
        fields, version = sent["fields"], sent["version"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable from error
    # True is an int to Python, and no version.
    is_version = type(version) is int and 0 <= version < 1_000_000_000
    # PostgreSQL keeps no NUL in jsonb; no form field can hold one.
    if not isinstance(fields, dict) or not is_version or b"\\u0000" in request.body:
        raise Unreadable
    return fields, version


def _as_json(request: StaffRequest, stored: Draft) -> dict[str, Any]:
    return {
        "version": stored.version,
        "fields": stored.fields,
        "saved_at": spoken_time(stored.saved_at, now=request.at),
    }


def _answer(content: dict[str, Any], status: int) -> HttpResponse:
    response = JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response


@staff_view(None)
def save_as(request: StaffRequest) -> HttpResponseBase:
    """Keep a page's filters (`page`, `query`) under a name of one's own."""
    sent = request.POST if request.method == "POST" else None
    form = FilterForm(sent, initial={name: request.GET.get(name, "") for name in ("page", "query")})
    wanted = form["page"].value() or ""
    back = _page_url(request, wanted, plain_query(form["query"].value() or ""))
    if form.is_valid():
        said = form.cleaned_data
        try:
            saved = save_filter(
                project=request.project,
                user=request.user,
                page=said["page"],
                name=said["name"],
                query=plain_query(said["query"]),
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=back, said=f"已保存筛选“{saved}”,只有您自己看得到。")
    context = {"form": form, "back": back}
    return answer_page(request, "drafts/save_filter.html", context, status=form.status)


@staff_view(None)
def change_filter(request: StaffRequest, filter_id: int) -> HttpResponseBase:
    """Rename one's own filter, or (`do=delete`) let it go."""
    saved = saved_filter_of(request.project, request.user, filter_id)
    if saved is None:
        raise Http404
    back = _page_url(request, saved.page, "")
    if request.method == "POST" and request.POST.get("do") == "delete":
        delete_filter(saved=saved)
        return done(request, to=back, said=f"已删除筛选“{saved}”。")
    form = RenameForm(request.POST or None, initial={"name": saved.name})
    if form.is_valid():
        try:
            renamed = rename_filter(saved=saved, name=form.cleaned_data["name"])
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            to = _page_url(request, saved.page, saved.query)
            return done(request, to=to, said=f"筛选已改名为“{renamed}”。")
    context = {"form": form, "saved": saved, "back": back}
    return answer_page(request, "drafts/change_filter.html", context, status=form.status)


def _page_url(request: StaffRequest, name: str, query: str) -> str:
    """Return the address of a page of the project by its name.

    :raises Http404: for a name that no page has.
    """
    try:
        url = reverse(name, args=[request.project.code])
    except NoReverseMatch as error:
        raise Http404 from error
    return f"{url}?{query}" if query else url
