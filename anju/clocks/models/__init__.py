"""Calendars, policies, clocks: everything this app keeps."""

from anju.clocks.models.calendars import CalendarVersion, HolidayYear, WorkCalendar
from anju.clocks.models.clocks import Clock, ClockEvent, StageFiring
from anju.clocks.models.policies import ClockPolicy, ClockSetting, PolicyVersion
from anju.clocks.models.sweeps import Sweep

__all__ = [
    "CalendarVersion",
    "Clock",
    "ClockEvent",
    "ClockPolicy",
    "ClockSetting",
    "HolidayYear",
    "PolicyVersion",
    "StageFiring",
    "Sweep",
    "WorkCalendar",
]
