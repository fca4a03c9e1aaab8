"""What scripts and clauses are found by in the one search box: code, name, words, pinyin."""

from anju.handbook.models import Clause, Script
from anju.handbook.permissions import HandbookPermission
from anju.handbook.states import Situation
from anju.search.entries import Entry
from anju.search.indexing import index, unindex

SCRIPT, CLAUSE = "handbook.script", "handbook.clause"
BEGINNING = 20
"""Characters of what a clause asks by which it is found."""


def script_entry(script: Script) -> Entry:
    """Return what a script is found by: its code, its name, its situation."""
    return Entry(
        subject_type=SCRIPT,
        subject_id=script.pk,
        permission=HandbookPermission.READ,
        names=dict.fromkeys((script.name, Situation(script.situation).label)),
        codes=[script.code],
    )


def clause_entry(clause: Clause) -> Entry:
    """Return what a clause is found by: its code, the mandated sentence, how it begins."""
    names = (clause.formula, clause.words[:BEGINNING])
    return Entry(
        subject_type=CLAUSE,
        subject_id=clause.pk,
        permission=HandbookPermission.READ,
        names=[name for name in names if name],
        codes=[clause.code, f"c{clause.code}"],
    )


def index_script(script: Script) -> None:
    """Let a living script be found, a retired one no more."""
    if script.retired_at is None:
        index(script.project, script_entry(script))
    else:
        unindex(script.project, SCRIPT, [script.pk])
