"""Structured logs: one JSON object a line on standard error, each with its request's id."""

from logging import Filter, LogRecord
from typing import Any

from anju.core.requests import current_request_id
from config.requests import without_secrets


class RequestId(Filter):
    """Put the request's id on every record written while it is being answered.

    Paths that Django names in its own lines lose the token in them here.
    """

    def filter(self, record: LogRecord) -> bool:
        record.request_id = current_request_id.get()
        if isinstance(record.args, tuple):
            record.args = tuple(
                without_secrets(each) if isinstance(each, str) else each for each in record.args
            )
        return True


def logging_settings() -> dict[str, Any]:
    """Return Django's LOGGING."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": "config.telling.RequestId"}},
        "formatters": {
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "format": "{asctime}{levelname}{name}{message}{request_id}",
                "style": "{",
                "json_ensure_ascii": False,
            }
        },
        "handlers": {
            "lines": {
                "class": "logging.StreamHandler",
                "formatter": "json",
                "filters": ["request_id"],
            }
        },
        "root": {"handlers": ["lines"], "level": "INFO"},
        "loggers": {
            "django.request": {"level": "ERROR"},
            "django.security": {"level": "ERROR"},
            "procrastinate": {"level": "WARNING"},
            "csp": {"level": "WARNING"},
            "granian": {"level": "WARNING"},
        },
    }
