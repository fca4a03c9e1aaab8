"""What a device hands in for one step it kept, read from the form it posts."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from anju.clocks.commands.answering import Offline
from anju.offline.steps import Step

ENVELOPE = ("entry", "after", "made_at", "offset", "seen_at", "owner", "csrfmiddlewaretoken")
"""The fields that say what an entry is; everything else is the form's own."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One entry as it arrived.

    :param after: the entry before it on the same thing and device, which must be known first.
    :param fields: the form's own fields with all their values.
    """

    entry: UUID
    after: UUID | None
    step: Step
    subject_type: str
    subject_id: int
    fields: Mapping[str, list[str]]
    times: Offline
