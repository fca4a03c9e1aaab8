"""Signs of life, for machines and for the head office."""

import platform
from typing import Any

import django
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from anju.operations.checks import checks
from anju.operations.queries import (
    backup_runs,
    database_version,
    failed_jobs,
    last_restoration,
    queue,
)
from anju.organization.doors import OfficeRequest, office_view, open_view
from anju.organization.permissions import OfficePermission
from anju.ui.lists import one_page
from anju.ui.responses import page
from runtime.version import VERSION


@open_view
def health(request: HttpRequest) -> HttpResponse:
    """Say whether the house is well and what is not: 200, or 503 with the reasons."""
    found = checks(at=timezone.now())
    is_well = all(check.ok for check in found)
    named = [
        {"name": check.name, "ok": check.ok, "tone": check.tone, "sentence": check.sentence}
        for check in found
    ]
    return _answer({"ok": is_well, "checks": named}, 200 if is_well else 503)


@open_view
def alive(request: HttpRequest) -> HttpResponse:
    """Say that this process answers, and nothing else: for whoever restarts it."""
    return _answer({"ok": True}, 200)


@office_view(OfficePermission.READ_OPERATIONS)
def status(request: OfficeRequest) -> HttpResponse:
    """Show how the house runs: checks, background work, backups, versions."""
    context = {
        "checks": checks(at=request.at),
        "queue": queue(at=request.at),
        "failed_jobs": failed_jobs(),
        "backups": one_page(request, backup_runs(), per=20),
        "restored": last_restoration(),
        "versions": _versions(),
    }
    return page(request, "operations/status.html", context)


def _versions() -> dict[str, str]:
    return {
        "安居": VERSION,
        "Python": platform.python_version(),
        "Django": django.get_version(),
        "PostgreSQL": database_version(),
    }


def _answer(content: dict[str, Any], status: int) -> JsonResponse:
    response = JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response
