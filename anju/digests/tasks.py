"""What the house does by itself for the digests: drafts them, and tells who is next."""

import logging

from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.digests.commands.drafting import draft_missing
from anju.digests.models import Digest
from anju.digests.queries.digests import open_projects_across_projects
from anju.digests.verbs import DigestVerb
from anju.messaging.commands import tell_staff
from anju.messaging.states import AlertKind
from anju.tickets.queries.telling import MANAGER, SUPERVISOR, first_of_posts, in_posts

_log = logging.getLogger("anju.digests")


@app.periodic(cron="*/5 * * * *")
@app.task(name="digests.draft_due", queueing_lock="digests.draft_due")
def draft_due(timestamp: int) -> None:
    """Draft what is due in every project, days that were missed included; safe to run twice.

    One project that fails does not hold up the others.

    :raises RuntimeError: at the end, if projects failed, so that the job is seen as failed.
    """
    failed = []
    for project in open_projects_across_projects():
        try:
            draft_missing(project=project, by=SYSTEM, at=timezone.now())
        # Whatever it is: one project's records must not keep the digests of all others. Nothing
        # is hidden by it: it is logged, and the job fails below.
        except Exception:
            _log.exception("a digest could not be drafted", extra={"project": project.code})
            failed.append(project.code)
    if failed:
        raise RuntimeError(f"digests could not be drafted for {failed}")


@app.task(name="digests.tell_of_digest")
def tell_of_digest(event_id: int) -> None:
    """Tell the supervisor of a draft, the manager of a signed digest; safe to run twice."""
    event, now = Event.objects.get(pk=event_id), timezone.now()
    digest = Digest.objects.select_related("project").get(pk=event.subject_id)
    project = digest.project
    if event.verb == DigestVerb.DRAFTED and digest.is_draft:
        users = first_of_posts(project, (SUPERVISOR, MANAGER), now)
        title, body = f"请签阅:{digest}", "草稿已按当天记录写好,请核对、补充后签发。"
    elif event.verb == DigestVerb.SIGNED and digest.is_signed:
        users = in_posts(project, (MANAGER,), now)
        title, body = f"请批阅:{digest}", f"{digest.signed_by_name}已签发。"
    else:
        return
    tell_staff(
        users=users,
        title=title,
        body=body,
        url=reverse("digests:digest", args=[project.code, digest.day]),
        key=f"event:{event.pk}",
        project=project,
        kind=AlertKind.DIGEST,
        at=now,
    )
