"""What the catalogue says no to, and the checks that several commands share."""

from datetime import timedelta
from typing import Protocol

from anju.core.errors import DomainError, StaleEdit
from anju.organization.models import Project
from anju.tickets.models.entries import Entry

ONE_PRESS = timedelta(minutes=1)
"""Within it the same person's same act is one press of the button, sent twice."""


class Edited(Protocol):
    """What counts its changes, so that a stale form shows."""

    edition: int


class NameTaken(DomainError):
    """Another living entry has this name."""


class AlreadyRetired(DomainError):
    """A retired entry is restored before it is changed."""


class InUse(DomainError):
    """Something in force still names the entry."""


class ChecksOpen(DomainError):
    """Something of the checklist is neither ticked nor explained (C6.17.2)."""


class OtherProject(DomainError):
    """What is named belongs to another project."""


def lock_catalogue(project: Project) -> None:
    """Let those who edit one project's catalogue wait for each other."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)


def refuse_stale(entry: Edited, seen: int | None) -> None:
    """Refuse an edit of a thing that somebody saved in between.

    :raises StaleEdit: if the edition is not the one that was seen.
    """
    if seen is not None and seen != entry.edition:
        raise StaleEdit("您编辑期间,同事已保存了新的内容。请对照下面的内容,改好后再保存。")


def refuse_retired(entry: Entry) -> None:
    """Refuse to change what is retired.

    :raises AlreadyRetired: with what to do.
    """
    if entry.retired_at is not None:
        raise AlreadyRetired(f"“{entry}”已经停用。要修改,请先恢复。")


def refuse_other_project(project: Project, *things: object) -> None:
    """Refuse things of another project; None is nothing.

    :raises OtherProject: naming the thing.
    """
    for thing in things:
        if thing is not None and getattr(thing, "project_id", None) != project.pk:
            raise OtherProject(f"“{thing}”不属于本项目,请重新选择。")


class NotTaken(DomainError):
    """An intake lacks what it cannot be without, or takes a way out that is not open."""


class NotYours(DomainError):
    """It is somebody else's, or beyond what one's post decides."""


class WorkOpen(DomainError):
    """Work of it is still under way."""


class NotOnDuty(DomainError):
    """The colleague is not on duty in the department, or may not do this work."""


class ReasonMissing(DomainError):
    """What others must be able to understand needs a reason."""


class NotAllowedNow(DomainError):
    """The step would be allowed, but not as things stand."""


def refuse_no_reason(reason: str, what: str) -> str:
    """Return the reason without blanks around it.

    :raises ReasonMissing: if there is none; `what` names the step.
    """
    if not reason.strip():
        raise ReasonMissing(f"请写明{what}的原因,同事和业主以后要看得懂。")
    return reason.strip()
