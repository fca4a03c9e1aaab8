"""The duty table of some days, in memory: the pattern, the date changes, the posts, the absences.

Loaded by the same four queries however many people and days; everything else asks it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from anju.core.periods import SHANGHAI, covers, local_date
from anju.organization.models import Department, Deputyship, Membership, Project, User
from anju.rosters.models import ChangeKind, DayChange, Shift, Turn
from anju.rosters.windows import DAY

Wanted = Callable[[Membership], bool]


@dataclass(frozen=True, slots=True)
class Stint:
    """Somebody's duty that begins on a day: by the pattern, or by a change of that date.

    :param posts: what the person holds in the shift's department on that day; never empty.
    """

    shift: Shift
    user: User
    day: date
    posts: tuple[Membership, ...]
    change: DayChange | None = None

    @property
    def starts_at(self) -> datetime:
        return self.shift.window(self.day)[0]

    @property
    def ends_at(self) -> datetime:
        return self.shift.window(self.day)[1]

    def covers(self, at: datetime) -> bool:
        """Tell whether a moment lies in [starts_at, ends_at)."""
        return self.starts_at <= at < self.ends_at

    def overlaps(self, other: "Stint") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class Rest:
    """A turn that does not take place on a date, and why."""

    shift: Shift
    user: User
    change: DayChange


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who is really there at a moment.

    :param stint: the duty they are on; None where the department has no pattern.
    :param absent: for whom they stand in.
    """

    user: User
    department_id: int
    stint: Stint | None = None
    absent: User | None = None


class Plan:
    """Who has which duty on the days from `first` to `last`, both included."""

    def __init__(
        self,
        posts: Collection[Membership],
        turns: Collection[Turn],
        changes: Collection[DayChange],
        away: Collection[Deputyship],
    ) -> None:
        self._posts: dict[tuple[int, int], list[Membership]] = defaultdict(list)
        for post in posts:
            self._posts[post.user_id, post.department_id].append(post)
        self._turns = turns
        self._changes: dict[date, list[DayChange]] = defaultdict(list)
        for change in changes:
            self._changes[change.day].append(change)
        self._away = away

    def stints(self, day: date) -> list[Stint]:
        """Return the duties that begin on a day, by hour and name."""
        found = [
            stint
            for turn in self._turns_on(day)
            if self._rest(turn, day) is None and (stint := self._stint(turn, day))
        ]
        for change in self._changes[day]:
            if change.kind == ChangeKind.WORK and (stint := self._stint(change, day)):
                found.append(stint)
        return sorted(found, key=_by_hour)

    def rests(self, day: date) -> list[Rest]:
        """Return the turns of a day that a date change takes out."""
        rests = ((turn, self._rest(turn, day)) for turn in self._turns_on(day))
        found = [Rest(turn.shift, turn.user, why) for turn, why in rests if why is not None]
        return sorted(found, key=lambda rest: (rest.user.name_key, rest.user.pk))

    def overlap_of(self, user: User, days: Iterable[date]) -> tuple[Stint, Stint] | None:
        """Return the first two duties of a person on these days that overlap, else None."""
        mine = [stint for day in days for stint in self.stints(day) if stint.user.pk == user.pk]
        mine.sort(key=lambda stint: (stint.starts_at, stint.ends_at))
        for one, other in pairwise(mine):
            if one.overlaps(other):
                return one, other
        return None

    def is_rostered(self, department_id: int, day: date) -> bool:
        """Tell whether a department has a pattern; without one everybody in post is on duty."""
        return any(
            turn.shift.department_id == department_id and _holds(turn, day) for turn in self._turns
        )

    def in_post(self, department_id: int, day: date) -> list[User]:
        """Return who holds a post in a department on a day, by name."""
        found = {
            post.user_id: post.user
            for posts in self._posts.values()
            for post in posts
            if post.department_id == department_id and covers(post.starts_on, post.ends_on, day)
        }
        return sorted(found.values(), key=lambda user: (user.name_key, user.pk))

    def posts_of(self, user: User) -> list[Membership]:
        """Return a person's posts, of whatever department."""
        return [post for key, posts in self._posts.items() if key[0] == user.pk for post in posts]

    def counts_by_post(self, user: User, day: date) -> bool:
        """Tell whether somebody is on duty on a day for want of any pattern of the department."""
        return any(
            covers(post.starts_on, post.ends_on, day)
            and not self.is_rostered(post.department_id, day)
            for post in self.posts_of(user)
        )

    def here(self, at: datetime, wanted: Wanted = lambda post: True) -> list[OnDuty]:
        """Return who is on duty at a moment, by hour and name; the absent give way to deputies.

        A department without a pattern counts by posts, less those resting on that date.

        :param wanted: which posts count.
        """
        day = local_date(at)
        found = [
            OnDuty(stint.user, stint.shift.department_id, stint)
            for on in (day - DAY, day)
            for stint in self.stints(on)
            if stint.covers(at) and any(wanted(post) for post in stint.posts)
        ]
        known = {(each.user.pk, each.department_id) for each in found}
        for key, posts in self._posts.items():
            holding = [post for post in posts if covers(post.starts_on, post.ends_on, day)]
            if key in known or not any(wanted(post) for post in holding):
                continue
            if not self.is_rostered(key[1], day) and not self._rests_all_day(key[0], day):
                found.append(OnDuty(holding[0].user, key[1]))
        present = (self._present(each, at) for each in found)
        return sorted((each for each in present if each is not None), key=_by_duty)

    def coming(self, department_id: int, at: datetime, *, days: int) -> list[Stint]:
        """Return a department's next duties to begin after a moment: all of the earliest hour."""
        today = local_date(at)
        for day in (today + timedelta(days=count) for count in range(days)):
            found = [
                stint
                for stint in self.stints(day)
                if stint.shift.department_id == department_id and stint.starts_at > at
            ]
            if found:
                return [stint for stint in found if stint.starts_at == found[0].starts_at]
        return []

    def deputy_of(self, user: User, at: datetime) -> User | None:
        """Return who stands in for somebody at a moment, else None."""
        away = self._absence(user, at)
        return away.deputy if away else None

    def _present(self, one: OnDuty, at: datetime) -> OnDuty | None:
        away = self._absence(one.user, at)
        if away is None:
            return one
        deputy = away.deputy
        if not deputy.is_active or self._absence(deputy, at) is not None:
            return None  # a deputy who is away too is nobody
        return OnDuty(deputy, one.department_id, one.stint, absent=one.user)

    def _absence(self, user: User, at: datetime) -> Deputyship | None:
        for away in self._away:
            if away.absent_id == user.pk and away.starts_at <= at < away.ends_at:
                return away
        return None

    def _turns_on(self, day: date) -> list[Turn]:
        return [
            turn
            for turn in self._turns
            if turn.weekday == day.weekday() and _holds(turn, day) and self._stint(turn, day)
        ]

    def _stint(self, source: Turn | DayChange, day: date) -> Stint | None:
        """Return the duty if the person holds a post in the shift's department that day."""
        assert source.shift is not None
        posts = self._posts.get((source.user_id, source.shift.department_id), ())
        holding = tuple(post for post in posts if covers(post.starts_on, post.ends_on, day))
        change = source if isinstance(source, DayChange) else None
        return Stint(source.shift, source.user, day, holding, change) if holding else None

    def _rest(self, turn: Turn, day: date) -> DayChange | None:
        for change in self._changes[day]:
            of_this = change.user_id == turn.user_id and change.kind == ChangeKind.REST
            if of_this and change.shift_id in (None, turn.shift_id):
                return change
        return None

    def _rests_all_day(self, user_id: int, day: date) -> bool:
        return any(
            change.user_id == user_id and change.kind == ChangeKind.REST and change.shift is None
            for change in self._changes[day]
        )


def plan_of(
    project: Project,
    first: date,
    last: date,
    *,
    department: Department | None = None,
    users: Collection[User] | None = None,
) -> Plan:
    """Return the duty table of the days from `first` to `last`, both included.

    :param users: only these people's; then `stints` and `rests` hold, and nothing about who else
        is there or whether a department has a pattern.
    """
    opens = datetime.combine(first, time.min, SHANGHAI)
    closes = datetime.combine(last + 2 * DAY, time.min, SHANGHAI)
    posts = Membership.objects.of(project).filter(starts_on__lte=last, user__is_active=True)
    posts = posts.not_over(first).select_related("user", "department").order_by("pk")
    turns = Turn.objects.of(project).not_over(first).filter(starts_on__lte=last)
    turns = turns.select_related("shift", "user").order_by("pk")
    changes = DayChange.objects.of(project).standing().filter(day__gte=first, day__lte=last)
    changes = changes.select_related("shift", "user").order_by("pk")
    away = Deputyship.objects.of(project).standing()
    away = away.filter(starts_at__lt=closes, ends_at__gt=opens).select_related("deputy")
    if department is not None:
        posts, turns = (
            posts.filter(department=department),
            turns.filter(shift__department=department),
        )
    if users is not None:
        posts, turns = posts.filter(user__in=users), turns.filter(user__in=users)
        changes, away = changes.filter(user__in=users), away.none()
    return Plan(list(posts), list(turns), list(changes), list(away.order_by("pk")))


def _holds(turn: Turn, day: date) -> bool:
    return covers(turn.starts_on, turn.ends_on, day)


def _by_hour(stint: Stint) -> tuple[datetime, int, str, int]:
    return stint.starts_at, stint.shift.rank, stint.user.name_key, stint.user.pk


def _by_duty(one: OnDuty) -> tuple[str, str, int]:
    return one.stint.starts_at.isoformat() if one.stint else "", one.user.name_key, one.user.pk
