"""What a project's handbook starts with: every part that it never had."""

from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.spelling import sort_key
from anju.handbook.commands.scripts import add_editions
from anju.handbook.finding import clause_entry, script_entry
from anju.handbook.models import Clause, ClauseEdition, LanguageRule, Script
from anju.handbook.refusals import lock_handbook
from anju.handbook.shipped import CLAUSES, RULES, SCRIPTS
from anju.handbook.spelling import spelled
from anju.handbook.verbs import HandbookVerb as Verb
from anju.organization.models import Project
from anju.search.indexing import index_new


@transaction.atomic
def load_handbook(*, project: Project, by: Actor, at: datetime) -> int:
    """Bring in each part that the project never had anything of; returns how many entries.

    What somebody changed or retired is left alone: a part with any row counts as there.
    """
    lock_handbook(project)
    made = 0
    for model, load in ((Clause, _clauses), (Script, _scripts), (LanguageRule, _rules)):
        if not model.objects.filter(project=project).exists():
            made += load(project, by, at)
    if made:
        changes = {"count": (None, made)}
        record(Verb.LOADED, subject=project, project_id=project.pk, by=by, at=at, changes=changes)
    return made


def _clauses(project: Project, by: Actor, at: datetime) -> int:
    rows = Clause.objects.bulk_create(
        Clause(
            project=project,
            code=each.code,
            group=each.group,
            rank=rank,
            spelled=spelled([each.said["words"]]),
            **each.said,
        )
        for rank, each in enumerate(CLAUSES, start=1)
    )
    ClauseEdition.objects.bulk_create(
        ClauseEdition(
            project=project,
            clause=row,
            number=1,
            made_by_name=by.name,
            made_at=at,
            **each.said,
        )
        for row, each in zip(rows, CLAUSES, strict=True)
    )
    index_new(project, map(clause_entry, rows))
    return len(rows)


def _scripts(project: Project, by: Actor, at: datetime) -> int:
    rows = Script.objects.bulk_create(
        Script(
            project=project,
            code=each.code,
            name=each.name,
            name_key=sort_key(each.name),
            situation=each.situation,
            spelled=spelled([each.name, each.situation.label]),
            rank=rank,
        )
        for rank, each in enumerate(SCRIPTS, start=1)
    )
    add_editions([(row, each.lines) for row, each in zip(rows, SCRIPTS, strict=True)], by=by, at=at)
    index_new(project, map(script_entry, rows))
    return len(rows)


def _rules(project: Project, by: Actor, at: datetime) -> int:
    rows = [
        LanguageRule(
            project=project,
            kind=each.kind,
            level=each.level,
            shape=each.shape,
            phrase=each.phrase,
            phrase_key=sort_key(each.phrase),
            variants=list(each.variants),
            unless=list(each.unless),
            is_excused_by_offer=each.is_excused_by_offer,
            why=each.why,
            better=each.better,
        )
        for each in RULES
    ]
    return len(LanguageRule.objects.bulk_create(rows))
