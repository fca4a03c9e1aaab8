"""What an erased person leaves here: nothing.

Traces hold numbers only. A workbook that waits may name the person, and would bring them back;
it is sealed and cannot be searched, so all that wait in the project are let go of.
"""

from datetime import date, datetime

from anju.core.actors import Actor
from anju.imports.commands.keeping import discard_all
from anju.residents.models import Person


def reasons_to_keep(person: Person, day: date) -> list[str]:
    """Return why something must be kept: an import keeps nothing of a person."""
    return []


def forget(person: Person, by: Actor, at: datetime) -> None:
    """Let go of the workbooks that wait in the person's project."""
    reason = "个人信息删除,未导入的资料一并清除"
    discard_all(project=person.project, reason=reason, by=by, at=at)
