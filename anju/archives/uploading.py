"""Taking files in for the views of other apps, which have their own doors."""

import errno
import logging
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from anju.archives.commands import store_upload
from anju.archives.models import File
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.organization.models import Project
from anju.ui.sentences import DISK_FULL

_log = logging.getLogger("anju.archives")


def upload_answer(
    request: HttpRequest, *, project: Project, by: Actor, at: datetime
) -> HttpResponse:
    """Keep the posted `file` and answer `<file-upload>` in JSON.

    201 `{"id": token, "name": …, "size": bytes}`; 405, 422 or 507 `{"error": sentence}`. The form
    that is saved later names the tokens to `attach_files`.
    """
    if request.method != "POST":
        return _answer({"error": "这里只能上传文件。"}, 405)
    upload = request.FILES.get("file")
    if upload is None:
        return _answer({"error": "没有收到文件,请重新选择后再上传。"}, 422)
    try:
        file = store_upload(
            project=project, upload=upload, folder=settings.ANJU_FILES, by=by, at=at
        )
    except DomainError as refusal:
        return _answer({"error": str(refusal)}, 422)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        _log.error("disk full", exc_info=error)
        return _answer({"error": DISK_FULL}, 507)
    return _answer({"id": file.token, "name": file.name, "size": file.size}, 201)


def store_all(
    request: HttpRequest, field: str, *, project: Project, by: Actor, at: datetime
) -> list[File]:
    """Return the files that a posted form names, so that a refused form can show them again.

    Those that `<file-upload>` stored before come as tokens in the field; without script the field
    holds the files themselves, which are kept now: stored before the form is.

    :raises DomainError: if one of them is not taken; those before it are kept, loose.
    :raises OSError: if the disk is full.
    """
    own = File.objects.of(project).filter(uploaded_by_id=by.id)
    named = own.filter(token__in=request.POST.getlist(field)).select_related("blob").order_by("pk")
    return [
        *named,
        *(
            store_upload(project=project, upload=upload, folder=settings.ANJU_FILES, by=by, at=at)
            for upload in request.FILES.getlist(field)
        ),
    ]


def _answer(content: dict[str, object], status: int) -> JsonResponse:
    response = JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response
