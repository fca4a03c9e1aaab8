"""What the duty table says no to, and the checks that several commands share."""

from collections.abc import Collection
from datetime import date, datetime

from anju.core.errors import DomainError
from anju.core.periods import WEEKDAYS, covers, local_date
from anju.organization.models import Membership, Project, User
from anju.rosters.models import ChangeKind, DayChange, Shift, Turn
from anju.rosters.windows import first_clash


class DayOver(DomainError):
    """The past of the table stays as it was."""


class NotInDepartment(DomainError):
    """The person holds no post in the department on that day."""


class TurnsOverlap(DomainError):
    """The person would be in two places at once."""


class ShiftRetired(DomainError):
    """Nobody new is put into a retired shift."""


def refuse_past(day: date, at: datetime) -> None:
    """Refuse a day before today.

    :raises DayOver: naming the day.
    """
    if day < local_date(at):
        raise DayOver(f"{spoken_day(day)}已经过去,过去的值班不能再改。请选今天或以后的日期。")


def lock_posts(project: Project, users: Collection[User]) -> list[Membership]:
    """Lock the people's posts in the project: two who arrange one person wait for each other."""
    posts = Membership.objects.of(project).filter(user__in=users)
    return list(posts.locked().select_related("user"))


def refuse_outside(
    posts: Collection[Membership], users: Collection[User], shift: Shift, day: date
) -> None:
    """Refuse people who hold no post in the shift's department on a day.

    :raises NotInDepartment: naming the person.
    """
    for user in users:
        mine = [post for post in posts if post.user_id == user.pk]
        here = [post for post in mine if post.department_id == shift.department_id]
        if not any(covers(post.starts_on, post.ends_on, day) for post in here):
            raise NotInDepartment(
                f"{user.name}{spoken_day(day)}不在{shift.department.name}任职,不能排{shift.name}。"
                "请另选一人,或先在员工名册登记任职。"
            )


def refuse_clash(turn: Turn, others: Collection[Turn], changes: Collection[DayChange]) -> None:
    """Refuse a turn that overlaps another of the same person, by pattern or on a single date.

    :raises TurnsOverlap: naming the other shift and the first date.
    """
    for other in others:
        if other.user_id != turn.user_id or other.pk == turn.pk:
            continue
        clash = first_clash(turn.weekly, other.weekly)
        if clash is not None:
            said = f"每周{WEEKDAYS[other.weekday]}的{other.shift}({other.shift.department.name})"
            raise TurnsOverlap(_overlap(turn.user, said, clash, turn.shift))
    for change in changes:
        if change.user_id != turn.user_id or change.kind != ChangeKind.WORK:
            continue
        clash = first_clash(turn.weekly, change.once)
        if clash is not None and not _rests(turn, clash, changes):
            said = f"{spoken_day(change.day)}的{change.shift}(当日调整)"
            raise TurnsOverlap(_overlap(turn.user, said, clash, turn.shift))


def spoken_day(day: date) -> str:
    """Return 11月25日(周三)."""
    return f"{day.month}月{day.day}日(周{WEEKDAYS[day.weekday()]})"


def _overlap(user: User, said: str, clash: date, shift: Shift) -> str:
    return (
        f"{user.name}已排{said},与{spoken_day(clash)}的{shift}时间重叠。请先调整那一班,或另选一人。"
    )


def _rests(turn: Turn, day: date, changes: Collection[DayChange]) -> bool:
    return any(
        change.kind == ChangeKind.REST
        and change.user_id == turn.user_id
        and change.day == day
        and change.shift_id in (None, turn.shift_id)
        for change in changes
    )
