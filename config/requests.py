"""What every request gets first: an id for the logs, and the address it really came from."""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from anju.core.requests import current_request_id

Answer = Callable[[HttpRequest], HttpResponseBase]
_log = logging.getLogger("anju.requests")
_secret_in_path = re.compile(
    r"(/api/[^/\s]+/v\d+/[^/\s]+/)\S+"  # whole, however short it was sent
    r"|(/(?:l/[a-z-]+|api/[a-z/0-9-]+)/)[A-Za-z0-9_.:=-]{16,}"
)


def request_id(get_response: Answer) -> Answer:
    """Give the request an id, write one log line when it is answered, return the id to the caller.

    Tokens in paths never reach the log (design, section 5).
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        given = secrets.token_hex(8)
        token = current_request_id.set(given)
        started = time.perf_counter()
        try:
            response = get_response(request)
            response["X-Request-Id"] = given
            user = getattr(request, "user", None)
            _log.log(
                logging.DEBUG if request.path.startswith("/healthz") else logging.INFO,
                "request",
                extra={
                    "method": request.method,
                    "path": without_secrets(request.path),
                    "status": response.status_code,
                    "milliseconds": round((time.perf_counter() - started) * 1000, 1),
                    "user": getattr(user, "pk", None),
                },
            )
            return response
        finally:
            current_request_id.reset(token)

    return middleware


def without_secrets(path: str) -> str:
    """Return a path as logs may keep it: the token in it replaced."""
    return _secret_in_path.sub(r"\1\2…", path)


def real_address(get_response: Answer) -> Answer:
    """Believe X-Forwarded-For only from the one named proxy, and only its last entry."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        from_proxy = request.META.get("REMOTE_ADDR") == settings.ANJU_TRUSTED_PROXY
        if forwarded and settings.ANJU_TRUSTED_PROXY and from_proxy:
            request.META["REMOTE_ADDR"] = forwarded.rsplit(",", 1)[-1].strip()
        elif settings.ANJU_TRUSTED_PROXY and not from_proxy:
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        return get_response(request)

    return middleware
