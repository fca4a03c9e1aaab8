"""What a new project starts with: its tree of matters, remits, rules, checklists, prices."""

from datetime import datetime

from anju.core.actors import Actor
from anju.organization.models import Project
from anju.tickets.commands.founding import load_catalogue


def load(project: Project, *, by: Actor, at: datetime) -> None:
    """Bring in the parts that the project never had; safe to run again."""
    load_catalogue(project=project, by=by, at=at)
