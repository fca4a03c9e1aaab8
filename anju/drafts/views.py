"""The draft of one form, for the element that keeps it (`<draft-form>`)."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from anju.core.periods import spoken_time
from anju.drafts.commands import DraftBehind, drop_draft, save_draft
from anju.drafts.models import Draft
from anju.drafts.queries import draft_of
from anju.organization.doors import StaffRequest, staff_view

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
