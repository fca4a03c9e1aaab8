"""Handing a file out, behind the door of what it belongs to."""

import logging

from django.conf import settings
from django.http import FileResponse, Http404

from anju.archives.models import File
from anju.archives.shelves import path_of

_log = logging.getLogger("anju.archives")

# Opened by its own address, a file runs nothing. Chromium 156 shows PDF under `sandbox` (measured).
_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"


def send(file: File, *, inline: bool = False) -> FileResponse:
    """Stream a file; call it only behind the door of what the file belongs to.

    :param inline: let the browser show it, which it does for pictures and PDF only.
    :raises Http404: if the content is missing from the disk, which the log tells the operator.
    """
    path = path_of(settings.ANJU_FILES, file.project_id, file.blob.sha256)
    try:
        content = path.open("rb")
    except FileNotFoundError as error:
        _log.error("content missing", extra={"file": file.pk, "sha256": file.blob.sha256})
        raise Http404 from error
    response = FileResponse(
        content,
        as_attachment=not (inline and file.is_shown_inline),
        filename=file.name,
        content_type=file.blob.media_type,
    )
    response["Content-Security-Policy"] = _POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private"
    return response
