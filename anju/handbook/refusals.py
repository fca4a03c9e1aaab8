"""What the handbook says no to, and the checks that several commands share."""

from typing import Protocol

from anju.core.errors import DomainError, StaleEdit
from anju.handbook.models.entries import Entry
from anju.organization.models import Project


class Edited(Protocol):
    """What counts its changes, so that a stale form shows."""

    edition: int


class NameTaken(DomainError):
    """Another living entry has this name."""


class AlreadyRetired(DomainError):
    """A retired entry is restored before it is changed."""


class NoSuchClause(DomainError):
    """A line names a clause that the project's handbook does not have."""


class NoSuchEdition(DomainError):
    """There never was an edition of this number."""


class RuleRefused(DomainError):
    """A rule of language would find nothing, or contradicts itself."""


class LanguagesRefused(DomainError):
    """The languages cannot be kept so."""


def lock_handbook(project: Project) -> None:
    """Let those who edit one project's handbook wait for each other."""
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
