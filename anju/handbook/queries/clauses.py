"""Clauses as screens look them up, with the scripts that serve them."""

from dataclasses import dataclass

from anju.handbook.models import Clause, ClauseEdition, Script
from anju.handbook.queries.scripts import script_list
from anju.handbook.states import ClauseGroup
from anju.organization.models import Project

FACTS = ("words", "formula", "guided", "gated", "measured")


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause with the living scripts that serve it."""

    clause: Clause
    scripts: list[Script]


def clause_list(project: Project, *, group: str = "", words: str = "") -> list[ClauseRow]:
    """Return the clauses in the handbook's order, narrowed to a group and to what was typed.

    Words find by code (6.15.4, C6.15.4), by what is asked, and by pinyin and its initials.
    """
    found = Clause.objects.of(project).live()
    if group in ClauseGroup.values:
        found = found.filter(group=group)
    serving: dict[str, list[Script]] = {}
    for row in script_list(project):
        for code in row.clauses:
            serving.setdefault(code, []).append(row.script)
    wanted = words.strip().lower()
    return [
        ClauseRow(clause, serving.get(clause.code, []))
        for clause in found.in_order()
        if _has(clause, wanted)
    ]


def clause_in(project: Project, clause_id: int) -> Clause | None:
    """Return one clause of the project, else None."""
    found = Clause.objects.of(project).select_related("project").filter(pk=clause_id)
    clause: Clause | None = found.first()
    return clause


def clause_editions(project: Project, clause: Clause) -> list[ClauseEdition]:
    """Return every edition of a clause, the newest first."""
    return list(ClauseEdition.objects.filter(project=project, clause=clause).order_by("-number"))


def facts_of_edition(project: Project, clause: Clause, number: int) -> dict[str, str] | None:
    """Return what an edition of a clause said, field by field; None if there is none."""
    edition = ClauseEdition.objects.filter(project=project, clause=clause, number=number).first()
    return {field: getattr(edition, field) for field in FACTS} if edition else None


def _has(clause: Clause, words: str) -> bool:
    if not words:
        return True
    bare = words.removeprefix("c")
    said = (clause.words, clause.formula, clause.guided, clause.gated, clause.measured)
    return (
        clause.code.lower().startswith(bare)
        or any(words in text.lower() for text in said)
        or any(words in spelling for spelling in clause.spelled if len(words) > 1)
    )
