"""Who is on duty now, in which department, and how much each has in hand."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from anju.core.periods import local_date
from anju.organization.models import Project, User
from anju.rosters.queries.plan import plan_of
from anju.tickets.models import WorkOrder


@dataclass(frozen=True, slots=True)
class Presence:
    """The people at work at one moment.

    :param here: who is on duty, by department; deputies for the absent.
    :param absent: for whom somebody stands in, by the deputy's number.
    """

    here: dict[int, list[User]]
    absent: dict[int, User]

    @property
    def ids(self) -> frozenset[int]:
        """The numbers of all who are on duty anywhere."""
        return frozenset(user.pk for users in self.here.values() for user in users)

    def is_in(self, user_id: int, department_id: int) -> bool:
        """Tell whether somebody is on duty in a department."""
        return any(user.pk == user_id for user in self.here.get(department_id, ()))


def presence_in(project: Project, at: datetime) -> Presence:
    """Return who is on duty in a project; the same four queries however many people."""
    day = local_date(at)
    here: dict[int, list[User]] = defaultdict(list)
    absent: dict[int, User] = {}
    for each in plan_of(project, day - timedelta(days=1), day).here(at):
        if each.user not in here[each.department_id]:
            here[each.department_id].append(each.user)
        if each.absent is not None:
            absent[each.user.pk] = each.absent
    return Presence(dict(here), absent)


def loads_of(project: Project) -> dict[int, int]:
    """Return how many work orders each person has in hand; one query."""
    held = WorkOrder.objects.of(project).in_hand().exclude(assignee=None)
    rows = held.values_list("assignee_id").annotate(count=Count("pk")).order_by("assignee_id")
    return dict(rows)
