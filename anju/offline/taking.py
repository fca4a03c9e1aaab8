"""Taking a step that may come late, for the views of other apps, which have their own doors."""

from django.db import models, transaction
from django.http.response import HttpResponseBase

from anju.archives.uploading import store_all
from anju.core.errors import DomainError
from anju.offline import hooks
from anju.offline.steps import Act
from anju.organization.doors import StaffRequest
from anju.ui.responses import done


def take_step(
    request: StaffRequest, name: str, *, subject: models.Model, to: str
) -> HttpResponseBase:
    """Take the step that a form posted, or that a device kept while it had no network.

    A plain form goes on to `to` with the sentence of the step, or with the refusal.
    """
    step = hooks.steps()[name]
    try:
        with transaction.atomic():
            files = {
                each: store_all(
                    request, each, project=request.project, by=request.by, at=request.at
                )
                for each in step.file_fields
            }
            said = step.apply(
                Act(
                    project=request.project,
                    subject_id=subject.pk,
                    user=request.user,
                    by=request.by,
                    at=request.at,
                    happened_at=request.at,
                    fields=request.POST.dict(),
                    lists={key: request.POST.getlist(key) for key in request.POST},
                    files=files,
                )
            )
    except DomainError as refusal:
        return done(request, to=to, said=str(refusal), tone="error")
    return done(request, to=to, said=said)
