"""Scripts: each change of the lines is a new edition; an earlier one can be spoken again."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.spelling import sort_key
from anju.handbook.contents import LineDraft, check_lines
from anju.handbook.finding import index_script
from anju.handbook.models import Clause, Script, ScriptEdition, ScriptLine
from anju.handbook.queries.scripts import drafts_of
from anju.handbook.refusals import (
    NameTaken,
    NoSuchClause,
    NoSuchEdition,
    lock_handbook,
    refuse_retired,
    refuse_stale,
)
from anju.handbook.spelling import spelled
from anju.handbook.states import Situation
from anju.handbook.verbs import HandbookVerb as Verb
from anju.organization.models import Project


@transaction.atomic
def add_script(
    *,
    project: Project,
    name: str,
    situation: Situation,
    lines: Sequence[LineDraft],
    by: Actor,
    at: datetime,
) -> Script:
    """Add a script with its first edition; the next free code is its own.

    :raises NameTaken: if a living one has the name.
    :raises LinesRefused: if the lines miss what a clause asks for.
    :raises NoSuchClause: if a line names a clause that is not there.
    """
    lock_handbook(project)
    _check(project, situation, lines)
    script = Script(
        project=project, code=_next_code(project), name=name.strip(), situation=situation
    )
    _save(script)
    add_editions([(script, lines)], by=by, at=at)
    changes = {field: (None, value) for field, value in script.said().items()}
    changes["lines"] = (None, [line.said for line in lines])
    record(Verb.SCRIPT_ADDED, subject=script, project_id=project.pk, by=by, at=at, changes=changes)
    return script


@transaction.atomic
def change_script(
    *,
    script: Script,
    name: str,
    situation: Situation,
    lines: Sequence[LineDraft],
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Script:
    """Save a script as its next edition.

    :raises StaleEdit: if somebody saved in between.
    :raises LinesRefused: if the lines miss what a clause asks for.
    """
    return _change(
        script, name, situation, lines, seen=seen, verb=Verb.SCRIPT_CHANGED, by=by, at=at
    )


@transaction.atomic
def revert_script(*, script: Script, number: int, by: Actor, at: datetime) -> Script:
    """Speak an earlier edition again: its lines become the next edition.

    :raises NoSuchEdition: if there is none of this number.
    :raises LinesRefused: if it no longer fits what its clauses ask for.
    """
    lines = drafts_of(script.project, script, number)
    if not lines:
        raise NoSuchEdition(f"“{script}”没有第 {number} 版,请在修改记录里重新选择。")
    situation = Situation(script.situation)
    name, verb = script.name, Verb.SCRIPT_REVERTED
    return _change(script, name, situation, lines, seen=None, verb=verb, by=by, at=at)


@transaction.atomic
def retire_script(*, script: Script, reason: str = "", by: Actor, at: datetime) -> Script:
    """Offer a script no more."""
    script = Script.objects.select_related("project").locked().get(pk=script.pk)
    refuse_retired(script)
    script.retired_at = at
    script.save(update_fields=["retired_at"])
    index_script(script)
    project_id = script.project_id
    record(Verb.SCRIPT_RETIRED, subject=script, project_id=project_id, by=by, at=at, reason=reason)
    return script


@transaction.atomic
def restore_script(*, script: Script, by: Actor, at: datetime) -> Script:
    """Offer a retired script again.

    :raises NameTaken: if another one has its name by now.
    """
    script = Script.objects.select_related("project").locked().get(pk=script.pk)
    if script.retired_at is None:
        return script
    script.retired_at = None
    _save(script)
    record(Verb.SCRIPT_RESTORED, subject=script, project_id=script.project_id, by=by, at=at)
    return script


def add_editions(
    scripts: Iterable[tuple[Script, Sequence[LineDraft]]], *, by: Actor, at: datetime
) -> None:
    """Write the present edition of saved scripts.

    It leaves no event of its own: whoever saves the scripts records that.
    """
    pairs = list(scripts)
    editions = ScriptEdition.objects.bulk_create(
        ScriptEdition(
            project_id=script.project_id,
            script=script,
            number=script.edition,
            made_by_name=by.name,
            made_at=at,
        )
        for script, _ in pairs
    )
    ScriptLine.objects.bulk_create(
        ScriptLine(
            project_id=edition.project_id,
            edition=edition,
            rank=rank,
            part=line.part,
            text=line.text,
            clauses=list(line.clauses),
        )
        for edition, (_, lines) in zip(editions, pairs, strict=True)
        for rank, line in enumerate(lines, start=1)
    )


def _change(
    script: Script,
    name: str,
    situation: Situation,
    lines: Sequence[LineDraft],
    *,
    seen: int | None,
    verb: Verb,
    by: Actor,
    at: datetime,
) -> Script:
    lock_handbook(script.project)
    script = Script.objects.select_related("project").locked().get(pk=script.pk)
    refuse_retired(script)
    refuse_stale(script, seen)
    _check(script.project, situation, lines)
    before = {**script.said(), "lines": [line.said for line in drafts_of(script.project, script)]}
    served = [line.clauses for line in drafts_of(script.project, script)]
    script.name, script.situation = name.strip(), situation
    after = {**script.said(), "lines": [line.said for line in lines]}
    if before == after and served == [line.clauses for line in lines]:
        return script
    script.edition += 1
    _save(script)
    add_editions([(script, lines)], by=by, at=at)
    changes = {field: (before[field], after[field]) for field in after}
    record(verb, subject=script, project_id=script.project_id, by=by, at=at, changes=changes)
    return script


def _check(project: Project, situation: Situation, lines: Sequence[LineDraft]) -> None:
    check_lines(situation, lines)
    known = set(Clause.objects.of(project).live().values_list("code", flat=True))
    strange = [code for line in lines for code in line.clauses if code not in known]
    if strange:
        raise NoSuchClause(f"手册里没有条款 {strange[0]},请对照条款页改正。")


def _next_code(project: Project) -> str:
    codes = Script.objects.of(project).values_list("code", flat=True)
    numbers = [int(code[1:]) for code in codes if code[1:].isdigit()]
    return f"J{max(numbers, default=0) + 1:02d}"


def _save(script: Script) -> None:
    script.name_key = sort_key(script.name)
    script.spelled = spelled([script.name, Situation(script.situation).label])
    try:
        with transaction.atomic():
            script.save()
    except IntegrityError as error:
        raise NameTaken(f"已经有脚本叫“{script.name}”,请换一个名称。") from error
    index_script(script)
