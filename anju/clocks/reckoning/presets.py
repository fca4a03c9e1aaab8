"""The calendars that come with Anju; a shell and a new project have them at once."""

from functools import cache

from anju.clocks.reckoning.calendars import Calendar
from anju.clocks.reckoning.holiday_files import state_council
from anju.clocks.reckoning.windows import windows

PRESET_CODES = ("office", "desk", "24x7")


@cache
def presets() -> dict[str, Calendar]:
    """Return the preset calendars by code, with the State Council's lists that come with Anju."""
    office = windows("08:30-12:00", "13:30-17:30")
    desk = windows("08:00-20:00")
    always = windows("00:00-24:00")
    found = (
        Calendar(
            code="office",
            name="办公时间",
            weekly=(office,) * 5 + ((), ()),
            follows_state_council=True,
            makeup_weekday=0,
            lists=state_council(),
        ),
        Calendar(code="desk", name="前台时间", weekly=(desk,) * 7),
        Calendar(code="24x7", name="全天候", weekly=(always,) * 7),
    )
    return {calendar.code: calendar for calendar in found}
