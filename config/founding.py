"""What every installation has before its first project: the company, roles and posts."""

from datetime import datetime

from django.db import transaction

from anju.core.actors import Actor
from anju.organization.commands.founding import change_company
from anju.organization.commands.roles import sync_shipped_roles
from anju.organization.models import Project
from anju.organization.queries.office import company_across_projects
from config.roles import POSTS, ROLES
from config.wiring import load_presets, permission_kinds

UNNAMED = "物业服务公司"


@transaction.atomic
def found(*, name: str = UNNAMED, short_name: str = UNNAMED, by: Actor, at: datetime) -> None:
    """Bring in roles and posts, and a company to be renamed on screen if there is none.

    Projects get what newer apps ship and they lack; safe to run again.
    """
    sync_shipped_roles(roles=ROLES, posts=POSTS, by=by, at=at)
    for project in Project.objects.order_by("pk"):
        load_presets(project, by, at)
    if company_across_projects() is None:
        change_company(name=name, short_name=short_name, by=by, at=at)


def refresh(*, by: Actor, at: datetime) -> None:
    """Bring what a newer version ships to an installation that was founded before."""
    if company_across_projects() is not None:
        found(by=by, at=at)


def every_right() -> frozenset[str]:
    """Return all rights there are: what whoever holds the machine may give."""
    return frozenset(str(right.value) for kind in permission_kinds() for right in kind)
