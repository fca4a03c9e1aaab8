"""A digest drafted from the records: once a day, whoever asks, and afterwards for days missed."""

from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.digests.drafting import draft_body
from anju.digests.models import Digest
from anju.digests.queries.digests import missing_windows
from anju.digests.queries.stories import story_of
from anju.digests.verbs import DigestVerb
from anju.organization.models import Project


@transaction.atomic
def draft_missing(*, project: Project, by: Actor, at: datetime) -> list[Digest]:
    """Draft the digests whose hour has come; none if all are there.

    Two who do it at once wait for each other, and the second finds nothing left to do.
    """
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    drafted = []
    for window in missing_windows(project, at=at):
        story = story_of(project, since=window.since, until=window.until, now=at)
        digest = Digest.objects.create(
            project=project,
            day=window.day,
            since=window.since,
            until=window.until,
            figures=[figure.as_json() for figure in story.figures],
            body=draft_body(story, since=window.since, until=window.until)[:10_000],
            drafted_at=at,
        )
        changes = {"day": (None, digest.day)}
        record(
            DigestVerb.DRAFTED,
            subject=digest,
            project_id=project.pk,
            by=by,
            at=at,
            changes=changes,
        )
        drafted.append(digest)
    return drafted
