"""A month at the desk, told forward in time: what is due at a moment happens, then the next.

Everything goes through the commands with the moment it would have had. What lies after the present
does not happen, so that the newest matters are left wherever they would be by now.
"""

import heapq
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count

from django.conf import settings

from anju.clocks.commands.sweeping import sweep_batch
from anju.clocks.queries.recipients import Roster
from anju.core.actors import SYSTEM, Actor
from anju.core.errors import DomainError
from anju.core.periods import SHANGHAI
from anju.organization.models import Project, User

LATELY = timedelta(hours=3)  # colleagues still have messages about these hours
MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Month:
    """One project's month: whose it is, chance with a seed, and what is to happen when."""

    project: Project
    people: dict[str, User]
    now: datetime
    draw: random.Random
    _due: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)
    _serial: Iterator[int] = field(default_factory=count)

    def at(self, moment: datetime, step: Callable[[datetime], None]) -> None:
        """Let something happen at a moment, if it is not after the present."""
        if moment <= self.now:
            heapq.heappush(self._due, (moment, next(self._serial), step))

    def after(self, moment: datetime, minutes: tuple[int, int]) -> datetime:
        """Return a moment some minutes later, by chance between the two."""
        return moment + MINUTE * self.draw.randint(*minutes)

    def by(self, login: str) -> Actor:
        """Return one of the staff as the author of a change."""
        user = self.people[login]
        return Actor(id=user.pk, name=user.name)

    def pass_by(self) -> None:
        """Let everything happen in its order; a step that is refused is left out, as in life."""
        with silence() as messages:
            while self._due:
                moment, _, step = heapq.heappop(self._due)
                if moment > self.now - LATELY:
                    messages()
                try:
                    step(moment)
                except DomainError:
                    continue


def opening(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment of a day as the desk's clock shows it."""
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def sweep(at: datetime) -> None:
    """Let the deadlines that have passed by a moment escalate."""
    roster = Roster(at)
    while sweep_batch(roster=roster, by=SYSTEM, at=at):
        pass


@contextmanager
def silence() -> Iterator[Callable[[], None]]:
    """Tell nobody of what is long past; calling what this yields lets messages go out again."""
    reactions = settings.ANJU_REACTIONS

    def speak() -> None:
        settings.ANJU_REACTIONS = reactions

    settings.ANJU_REACTIONS = {}
    try:
        yield speak
    finally:
        speak()
