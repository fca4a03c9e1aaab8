"""What the catalogue says no to, and the checks that several commands share."""

from anju.core.errors import DomainError, StaleEdit
from anju.organization.models import Project
from anju.tickets.models.entries import Entry


class NameTaken(DomainError):
    """Another living entry has this name."""


class AlreadyRetired(DomainError):
    """A retired entry is restored before it is changed."""


class InUse(DomainError):
    """Something in force still names the entry."""


class OtherProject(DomainError):
    """What is named belongs to another project."""


def lock_catalogue(project: Project) -> None:
    """Let those who edit one project's catalogue wait for each other."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)


def refuse_stale(entry: Entry, seen: int | None) -> None:
    """Refuse an edit of an entry that somebody saved in between.

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
