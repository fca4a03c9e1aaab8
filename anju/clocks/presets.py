"""What a new project starts with: three calendars and the policies of every kind."""

from datetime import datetime

from anju.clocks.commands.founding import load_presets
from anju.core.actors import Actor
from anju.organization.models import Project


def load(project: Project, *, by: Actor, at: datetime) -> None:
    """Bring in the calendars and lists of policies that the project lacks; safe to run again."""
    load_presets(project=project, by=by, at=at)
