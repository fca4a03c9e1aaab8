"""What a new project starts with: the handbook's clauses, its scripts, its rules of language."""

from datetime import datetime

from anju.core.actors import Actor
from anju.handbook.commands.founding import load_handbook
from anju.organization.models import Project


def load(project: Project, *, by: Actor, at: datetime) -> None:
    """Bring in the parts that the project never had; safe to run again."""
    load_handbook(project=project, by=by, at=at)
