"""What the foot of the desk counts: each figure is the list it leads to, and one's own drafts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anju.drafts.models import Draft
from anju.drafts.queries import draft_of
from anju.organization.models import Project, User
from anju.tickets.queries.lists import Wanted, count_of

SLOTS = (1, 2)
SHOWN = 10  # characters of what a slot is about


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the bar; `query` opens the list of exactly those."""

    label: str
    count: int
    query: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Slot:
    """One of the two intakes that may be open: what it is about, empty if nothing is typed."""

    number: int
    about: str
    draft: Draft | None

    @property
    def key(self) -> str:
        """The key of its draft."""
        return _key(self.number)

    @property
    def fields(self) -> Mapping[str, Any]:
        """What was typed, by the names of the form."""
        return self.draft.fields if self.draft is not None else {}


def slots_of(project: Project, user: User) -> list[Slot]:
    """Return both intakes of somebody, as they were left."""
    drafts = {slot: draft_of(project, user, _key(slot)) for slot in SLOTS}
    return [Slot(slot, _about(draft), draft) for slot, draft in drafts.items()]


def figures_of(project: Project, user: User, at: datetime) -> list[Figure]:
    """Return what waits for the desk: due promises, follow-ups, what came back, one's own."""
    return list(_figures(project, user, at))


def _key(slot: int) -> str:
    return f"frontdesk.intake.{slot}"


def _figures(project: Project, user: User, at: datetime) -> Iterator[Figure]:
    for label, wanted in (
        ("今天到期的承诺", Wanted(promise="today")),
        ("等待回访", Wanted(follow_up="due")),
        ("退回", Wanted(returned=True)),
        ("待检查", Wanted(unchecked=True)),
        ("我负责的", Wanted(mine=True, state="living")),
    ):
        count = count_of(project, wanted, user=user, now=at)
        yield Figure(label, count, wanted.query())


def _about(draft: Draft | None) -> str:
    """Return the words a draft begins with, else whom it is about; nothing for an untouched one."""
    if draft is None:
        return ""
    for name in ("summary", "words", "who", "unit", "caller_name"):
        said = str(draft.fields.get(name) or "").strip()
        if said:
            line = said.splitlines()[0]
            return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"
    return ""
