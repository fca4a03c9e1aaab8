"""What may be promised, who may agree to it, and whom a matter may be handed to."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from anju.audit.models import Event
from anju.clocks.queries.policies import policy_for, setting
from anju.clocks.reckoning.deadlines import due
from anju.clocks.reckoning.errors import ReckoningRefused
from anju.clocks.reckoning.stored import target_from_dict
from anju.clocks.states import Setting
from anju.core.periods import local_date
from anju.organization.models import Membership, Project, User
from anju.organization.models.people import UserQuerySet
from anju.tickets.deadlines import PROMISE
from anju.tickets.models import Contact, Ticket
from anju.tickets.states import ContactWay


def usual_promise(project: Project, facts: Mapping[str, Any], *, at: datetime) -> datetime | None:
    """Return when a promise given now is due by the project's policy; None if it names no time.

    :param facts: of the ticket, as `facts` gives them.
    """
    policy = policy_for(project, PROMISE, facts).policy
    if policy is None or policy.target.get("by_hand") or policy.calendar.current is None:
        return None
    calendar = policy.calendar.current.reckoned()
    try:
        return due(calendar, target_from_dict(policy.target), at)
    except ReckoningRefused:
        return None


def promise_said(
    project: Project, ticket: Ticket, event: Event
) -> tuple[Contact | None, dict[str, Any]]:
    """Return what was written down with a promise that is to be told by message, and its times.

    None where the owner was told by a person, or has been told since.
    """
    said = Contact.objects.filter(
        project=project,
        ticket=ticket,
        at=event.at,
        by_id=event.by_id,
        way=ContactWay.MESSAGE,
        outreach=None,
    ).first()
    before, due_at = event.changes.get("promise_due_at", (None, None))
    if said is None or due_at is None or ticket.person_id is None:
        return None, {}
    return said, {
        "due_at": datetime.fromisoformat(due_at),
        "before": datetime.fromisoformat(before) if before else None,
    }


def free_renewals(project: Project) -> int:
    """Return how often a promise is renewed before a supervisor must agree."""
    return setting(project, Setting.RENEWALS)


def who_may(project: Project, right: Enum, *, at: datetime) -> UserQuerySet:
    """Return the people in post today whose role gives a right, by name."""
    posts = Membership.objects.of(project).on(local_date(at))
    holding = posts.filter(role__permissions__contains=[str(right.value)]).values("user")
    people: UserQuerySet = User.objects.active().filter(pk__in=holding).by_name()
    return people
