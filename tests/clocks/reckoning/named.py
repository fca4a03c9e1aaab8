"""Calendars with names, and moments as short as the worked examples write them."""

from datetime import datetime

from hypothesis import settings

from anju.clocks.reckoning.calendars import Calendar
from anju.clocks.reckoning.moments import read_moment
from anju.clocks.reckoning.presets import presets
from anju.clocks.reckoning.targets import Pause
from anju.clocks.reckoning.windows import windows

OFFICE, DESK, ALWAYS = (presets()[code] for code in ("office", "desk", "24x7"))
NIGHT = Calendar(code="night", name="夜班", weekly=(windows("20:00-06:00"),) * 5 + ((), ()))

often = settings(max_examples=40, deadline=None)


def at(text: str) -> datetime:
    return read_moment(text if text.startswith("20") else f"2026-{text}")


def pause(begin: str, end: str) -> Pause:
    return Pause(at(begin), at(end))


def said(moment: datetime) -> str:
    return f"{moment:%m-%dT%H:%M}"


def weekly(*texts: str, zone: str = "Asia/Shanghai") -> Calendar:
    return Calendar(code="own", name="自定", weekly=(windows(*texts),) * 7, zone=zone)
