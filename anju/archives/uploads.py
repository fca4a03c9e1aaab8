"""How much may come in at once: a body that is too large is refused before it is read."""

import errno
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from anju.ui.sentences import DISK_FULL, refusal

Answer = Callable[[HttpRequest], HttpResponseBase]
_log = logging.getLogger("anju.archives")

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_BODY_BYTES = 25 * 1024 * 1024
TOO_LARGE = "文件太大,没有上传。每个文件最多 20 MB,请压缩后再传,或分成几个文件。"
NO_LENGTH = "浏览器没有说明上传内容的大小,没有上传。请换用新版浏览器再试。"


class UploadStopped(SuspiciousOperation):
    """Reading the body was given up; no view runs then, so no half of a form is saved."""


class CountedUpload(TemporaryFileUploadHandler):
    """Keep uploads beside the memory, and give up past the limit or on a full disk.

    Counts what really comes, whatever length was announced. Why it gave up is in `refused`.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.received = 0
        self.refused: tuple[int, str] | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Open the place where the next file is kept meanwhile.

        :raises UploadStopped: if there is no room for one.
        """
        try:
            super().new_file(*args, **kwargs)
        except OSError as error:
            self._give_up(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep one chunk.

        :raises UploadStopped: past the limit, or if the disk is full.
        """
        self.received += len(raw_data)
        if self.received > MAX_BODY_BYTES:
            self._stop(413, TOO_LARGE)
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: OSError) -> None:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise error
        _log.error("disk full", exc_info=error)
        self._stop(507, DISK_FULL)

    def _stop(self, status: int, sentence: str) -> NoReturn:
        self.refused = (status, sentence)
        # Closing writes what is still buffered, for which a full disk has no room either.
        with suppress(OSError):
            self.upload_interrupted()
        raise UploadStopped(sentence)


def refuse_too_large(get_response: Answer) -> Answer:
    """Middleware: answer 413 with a sentence by Content-Length, without reading the body.

    A body without a length is refused too (411): the server would read it as empty.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        announced = request.META.get("CONTENT_LENGTH") or ""
        if announced.isdigit() and int(announced) > MAX_BODY_BYTES:
            return _closing(refusal(request, 413, TOO_LARGE))
        if not announced and "chunked" in request.headers.get("Transfer-Encoding", ""):
            return _closing(refusal(request, 411, NO_LENGTH))
        counted = CountedUpload(request)
        request.upload_handlers = [counted]
        response = get_response(request)
        # What the handler raised has become a plain 400 on its way out through the middlewares.
        return refusal(request, *counted.refused) if counted.refused else response

    return middleware


def _closing(response: HttpResponseBase) -> HttpResponseBase:
    # The unread body still stands in the connection; a next request must not be read out of it.
    response["Connection"] = "close"
    return response
