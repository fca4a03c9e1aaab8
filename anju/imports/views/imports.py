"""The imports of a project, uploading one, and the page that leads through it."""

from pathlib import PurePath

from django.conf import settings
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.audit.timeline import timeline
from anju.core.errors import DomainError
from anju.imports.commands.checking import check_import
from anju.imports.commands.keeping import keep_import
from anju.imports.fields import Field, SheetKind
from anju.imports.findings import QUESTIONS, Level
from anju.imports.forms import UploadForm
from anju.imports.jobs import CHECK, hand_over, is_long
from anju.imports.models import Import
from anju.imports.permissions import ImportPermission as May
from anju.imports.queries.imports import import_in, imports_of, is_stuck
from anju.imports.tally import LABELS
from anju.organization.doors import StaffRequest, staff_view
from anju.ui.lists import one_page
from anju.ui.responses import done, page, wants_part


@staff_view(May.READ)
def imports(request: StaffRequest) -> HttpResponseBase:
    """List the imports, newest first."""
    context = {"page": one_page(request, imports_of(request.project))}
    live = [f"project:{request.project.pk}:imports"]
    return page(request, "imports/imports.html", context, part="rows", live=live)


@staff_view(May.LOAD)
def load(request: StaffRequest) -> HttpResponseBase:
    """Take a workbook in and check it; what it brings is looked at before it is applied."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            kept = keep_import(
                project=request.project,
                file_name=PurePath(form.upload.name or "").name,
                content=form.upload.read(),
                key=settings.ANJU_DATA_KEY,
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            form.refuse(refusal, "workbook")
        else:
            check_now_or_later(request, kept)
            return done(request, to=address_of(kept))
    return page(request, "imports/load.html", {"form": form}, status=form.status)


@staff_view(May.READ)
def show(request: StaffRequest, import_id: int) -> HttpResponseBase:
    """Lead through an import: recognised, found, asked, applied, undone."""
    kept = import_or_404(request, import_id)
    if wants_part(request) and not kept.is_busy:
        return done(request, to=address_of(kept))  # what the page waited for is over
    return page(request, "imports/import.html", shown(request, kept), part="progress")


def shown(request: StaffRequest, kept: Import) -> dict[str, object]:
    """Return what the page of an import shows."""
    report = kept.report or {}
    findings = report.get("findings", [])
    totals = report.get("totals", {})
    levels = [
        {
            "level": level,
            "tone": {"error": "bad", "question": "warn", "note": "info"}[level.value],
            "count": report.get("levels", {}).get(level.value, 0),
            "groups": _groups(level, findings, totals),
        }
        for level in Level
    ]
    return {
        "kept": kept,
        "report": report,
        "levels": levels,
        "questions": report.get("questions", []),
        "errors": report.get("levels", {}).get("error", 0),
        "counts": _counts(report),
        "fields": Field.choices,
        "sheet_kinds": SheetKind.choices,
        "is_stuck": is_stuck(request.at, kept),
        "lines": timeline(kept),
    }


def check_now_or_later(request: StaffRequest, kept: Import) -> None:
    """Check a short workbook at once; a long one is checked while the page shows how far it is."""
    if is_long(kept):
        hand_over(CHECK, kept, request.by)
    else:
        check_import(kept=kept, key=settings.ANJU_DATA_KEY, by=request.by, at=request.at)


def import_or_404(request: StaffRequest, import_id: int) -> Import:
    kept = import_in(request.project, import_id)
    if kept is None:
        raise Http404
    return kept


def address_of(kept: Import) -> str:
    return reverse("imports:import", args=[kept.project.code, kept.pk])


def _groups(
    level: Level, findings: list[dict[str, object]], totals: dict[str, int]
) -> list[dict[str, object]]:
    """Return a level's findings by code, each with how many there are of it in all."""
    groups: dict[str, list[dict[str, object]]] = {}
    for finding in findings:
        if finding["level"] == level.value:
            groups.setdefault(str(finding["code"]), []).append(finding)
    return [
        {
            "asks": QUESTIONS.get(code, ""),
            "findings": found,
            "more": totals.get(f"{level.value}:{code}", len(found)) - len(found),
        }
        for code, found in groups.items()
    ]


def _counts(report: dict[str, dict[str, int]]) -> list[dict[str, object]]:
    """Return label and numbers of every kind that the workbook has anything of."""
    rows: list[dict[str, object]] = []
    for kind, label in LABELS.items():
        numbers = {
            name: report.get(name, {}).get(kind, 0) for name in ("created", "changed", "unchanged")
        }
        if any(numbers.values()):
            rows.append({"kind": kind, "label": label, **numbers})
    return rows
