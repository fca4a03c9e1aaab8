"""A script as it is spoken now: filled with who speaks, to whom, about what. Knows no resident."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from anju.handbook.contents import LineDraft
from anju.handbook.models import Script
from anju.handbook.queries.scripts import clauses_named, drafts_of, scripts_for, usual_script
from anju.handbook.states import Part, Situation
from anju.handbook.variables import filled, greeting
from anju.organization.models import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known while somebody speaks; empty is unknown, and the sentence still reads.

    :param called: how the other side is addressed (李阿姨).
    :param promised: by when an answer is promised, as people say it (明天 17:30).
    """

    name: str
    post: str = ""
    called: str = ""
    matter: str = ""
    promised: str = ""
    language: str = ""
    colleague: str = ""


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """One step of a talk. `key` stays the same while names and times in it change."""

    key: str
    part: Part
    text: str
    clauses: tuple[str, ...]
    because: str

    @property
    def is_spoken(self) -> bool:
        """Whether it is said aloud; a manner is only done."""
        return self.part != Part.MANNER


@dataclass(frozen=True, slots=True)
class Spoken:
    """A script ready to be read out; `others` serve the same situation."""

    script: Script
    situation: Situation
    lines: list[SpokenLine]
    others: Sequence[Script] = ()

    def of(self, *parts: Part) -> list[SpokenLine]:
        """Return the lines of these parts."""
        return [line for line in self.lines if line.part in parts]


def values_for(project: Project, facts: Facts, *, at: datetime) -> dict[str, str]:
    """Return the value of every variable; empty where it is not known."""
    return {
        "问候": greeting(at),
        "项目": project.name,
        "客服电话": project.phone,
        "岗位": facts.post,
        "姓名": facts.name,
        "称呼": facts.called,
        "事项": facts.matter,
        "承诺时间": facts.promised,
        "语言": facts.language,
        "同事": facts.colleague,
    }


def lines_for(
    project: Project, situation: Situation, facts: Facts, *, at: datetime
) -> Spoken | None:
    """Return the usual script of a situation, filled; None if every one of them is retired."""
    script = usual_script(project, situation)
    if script is None:
        return None
    return spoken(project, script, facts, at=at)


def chosen_for(
    project: Project, situation: Situation, facts: Facts, *, wanted: int = 0, at: datetime
) -> Spoken | None:
    """Return the wanted script of a situation, filled, else the usual one, with its others.

    :param wanted: the number of a script; one that is retired or of another situation is passed.
    """
    found = scripts_for(project, situation)
    if not found:
        return None
    script = next((each for each in found if each.pk == wanted), found[0])
    one = spoken(project, script, facts, at=at)
    return replace(one, others=[each for each in found if each.pk != script.pk])


def spoken(project: Project, script: Script, facts: Facts, *, at: datetime) -> Spoken:
    """Return a script filled."""
    lines = previewed(project, drafts_of(project, script), facts, at=at)
    return Spoken(script, Situation(script.situation), lines)


def previewed(
    project: Project, lines: Sequence[LineDraft], facts: Facts, *, at: datetime
) -> list[SpokenLine]:
    """Return lines filled, saved or still being typed."""
    values = values_for(project, facts, at=at)
    asked = clauses_named(project, [code for line in lines for code in line.clauses])
    keys = _keys(line.part for line in lines)
    return [
        SpokenLine(
            key,
            line.part,
            filled(line.text, values),
            line.clauses,
            " ".join(asked[code].words for code in line.clauses if code in asked),
        )
        for key, line in zip(keys, lines, strict=True)
    ]


def _keys(parts: Iterable[str]) -> list[str]:
    """Return GREETING-1, LISTENING-1, LISTENING-2: what stays while a text is filled anew."""
    counts: dict[str, int] = {}
    keys = []
    for part in parts:
        counts[part] = counts.get(part, 0) + 1
        keys.append(f"{part}-{counts[part]}")
    return keys
