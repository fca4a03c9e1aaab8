"""The check of an import as it is kept and shown: bounded, and without a personal value."""

from collections import Counter
from typing import Any

from anju.imports.fields import Field, Known
from anju.imports.findings import QUESTIONS, Level, bounded, counts
from anju.imports.queries.checking import Checked
from anju.imports.tables import Column, Table
from anju.organization.models import Project

SHOWN_PER_CODE = 100


def report_of(project: Project, checked: Checked) -> dict[str, Any]:
    """Return what pages show of a check: sheets with their columns, counts, findings by level."""
    totals = Counter((each.level, each.code) for each in checked.findings)
    return {
        "sheets": [_sheet(table) for table in checked.tables],
        **checked.counts,
        "levels": counts(checked.findings),
        "findings": [each.as_json() for each in bounded(checked.findings, SHOWN_PER_CODE)],
        "totals": {f"{level}:{code}": count for (level, code), count in totals.items()},
        "questions": [
            {"code": code, "asks": QUESTIONS[code], "count": totals[Level.QUESTION, code]}
            for code in checked.open_questions(())
        ],
    }


def _sheet(table: Table) -> dict[str, Any]:
    return {
        "name": table.sheet.name,
        "taken_as": table.kind.value,
        "label": str(table.kind.label),
        "rows": table.size,
        "is_understood": table.is_understood,
        "columns": [_column(table, column) for column in table.columns],
    }


def _column(table: Table, column: Column) -> dict[str, Any]:
    meaning = column.meaning
    known = meaning.value if isinstance(meaning, Known) else ""
    return {
        "key": f"{table.sheet.name}!{column.letter}",
        "letter": column.letter,
        "header": column.header,
        "field": meaning.value if isinstance(meaning, Field) else "",
        "label": str(meaning.label) if isinstance(meaning, Field) else "不导入",
        "because": known,
        "is_chosen": column.is_chosen,
    }
