"""Clauses: what the handbook asks may be put into better words, each time as a new edition."""

from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.handbook.finding import clause_entry
from anju.handbook.models import Clause, ClauseEdition
from anju.handbook.queries.clauses import FACTS, facts_of_edition
from anju.handbook.refusals import NoSuchEdition, refuse_stale
from anju.handbook.spelling import spelled
from anju.handbook.verbs import HandbookVerb as Verb
from anju.search.indexing import index


@transaction.atomic
def change_clause(
    *,
    clause: Clause,
    words: str,
    formula: str = "",
    guided: str = "",
    gated: str = "",
    measured: str = "",
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Clause:
    """Save a clause as its next edition; its code and group stay the handbook's.

    :raises StaleEdit: if somebody saved in between.
    """
    said = {
        "words": words,
        "formula": formula,
        "guided": guided,
        "gated": gated,
        "measured": measured,
    }
    return _change(clause, said, seen=seen, verb=Verb.CLAUSE_CHANGED, by=by, at=at)


@transaction.atomic
def revert_clause(*, clause: Clause, number: int, by: Actor, at: datetime) -> Clause:
    """Let an earlier edition hold again: its words become the next edition.

    :raises NoSuchEdition: if there is none of this number.
    """
    said = facts_of_edition(clause.project, clause, number)
    if said is None:
        raise NoSuchEdition(f"{clause}没有第 {number} 版,请在修改记录里重新选择。")
    return _change(clause, said, seen=None, verb=Verb.CLAUSE_REVERTED, by=by, at=at)


def _change(
    clause: Clause,
    said: dict[str, str],
    *,
    seen: int | None,
    verb: Verb,
    by: Actor,
    at: datetime,
) -> Clause:
    clause = Clause.objects.select_related("project").locked().get(pk=clause.pk)
    refuse_stale(clause, seen)
    before = clause.said()
    for field in FACTS:
        setattr(clause, field, said[field].strip())
    after = clause.said()
    if before == after:
        return clause
    clause.edition += 1
    clause.spelled = spelled([clause.words])
    clause.save()
    index(clause.project, clause_entry(clause))
    ClauseEdition.objects.create(
        project_id=clause.project_id,
        clause=clause,
        number=clause.edition,
        made_by_name=by.name,
        made_at=at,
        **{field: getattr(clause, field) for field in FACTS},
    )
    changes = {field: (before[field], after[field]) for field in after}
    record(verb, subject=clause, project_id=clause.project_id, by=by, at=at, changes=changes)
    return clause
