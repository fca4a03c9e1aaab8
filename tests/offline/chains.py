"""Chains of entries as devices make them, and their delivery by the command itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from anju.archives.models import File
from anju.clocks.commands.answering import Offline
from anju.drafts.models import Draft
from anju.offline.commands.receiving import receive_entry
from anju.offline.deliveries import Delivery
from anju.offline.models import OfflineEntry
from anju.organization.models import User
from tests import world
from tests.offline import work


@dataclass(frozen=True)
class Made:
    """One step as a device kept it."""

    entry: UUID
    after: UUID | None
    step: str
    fields: dict[str, list[str]]
    made_at: datetime


def chain(steps: Sequence[tuple[str, str]], *, begun: datetime | None = None) -> list[Made]:
    """Return what a device made of some steps, a minute each, an hour before AT."""
    made: list[Made] = []
    for number, (step, words) in enumerate(steps):
        at = (begun or world.AT - timedelta(hours=1)) + timedelta(minutes=number)
        after = made[-1].entry if made else None
        fields = {"words": [words]} if words else {}
        made.append(Made(uuid4(), after, f"test.{step}", fields, at))
    return made


def deliver(
    made: Made,
    to: Draft,
    worker: User,
    *,
    files: dict[str, list[File]] | None = None,
    at: datetime = world.AT,
) -> OfflineEntry:
    """Hand one entry in."""
    assert to.project is not None
    return receive_entry(
        project=to.project,
        user=worker,
        delivery=Delivery(
            entry=made.entry,
            after=made.after,
            step=work.STEPS[made.step],
            subject_type=work.KIND,
            subject_id=to.pk,
            fields=made.fields,
            times=Offline(device_at=made.made_at),
        ),
        files=files or {},
        by=world.by(worker),
        at=at,
    )
