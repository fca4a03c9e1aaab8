"""The clauses, scripts and rules of language that a new project starts with."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from anju.handbook.contents import LineDraft, RuleFacts
from anju.handbook.states import ClauseGroup, Level, Part, RuleKind, Shape, Situation

_CLAUSE_FIELDS = {
    "要求": "words",
    "用语": "formula",
    "引导": "guided",
    "把关": "gated",
    "统计": "measured",
}
_SHAPES = {"手机号码": Shape.MOBILE, "身份证号码": Shape.IDENTITY}


@dataclass(frozen=True, slots=True)
class ShippedClause:
    """A clause by its code, with what it asks and what the software does."""

    code: str
    group: ClauseGroup
    said: dict[str, str]


@dataclass(frozen=True, slots=True)
class ShippedScript:
    """A script by its code, with its lines in the order of speaking."""

    code: str
    situation: Situation
    name: str
    lines: tuple[LineDraft, ...]


def _blocks(name: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the words of each `# head` with the lines below it."""
    stored = Path(__file__).with_name(name).read_text()
    for block in stored.removeprefix("# ").split("\n\n# "):
        head, *lines = block.strip().splitlines()
        yield head.split(), lines


def _clauses() -> Iterator[ShippedClause]:
    for (code, group), lines in _blocks("shipped_clauses.txt"):
        said = (line.split(" ", 1) for line in lines)
        facts = {_CLAUSE_FIELDS[label]: words for label, words in said}
        yield ShippedClause(code, ClauseGroup(group), facts)


def _scripts() -> Iterator[ShippedScript]:
    for (code, situation, name), lines in _blocks("shipped_scripts.txt"):
        yield ShippedScript(code, Situation(situation), name, tuple(map(_line, lines)))


def _line(stored: str) -> LineDraft:
    """Read `PART clause | text`."""
    head, text = stored.split(" | ", 1)
    part, *clauses = head.split()
    return LineDraft(Part(part), text, tuple(clauses))


def _rules() -> Iterator[RuleFacts]:
    """Yield the rules of shipped_rules.txt, whose first line names the columns."""
    stored = Path(__file__).with_name("shipped_rules.txt").read_text().splitlines()[1:]
    for line in filter(None, stored):
        head, phrase, variants, unless, offer, why, better = (
            cell.strip() for cell in line.split("|")
        )
        kind, level = head.split()
        yield RuleFacts(
            kind=RuleKind(kind),
            level=Level(level),
            shape=_SHAPES.get(phrase, Shape.WORDS),
            phrase=phrase,
            variants=tuple(filter(None, variants.split(","))),
            unless=tuple(filter(None, unless.split(","))),
            is_excused_by_offer=bool(offer),
            why=why,
            better=better,
        )


CLAUSES = tuple(_clauses())
SCRIPTS = tuple(_scripts())
RULES = tuple(_rules())
