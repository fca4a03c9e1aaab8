"""Files tied to a visit in the name of whoever took them."""

from datetime import datetime

from anju.archives.commands import attach_files
from anju.archives.models import File
from anju.core.actors import Actor
from anju.fieldwork.models import Visit


def attach(visit: Visit, file: File, *, by: Actor, at: datetime) -> None:
    """Tie a loose file to a visit; what a supervisor adopts stays its worker's picture."""
    author = by
    if file.uploaded_by is not None and file.uploaded_by_id != by.id:
        author = Actor(id=file.uploaded_by_id, name=file.uploaded_by.name)
    attach_files(subject=visit, project=visit.project, tokens=[file.token], by=author, at=at)
