"""What editors and the intake hand in: facts not yet saved."""

from dataclasses import dataclass
from datetime import datetime, time

from anju.contacts.models import MessageTemplate
from anju.contacts.states import Channel
from anju.estate.models import Building, Place, Unit
from anju.organization.models import Department, User
from anju.residents.models import Person
from anju.tickets.models import Category, CommonFault, DispatchRule
from anju.tickets.models.dispatch import said_hours
from anju.tickets.states import (
    Level,
    MatterKind,
    Reach,
    Responsibility,
    Source,
    Stage,
    Urgency,
    Way,
)


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
    disturbs: bool = False


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What somebody brought, as the intake hands it in.

    Who: `person`, or name and number as they were said, or `is_unnamed`; where: a unit, a public
    place or a building; a place or a person is enough. `summary` may be empty: it is then made of
    the words. `files` are tokens of uploads. `outside_due` is the deadline that an outside source
    (12345, the owners' committee) set.
    """

    kind: MatterKind
    words: str
    summary: str = ""
    source: Source = Source.PHONE
    outside_number: str = ""
    outside_due: datetime | None = None
    person: Person | None = None
    caller_name: str = ""
    caller_phone: str = ""
    is_unnamed: bool = False
    unit: Unit | None = None
    place: Place | None = None
    building: Building | None = None
    category: Category | None = None
    urgency: Urgency = Urgency.USUAL
    level: Level = Level.NORMAL
    is_emergency: bool = False
    has_injured: bool = False
    wished_from: datetime | None = None
    wished_until: datetime | None = None
    wish: str = ""
    received_at: datetime | None = None
    fault: CommonFault | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """A work order to be made: what to do, and by whom if somebody already knows.

    Without a department the dispatch rules choose it; without an assignee, dispatch does.
    `round` is 2 for what is done again.
    """

    task: str
    department: Department | None = None
    assignee: User | None = None
    is_paid: bool = False
    round: int = 1


@dataclass(frozen=True, slots=True)
class AnsweredNow:
    """Way out one: what the owner was told on the spot."""

    words: str


@dataclass(frozen=True, slots=True)
class HelpAsked:
    """Way out two: which department is asked what, at once."""

    department: Department
    question: str


@dataclass(frozen=True, slots=True)
class Promised:
    """Way out three: by when the owner hears again (None: the policy says), and who works on it.

    A repair without orders gets one by the dispatch rules.
    """

    until: datetime | None = None
    orders: tuple[OrderDraft, ...] = ()


Exit = AnsweredNow | HelpAsked | Promised


@dataclass(frozen=True, slots=True)
class Message:
    """How the owner gets the words in writing: through the door of `contacts`.

    :param template: of which text they were made; `is_confirmed`: remarks were read.
    :param not_before: not sooner, as for an answer kept until the morning.
    """

    channel: Channel
    template: MessageTemplate | None = None
    is_confirmed: bool = False
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What the closing of a complaint finds: whose fault, why, and what prevents the next."""

    responsibility: Responsibility
    cause: str
    prevention: str = ""
