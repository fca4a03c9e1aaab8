"""Steps that may be taken without a network: what an app offers, and what a device hands in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from anju.archives.models import File
from anju.clocks.commands.answering import Offline
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.organization.models import Project, User


class TakenAway(DomainError):
    """The subject is no longer in these hands: the entry is kept for a supervisor (补录)."""


@dataclass(frozen=True, slots=True)
class Act:
    """One step as somebody took it.

    :param fields: the fields of the form, as typed.
    :param files: the files handed in with it, by field; loose until the step attaches them.
    :param at: when it reached us; `happened_at` is when it was done, by the device's corrected
        clock (clocks.md, rule 6); the same moment for a step taken online.
    :param offline: the device's times, to stop clocks by; None for a step taken online.
    :param is_adopted: a supervisor takes what was kept (采用): whose hands the subject is in now
        is decided by that, so the step does not raise `TakenAway`.
    """

    project: Project
    subject_id: int
    user: User
    by: Actor
    at: datetime
    happened_at: datetime
    fields: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, list[str]] = field(default_factory=dict)
    files: Mapping[str, list[File]] = field(default_factory=dict)
    offline: Offline | None = None
    is_adopted: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A step that an app offers: its words, and what takes it.

    :param apply: takes the step inside a transaction and returns the sentence to say; raises
        `TakenAway` when the subject is in other hands meanwhile, another `DomainError` when the
        step is not possible. The same step twice must end as once.
    :param file_fields: the fields of the form that hold files.
    :param in_words: what the fields say, as (label, value) for a supervisor who decides on it;
        None shows them by the labels of `labels`.
    :param labels: the Chinese names of the fields.
    """

    name: str
    label: str
    subject: str
    apply: Callable[[Act], str]
    file_fields: tuple[str, ...] = ()
    in_words: "Callable[[Act], Sequence[tuple[str, str]]] | None" = None
    labels: Mapping[str, str] = field(default_factory=dict)
