"""The id of the request being answered: a trail row and a log line find each other by it."""

from contextvars import ContextVar

current_request_id: ContextVar[str] = ContextVar("current_request_id", default="")
