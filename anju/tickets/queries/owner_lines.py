"""The one line that the owner sees as the state of their matter. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from anju.core.periods import SHANGHAI, local_date, spoken_date, spoken_time
from anju.tickets.states import OrderState, TicketState

_AT_WORK = (OrderState.ASSIGNED, OrderState.ACCEPTED)
_OVER = (OrderState.DONE, OrderState.CHECKED)


@dataclass(frozen=True, slots=True)
class Part:
    """A work order as the owner's line needs it; never who works on it."""

    state: str
    department: str = ""
    deferred_until: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a ticket stands.

    :param promised: when the running promise is due; None without one.
    :param is_broken: whether that promise is past.
    :param helping: the department asked for help that has not answered yet.
    :param wished: the window the owner wished for.
    :param is_at_home: whether somebody comes to the owner's door for it.
    :param merged_into: the number of the ticket that absorbed it.
    """

    state: str
    parts: Sequence[Part] = ()
    promised: datetime | None = None
    is_broken: bool = False
    helping: str = ""
    wished: tuple[datetime, datetime] | None = None
    is_at_home: bool = False
    answered_at: datetime | None = None
    merged_into: str = ""
    follows_up: bool = False


def owner_line(subject: Standing, *, now: datetime) -> str:
    """Return the state of a matter in words for its owner: 师傅今天 14:00–16:00 上门.

    No names, no department's inner doings, and never a time that has passed as if it were to come.
    """
    match TicketState(subject.state):
        case TicketState.ANSWERED:
            when = subject.answered_at
            told = f"已于{spoken_time(when, now=now)} 答复" if when else "已答复"
            return f"{told},稍后会回访您" if subject.follows_up else told
        case TicketState.CLOSED:
            return "已办结,会再联系您" if subject.follows_up else "已办结"
        case TicketState.CANCELLED:
            return "已取消"
        case TicketState.MERGED:
            return f"与 {subject.merged_into} 一并处理"
    doing = _doing(subject, now)
    if subject.is_broken:
        return f"没能按承诺的时间答复您,{doing},会尽快联系您"
    if subject.promised is None:
        return doing
    return f"{doing},{spoken_time(subject.promised, now=now)} 前答复您"


def _doing(subject: Standing, now: datetime) -> str:
    """Return what is being done now."""
    states = {part.state for part in subject.parts} - {OrderState.CANCELLED}
    if OrderState.STARTED in states:
        return "师傅正在处理" if subject.is_at_home else "正在现场处理"
    if states & set(_AT_WORK):
        return _coming(subject, now)
    if states & {OrderState.WAITING, OrderState.REFUSED}:
        return _arranged(subject, OrderState.WAITING, otherwise="正在安排人员")
    if OrderState.DEFERRED in states:
        days = [part.deferred_until for part in subject.parts if part.deferred_until]
        return f"改在{spoken_date(min(days), today=local_date(now))}处理" if days else "改日处理"
    if subject.helping:
        return f"已请{subject.helping}协助"
    return "已处理完,正在核实" if states & set(_OVER) else "正在办理"


def _coming(subject: Standing, now: datetime) -> str:
    """Return when somebody comes if that is still ahead, else who was sent."""
    if subject.is_at_home and subject.wished and subject.wished[1] > now:
        begin, end = (each.astimezone(SHANGHAI) for each in subject.wished)
        if begin.date() == end.date():
            day = spoken_date(begin.date(), today=local_date(now))
            return f"师傅{day} {begin:%H:%M}–{end:%H:%M} 上门"
    return _arranged(subject, *_AT_WORK, otherwise="已安排人员")


def _arranged(subject: Standing, *states: str, otherwise: str) -> str:
    for part in subject.parts:
        if part.state in states and part.department:
            return f"已安排{part.department}"
    return otherwise
