"""What editors hand in: lines and rules not yet saved. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from anju.core.errors import DomainError
from anju.handbook.states import Level, Part, RuleKind, Shape, Situation
from anju.handbook.variables import check_text

MOST_LINES = 20
LONGEST_LINE = 200

P, S = Part, Situation
ANSWERED = (S.INBOUND, S.REPAIR, S.COMPLAINT, S.HELP, S.QUESTION, S.SUGGESTION, S.PRAISE)
DIALLED = (S.OUTBOUND, S.CALL_BACK, S.TELLING, S.FOLLOW_UP)
NEEDED: dict[Situation, tuple[tuple[Part, str], ...]] = {
    **dict.fromkeys(ANSWERED, ((P.GREETING, "6.22b"), (P.CLOSING, "6.15.4"))),
    **dict.fromkeys(
        DIALLED, ((P.GREETING, "6.16.1"), (P.INTRODUCTION, "6.16.1"), (P.CLOSING, "6.16.3"))
    ),
    S.COMPLAINT: ((P.GREETING, "6.22b"), (P.EMPATHY, "6.22c"), (P.CLOSING, "6.15.4")),
    S.HOLD: ((P.CONSENT, "6.15.6"), (P.THANKS, "6.15.6"), (P.APOLOGY, "6.15.6")),
    S.LANGUAGE: ((P.LANGUAGE, "6.15.5"),),
    S.CLOSING: ((P.CLOSING, "6.15.4"),),
}
"""What a script of a situation cannot be without, with the clause that asks for it, in order."""


class LinesRefused(DomainError):
    """The lines of a script cannot be spoken so, or leave out what a clause asks for."""


@dataclass(frozen=True, slots=True)
class LineDraft:
    """One line of a script that is being edited."""

    part: Part
    text: str
    clauses: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """The line with what it is for: 问候:您好."""
        return f"{self.part.label}:{self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFacts:
    """A rule of language as its editor hands it in."""

    kind: RuleKind
    level: Level
    phrase: str
    why: str
    better: str
    variants: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    is_excused_by_offer: bool = False
    shape: Shape = Shape.WORDS


def check_lines(situation: Situation, lines: Sequence[LineDraft]) -> None:
    """Refuse lines that are none, too many, wrongly filled, or miss what a clause asks for.

    :raises LinesRefused: naming the line or the clause.
    :raises TextRefused: for a variable that does not exist.
    """
    if not lines:
        raise LinesRefused("脚本至少要有一句,请写上要说的话。")
    if len(lines) > MOST_LINES:
        raise LinesRefused(f"脚本最多 {MOST_LINES} 句,太长了通话时读不完。")
    for line in lines:
        check_text(line.text)
    parts = [line.part for line in lines]
    places = []
    for part, clause in NEEDED.get(situation, ()):
        if part not in parts:
            raise LinesRefused(f"“{situation.label}”的脚本缺“{part.label}”,条款 {clause} 要求有。")
        places.append(parts.index(part))
    if places != sorted(places):
        order = "、".join(part.label for part, _ in NEEDED[situation])
        raise LinesRefused(f"“{situation.label}”的脚本要按这样的先后:{order}。")
    if situation in (*ANSWERED, *DIALLED, S.CLOSING):
        _check_closing(situation, lines)


def _check_closing(situation: Situation, lines: Sequence[LineDraft]) -> None:
    closing = next(line.text for line in reversed(lines) if line.part == P.CLOSING)
    if "谢谢" not in closing or "再见" not in closing:
        clause = "6.16.3" if situation in DIALLED else "6.15.4"
        raise LinesRefused(f"结束语要有“谢谢”和“再见”,条款 {clause} 这样规定。")
    after = lines[[line.text for line in lines].index(closing) + 1 :]
    if any(line.part != P.MANNER for line in after):
        raise LinesRefused("结束语之后只能写动作,不再说别的话。")
