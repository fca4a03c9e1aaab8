"""Time as people say it, and half-open periods. Pure: the present is always passed in."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKDAYS = "一二三四五六日"


def local_date(at: datetime) -> date:
    """Return the calendar date in Shanghai at a moment (never the server's own date)."""
    return at.astimezone(SHANGHAI).date()


def spoken_time(then: datetime, *, now: datetime) -> str:
    """Return a moment as people say it: 今天 15:30, 昨天 09:05, 周五 17:30, 11月20日 17:30.

    The weekday alone stands for the coming six days; another year is named in full.
    """
    then_local, today = then.astimezone(SHANGHAI), local_date(now)
    return f"{spoken_date(then_local.date(), today=today)} {then_local:%H:%M}"


def spoken_end(then: datetime, *, now: datetime) -> str:
    """Return the end of a period as people say it: midnight is the end of the day before it."""
    then_local = then.astimezone(SHANGHAI)
    if then_local.time() != time():
        return spoken_time(then, now=now)
    last_day = then_local.date() - timedelta(days=1)
    return f"{spoken_date(last_day, today=local_date(now))} 24:00"


def spoken_date(then: date, *, today: date) -> str:
    """Return a date as people say it, seen from `today`."""
    days = (then - today).days
    near = {-2: "前天", -1: "昨天", 0: "今天", 1: "明天", 2: "后天"}
    if days in near:
        return near[days]
    if 2 < days < 7:
        return f"周{WEEKDAYS[then.weekday()]}"
    if then.year == today.year:
        return f"{then.month}月{then.day}日"
    return f"{then.year}年{then.month}月{then.day}日"


def spoken_age(then: datetime, *, now: datetime) -> str:
    """Return how long ago a moment was: 刚刚, 5 分钟前, 3 小时前, 12 天前."""
    minutes = int((now - then) / timedelta(minutes=1))
    if minutes < 1:
        return "刚刚"
    if minutes < 60:
        return f"{minutes} 分钟前"
    if minutes < 24 * 60:
        return f"{minutes // 60} 小时前"
    return f"{minutes // (24 * 60)} 天前"


def covers(starts: date, ends: date | None, day: date) -> bool:
    """Tell whether a day lies in the half-open period [starts, ends); no end is open."""
    return starts <= day and (ends is None or day < ends)
