"""Whom a stage tells, found when it fires (rule 10)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from anju.clocks.hooks import Whom, duty
from anju.clocks.models import Clock
from anju.clocks.rungs import DEPARTMENT, HOLDER, POST, Rung
from anju.organization.models import Department, Post, Project, User


class Roster:
    """Who is on duty at one moment; each question is asked once however many stages fire."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._found: dict[tuple[int, str, int], Sequence[User]] = {}
        self._names: dict[int, str] = {}
        self._posts: dict[str, Post] | None = None
        self._departments: dict[int, dict[str, Department]] = {}

    def told_by(self, clock: Clock, rung: Rung) -> Sequence[User]:
        """Return who hears of a rung: its holder, a post, a department; empty if nobody is there.

        A case without a holder is its department's.
        """
        if rung.tell == HOLDER:
            return self.holders(clock)
        if rung.tell.startswith(POST):
            whom: Whom | None = self._post(rung.tell.removeprefix(POST))
        else:
            whom = self._department(clock.project, rung.tell.removeprefix(DEPARTMENT))
        return self._on_duty(clock.project, whom)

    def holders(self, clock: Clock) -> Sequence[User]:
        """Return who stands for the case: its holder or a deputy, else its department's people."""
        found = self._on_duty(clock.project, clock.holder)
        return found or self._on_duty(clock.project, clock.department)

    def anybody(self, clock: Clock) -> Sequence[User]:
        """Return the last resort: whoever runs the project, anybody in post, the head office."""
        return self._on_duty(clock.project, clock.project)

    def names(self, told: Iterable[int]) -> list[str]:
        """Return the names of people this roster has found."""
        return [self._names[user_id] for user_id in told]

    def _on_duty(self, project: Project, whom: Whom | None) -> Sequence[User]:
        if whom is None:
            return ()
        key = (project.pk, type(whom).__name__, whom.pk)
        if key not in self._found:
            self._found[key] = tuple(duty(project, whom, self._at))
            self._names.update((user.pk, user.name) for user in self._found[key])
        return self._found[key]

    def _post(self, code: str) -> Post | None:
        if self._posts is None:
            self._posts = {post.code: post for post in Post.objects.all()}
        return self._posts.get(code)

    def _department(self, project: Project, name: str) -> Department | None:
        if project.pk not in self._departments:
            departments = Department.objects.of(project).live()
            self._departments[project.pk] = {each.name: each for each in departments}
        return self._departments[project.pk].get(name)
