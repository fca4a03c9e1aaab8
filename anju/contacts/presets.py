"""What a new project starts with: the texts that residents get."""

from datetime import datetime

from anju.contacts.commands.templates import load_texts
from anju.core.actors import Actor
from anju.organization.models import Project


def load(project: Project, *, by: Actor, at: datetime) -> None:
    """Bring in the shipped texts if the project never had any; safe to run again."""
    load_texts(project=project, by=by, at=at)
