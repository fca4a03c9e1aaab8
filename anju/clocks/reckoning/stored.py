"""Calendars, lists and targets as plain data, so that versions of them can be kept as JSON."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from anju.clocks.reckoning.calendars import Calendar, OwnDay
from anju.clocks.reckoning.errors import CalendarRefused, ReckoningRefused
from anju.clocks.reckoning.holidays import HolidayDay, HolidayList
from anju.clocks.reckoning.targets import Duration, Fixed, Promise, Target
from anju.clocks.reckoning.windows import Closure, read_window

Plain = dict[str, Any]


def calendar_to_dict(calendar: Calendar, *, with_lists: bool = True) -> Plain:
    """Return a calendar as JSON can hold it; with its lists it reckons the same for ever."""
    said: Plain = {
        "code": calendar.code,
        "name": calendar.name,
        "zone": calendar.zone,
        "weekly": [[window.written for window in day] for day in calendar.weekly],
        "follows_state_council": calendar.follows_state_council,
        "makeup_weekday": calendar.makeup_weekday,
        "closures": [
            {
                "begin": calendar.local(closure.begin).isoformat(timespec="minutes"),
                "end": calendar.local(closure.end).isoformat(timespec="minutes"),
                "name": closure.name,
            }
            for closure in calendar.closures
        ],
        "own_days": [
            {"on": day.on.isoformat(), "is_work": day.is_work, "name": day.name}
            for day in calendar.own_days
        ],
    }
    if with_lists:
        said["lists"] = [list_to_dict(each) for each in calendar.lists]
    return said


def calendar_from_dict(
    said: Mapping[str, Any], *, lists: Iterable[HolidayList] | None = None
) -> Calendar:
    """Return the calendar; `lists`, if given, instead of those it was stored with.

    :raises CalendarRefused: if the data is not that of a calendar.
    """
    try:
        return Calendar(
            code=str(said["code"]),
            name=str(said["name"]),
            weekly=tuple(tuple(sorted(map(read_window, day))) for day in said["weekly"]),
            zone=str(said["zone"]),
            follows_state_council=said["follows_state_council"] is True,
            makeup_weekday=int(said["makeup_weekday"]),
            closures=tuple(map(_closure, said["closures"])),
            own_days=tuple(
                OwnDay(date.fromisoformat(day["on"]), day["is_work"] is True, str(day["name"]))
                for day in said["own_days"]
            ),
            lists=tuple(map(list_from_dict, said.get("lists", ()))) if lists is None else (*lists,),
        )
    except ReckoningRefused:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CalendarRefused("日历数据不完整或格式不对,请重新保存日历。") from error


def list_to_dict(each: HolidayList) -> Plain:
    """Return a list of holidays as JSON can hold it."""
    return {
        "year": each.year,
        "title": each.title,
        "number": each.number,
        "issued": each.issued.isoformat(),
        "source": each.source,
        "days": [[day.on.isoformat(), day.name, day.is_work] for day in each.days],
    }


def list_from_dict(said: Mapping[str, Any]) -> HolidayList:
    """Return the list that `list_to_dict` wrote; other data raises what Python raises."""
    return HolidayList(
        year=int(said["year"]),
        title=str(said["title"]),
        number=str(said["number"]),
        issued=date.fromisoformat(said["issued"]),
        days=tuple(
            HolidayDay(date.fromisoformat(on), str(name), is_work is True)
            for on, name, is_work in said["days"]
        ),
        source=str(said["source"]),
    )


def target_to_dict(target: Target) -> Plain:
    """Return a target as JSON can hold it."""
    if isinstance(target, Duration):
        return {"minutes": target.minutes}
    if isinstance(target, Promise):
        return {"promise": target.day, "at": target.at, "cutoff": target.cutoff}
    at = target.at.isoformat(timespec="minutes")
    return {"fixed": at, "is_renewed": target.is_renewed}


def target_from_dict(said: Mapping[str, Any]) -> Target:
    """Return the target that `target_to_dict` wrote; other data raises what Python raises."""
    if "minutes" in said:
        return Duration(said["minutes"])
    if "promise" in said:
        return Promise(said["promise"], said["at"], said["cutoff"])
    return Fixed(datetime.fromisoformat(said["fixed"]), said["is_renewed"] is True)


def _closure(said: Mapping[str, Any]) -> Closure:
    return Closure(
        begin=datetime.fromisoformat(said["begin"]),
        end=datetime.fromisoformat(said["end"]),
        name=str(said["name"]),
    )
