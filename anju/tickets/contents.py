"""What editors hand in: facts not yet saved."""

from dataclasses import dataclass
from datetime import time

from anju.estate.models import Building
from anju.organization.models import Department
from anju.tickets.models import Category, DispatchRule
from anju.tickets.models.dispatch import said_hours
from anju.tickets.states import Level, Reach, Stage, Way


@dataclass(frozen=True, slots=True)
class CategoryFacts:
    """What a category says; kinds are values of `MatterKind`, minutes are minutes of work."""

    name: str
    kinds: tuple[str, ...]
    level: Level = Level.NORMAL
    reach: Reach = Reach.PRIVATE
    keywords: tuple[str, ...] = ()
    department: Department | None = None
    minutes: int | None = None
    warranty: str = ""


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A dispatch rule of a list that is being edited."""

    name: str
    department: Department
    way: Way = Way.FEWEST
    category: Category | None = None
    building: Building | None = None
    starts: time | None = None
    ends: time | None = None

    @classmethod
    def of(cls, rule: DispatchRule) -> "RuleDraft":
        """Return a saved rule as a draft; its things are loaded."""
        return cls(
            rule.name,
            rule.department,
            Way(rule.way),
            rule.category,
            rule.building,
            rule.starts,
            rule.ends,
        )

    @property
    def said(self) -> str:
        """The rule in one line."""
        asked = [self.category.name if self.category else "全部分类"]
        asked += [self.building.name] if self.building else []
        asked.append(said_hours(self.starts, self.ends))
        return f"{' · '.join(asked)} → {self.department.name}({self.way.label})"


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """One thing to tick."""

    stage: Stage
    text: str
    wants_photo: bool = False

    @property
    def said(self) -> str:
        return f"{self.stage.label}:{self.text}{'(拍照)' if self.wants_photo else ''}"
