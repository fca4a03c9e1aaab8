"""The language check of the handbook, as the door reads it."""

from dataclasses import dataclass

from anju.handbook.language import Level, check
from anju.handbook.queries.rules import rules_of
from anju.organization.models import Project


@dataclass(frozen=True, slots=True)
class Remark:
    """What the check says of one phrase."""

    level: str
    phrase: str
    why: str
    better: str

    @property
    def blocks(self) -> bool:
        return self.level == Level.BLOCK

    @property
    def warns(self) -> bool:
        return self.level == Level.WARN

    @property
    def kept(self) -> dict[str, str]:
        """What is kept with the contact."""
        return {"level": self.level, "phrase": self.phrase, "why": self.why, "better": self.better}


def looked_over(project: Project, text: str) -> list[Remark]:
    """Return what the project's language rules remark on a text of ours, in its order."""
    return [
        Remark(str(each.level.value), each.phrase, each.why.rstrip("。"), each.better.rstrip("。"))
        for each in check(text, rules=rules_of(project))
    ]
