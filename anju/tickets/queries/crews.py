"""Who of a department could take a work order now."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q
from django.db.models.functions import Greatest

from anju.organization.models import Department, Project, User
from anju.rosters.queries.duty import on_duty
from anju.tickets.choosing import Worker
from anju.tickets.models import CrewTerms, Skill, WorkOrder
from anju.tickets.states import HELD

LOOKS_BACK = timedelta(days=14)  # who did nothing for so long is as idle as can be


def terms_of(project: Project, department: Department) -> CrewTerms:
    """Return how a department hands out its work; the defaults where nobody has set it."""
    found = CrewTerms.objects.filter(project=project, department=department).first()
    return found or CrewTerms(project=project, department=department)


def crew_terms(project: Project) -> dict[int, CrewTerms]:
    """Return the terms that were set, by department."""
    return {each.department_id: each for each in CrewTerms.objects.filter(project=project)}


def skills_of(project: Project) -> dict[int, set[int]]:
    """Return the categories that each person has listed; who has none can do all."""
    found: dict[int, set[int]] = defaultdict(set)
    for user_id, category_id in Skill.objects.filter(project=project).values_list(
        "user_id", "category_id"
    ):
        found[user_id].add(category_id)
    return found


def workers_of(
    project: Project, department: Department, path: tuple[int, ...], at: datetime
) -> list[tuple[User, Worker]]:
    """Return who is on duty in a department, each with load, skill and idle time.

    The absent are replaced by their deputies. The same queries for any number of people.

    :param path: ids of the work's categories from the top down.
    """
    people = on_duty(project, department, at)
    recent = Q(state__in=HELD) | Q(done_at__gt=at - LOOKS_BACK)
    orders = WorkOrder.objects.of(project).filter(recent, assignee__in=people)
    # Counted where they lie: a crew may hold thousands, and every intake asks.
    held = Count("pk", filter=Q(state__in=HELD))
    last = Greatest(Max("assigned_at"), Max("done_at"))
    rows = orders.order_by().values_list("assignee_id").annotate(held=held, last=last)
    hands = {user_id: (load, busy) for user_id, load, busy in rows}
    skills = skills_of(project)
    return [
        (
            user,
            Worker(
                id=user.pk,
                name=user.name,
                load=hands.get(user.pk, (0, None))[0],
                is_skilled=user.pk not in skills or not skills[user.pk].isdisjoint(path),
                idle_since=hands.get(user.pk, (0, None))[1],
            ),
        )
        for user in people
    ]
