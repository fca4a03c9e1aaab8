"""What the tests of imports share: checking and applying as the command line does."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from anju.core.actors import SYSTEM
from anju.imports.commands.applying import apply_import
from anju.imports.commands.keeping import keep_import
from anju.imports.models import Import
from anju.imports.queries.checking import Checked, check_workbook
from anju.organization.models import Project
from tests import world

KEY = settings.ANJU_DATA_KEY


def check(content: bytes, project: Project | None = None, **takes: str) -> Checked:
    """Check a workbook against a project (绿苑小区 unless told)."""
    here = project or world.project()
    return check_workbook(here, content, takes=takes, key=KEY, at=world.AT)


def keep(content: bytes, project: Project | None = None, **facts: Any) -> Import:
    """Keep a workbook as an upload."""
    return keep_import(
        project=project or world.project(),
        file_name="台账.xlsx",
        content=content,
        key=KEY,
        by=SYSTEM,
        at=world.AT,
        **facts,
    )


def load(
    content: bytes, project: Project | None = None, accept: Sequence[str] = ()
) -> tuple[Import, Checked]:
    """Keep a workbook and apply it."""
    kept = keep(content, project)
    checked = apply_import(kept=kept, accepted=accept, key=KEY, by=SYSTEM, at=world.AT)
    kept.refresh_from_db()
    return kept, checked


def said(checked: Checked, level: str = "error") -> list[tuple[str, int, str]]:
    """Return code, row and column of the findings of a level."""
    return [(each.code, each.row, each.column) for each in checked.findings if each.level == level]


def created(checked: Checked) -> dict[str, int]:
    """Return what is created, without the kinds of which there is nothing."""
    return {kind: count for kind, count in checked.counts["created"].items() if count}
