"""Human numbers: what people read to each other on the telephone."""


def human_number(prefix: str, *, year: int, count: int) -> str:
    """Return e.g. TZ-2026-0001: prefix, year, and the count within it (at least 4 digits)."""
    return f"{prefix}-{year}-{count:04d}"
