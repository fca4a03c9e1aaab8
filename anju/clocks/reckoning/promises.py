"""Promises: the n-th working day after the receiving date, at a literal time (rules 3 and 4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anju.clocks.reckoning.calendars import Calendar
from anju.clocks.reckoning.errors import BeyondBound, QuestionRefused
from anju.clocks.reckoning.moments import (
    BOUND,
    BOUND_DAYS,
    local_minute,
    midnight,
    said_moment,
    to_minute,
    to_moment,
)
from anju.clocks.reckoning.targets import Promise


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receiving date of a contact, and whether the cut-off moved it to the next date."""

    on: date
    is_after_cutoff: bool


def receipt(calendar: Calendar, promise: Promise, start: int) -> Receipt:
    """Return the date a contact counts as received on, working or not.

    The cut-off minute itself is in time.
    """
    local = to_moment(start, calendar.tz)
    is_late = promise.cutoff is not None and local.hour * 60 + local.minute > promise.cutoff
    return Receipt(local.date() + timedelta(days=int(is_late)), is_late)


def promise_date(calendar: Calendar, promise: Promise, received: date) -> date:
    """Return the n-th working day after the receiving date.

    :raises BeyondBound: if it is more than 400 days later.
    """
    count = 0
    for on in dates_after(received):
        count += calendar.is_working_day(on)
        if count == promise.day:
            return on
    raise BeyondBound(
        f"{received} 之后 {BOUND_DAYS} 天内,日历“{calendar.name}”没有第 {promise.day} 个工作日。"
        "请承诺更近的日期,或调整日历的工作时间。"
    )


def dates_after(received: date) -> Iterator[date]:
    """Yield the 400 dates after a date."""
    yield from (received + timedelta(days=count) for count in range(1, BOUND_DAYS + 1))


def promise_minute(calendar: Calendar, promise: Promise, start: int) -> int:
    """Return the due minute of a promise given for a contact at `start`."""
    on = promise_date(calendar, promise, receipt(calendar, promise, start).on)
    return local_minute(midnight(on) + timedelta(minutes=promise.at), calendar.tz)


def checked_renewal(calendar: Calendar, new: datetime, *, old: datetime, now: datetime) -> datetime:
    """Return the new time of a renewed promise, in whole minutes.

    :raises QuestionRefused: unless it is later than now and than the old one.
    :raises BeyondBound: if it is more than 400 days from now.
    """
    minute, zone = to_minute(new, calendar.tz), calendar.tz
    for other, said in ((old, "原承诺时间"), (now, "现在")):
        if minute <= to_minute(other, zone):
            raise QuestionRefused(
                f"新的承诺时间须晚于{said}({said_moment(to_minute(other, zone), zone)}),"
                "请重新选择。"
            )
    return _near(calendar, minute, to_minute(now, zone))


def checked_hand_set(
    calendar: Calendar, new: datetime, *, started_at: datetime, now: datetime
) -> datetime:
    """Return a due time set by hand, in whole minutes (rule 13).

    :raises QuestionRefused: if it is before the clock's start.
    :raises BeyondBound: if it is more than 400 days from now.
    """
    minute, start = to_minute(new, calendar.tz), to_minute(started_at, calendar.tz)
    if minute < start:
        raise QuestionRefused(
            f"到期时间不能早于计时开始({said_moment(start, calendar.tz)}),请重新选择。"
        )
    return _near(calendar, minute, to_minute(now, calendar.tz))


def _near(calendar: Calendar, minute: int, now: int) -> datetime:
    if minute - now > BOUND:
        raise BeyondBound(f"时间超过 {BOUND_DAYS} 天,请选择更近的日期。")
    return to_moment(minute, calendar.tz)


def reopens_same(calendar: Calendar, *, closed_at: datetime, at: datetime, days: int) -> bool:
    """Tell whether reopened work is a new instance of the same case (rule 8).

    It is for `days` calendar dates from the closing date, that date included; afterwards a new
    linked case is made instead.
    """
    closed, now = calendar.local(closed_at).date(), calendar.local(at).date()
    return (now - closed).days < days
