"""Handing a file out, behind the door of what it belongs to."""

import logging

from django.conf import settings
from django.http import FileResponse, Http404

from anju.archives.models import PDF_TYPE, File
from anju.archives.shelves import path_of

_log = logging.getLogger("anju.archives")

# A picture opened by its own address runs nothing. Browsers show no PDF under `sandbox`; nosniff
# and its media type keep it a PDF.
_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"
_PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"


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
    is_pdf = file.blob.media_type == PDF_TYPE
    response["Content-Security-Policy"] = _PDF_POLICY if is_pdf else _POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private"
    return response
