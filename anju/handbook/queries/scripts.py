"""Scripts as screens look them up."""

from dataclasses import dataclass

from django.db.models import F, Prefetch

from anju.handbook.contents import LineDraft
from anju.handbook.models import Clause, Script, ScriptEdition, ScriptLine
from anju.handbook.states import Part, Situation
from anju.organization.models import Project


@dataclass(frozen=True, slots=True)
class ScriptRow:
    """A script with the clauses it serves, as a list shows it."""

    script: Script
    lines: list[ScriptLine]

    @property
    def clauses(self) -> list[str]:
        """The codes of the clauses it serves, each once, in order of speaking."""
        return list(dict.fromkeys(code for line in self.lines for code in line.clauses))


def script_list(
    project: Project, *, retired: bool = False, situation: str = "", words: str = ""
) -> list[ScriptRow]:
    """Return the scripts in order, narrowed to a situation and to what was typed.

    Words find by code, name, a clause, what is said, and by pinyin and its initials.
    """
    found = Script.objects.of(project).filter(retired_at__isnull=not retired)
    if situation in Situation.values:
        found = found.filter(situation=situation)
    scripts = list(found.in_order())
    lines = _lines([script.pk for script in scripts])
    rows = [ScriptRow(script, lines.get((script.pk, script.edition), [])) for script in scripts]
    return [row for row in rows if _has(row, words.strip().lower())]


def script_in(project: Project, script_id: int) -> Script | None:
    """Return one script of the project, else None."""
    found = Script.objects.of(project).select_related("project").filter(pk=script_id)
    script: Script | None = found.first()
    return script


def lines_of(project: Project, script: Script, number: int | None = None) -> list[ScriptLine]:
    """Return the lines of an edition, the present one by default, in the order of speaking."""
    wanted = script.edition if number is None else number
    found = ScriptLine.objects.filter(
        project=project, edition__script=script, edition__number=wanted
    )
    return list(found.order_by("rank"))


def drafts_of(project: Project, script: Script, number: int | None = None) -> list[LineDraft]:
    """Return the lines of an edition as an editor hands them in."""
    return [
        LineDraft(Part(line.part), line.text, tuple(line.clauses))
        for line in lines_of(project, script, number)
    ]


def editions_of(project: Project, script: Script) -> list[ScriptEdition]:
    """Return every edition with its lines, the newest first."""
    found = ScriptEdition.objects.filter(project=project, script=script).order_by("-number")
    in_order = ScriptLine.objects.order_by("rank")
    return list(found.prefetch_related(Prefetch("lines", in_order)))


def scripts_for(project: Project, situation: Situation) -> list[Script]:
    """Return the living scripts of a situation, the usual one first."""
    return list(Script.objects.of(project).live().filter(situation=situation).in_order())


def usual_script(project: Project, situation: Situation) -> Script | None:
    """Return the script that screens take for a situation by themselves, else None."""
    found = Script.objects.of(project).live().filter(situation=situation)
    script: Script | None = found.in_order().first()
    return script


def clauses_named(project: Project, codes: list[str]) -> dict[str, Clause]:
    """Return the living clauses of these codes."""
    return {each.code: each for each in Clause.objects.of(project).live().filter(code__in=codes)}


def _lines(scripts: list[int]) -> dict[tuple[int, int], list[ScriptLine]]:
    """Return the present lines of scripts, by script and number of the edition."""
    found: dict[tuple[int, int], list[ScriptLine]] = {}
    rows = ScriptLine.objects.filter(
        edition__script__in=scripts, edition__number=F("edition__script__edition")
    )
    for line in rows.select_related("edition").order_by("edition", "rank"):
        found.setdefault((line.edition.script_id, line.edition.number), []).append(line)
    return found


def _has(row: ScriptRow, words: str) -> bool:
    if not words:
        return True
    script = row.script
    said = (script.code, script.name, *row.clauses, *(line.text for line in row.lines))
    return any(words in text.lower() for text in said) or any(
        spelling.startswith(words) or (len(words) > 1 and words in spelling)
        for spelling in script.spelled
    )
