"""Lengths of time and stages in words; what people read when a deadline asks for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from anju.clocks.lives import MORNING
from anju.clocks.models import Clock, StageFiring
from anju.clocks.reckoning.targets import Stage, Unit
from anju.clocks.rungs import ACTS, Rung
from anju.core.periods import SHANGHAI


@dataclass(frozen=True, slots=True)
class Words:
    """Title and body of a message."""

    title: str
    body: str


def said_minutes(minutes: int) -> str:
    """Return a length of calendar time: 35 分钟, 2 小时, 2 小时 5 分钟, 2 天 1 小时."""
    days, rest = divmod(minutes, 24 * 60)
    if not days:
        return said_working_minutes(rest)
    hours = rest // 60
    return f"{days} 天 {hours} 小时" if hours else f"{days} 天"


def said_working_minutes(minutes: int) -> str:
    """Return a length of working time, never in days: a working day has no 24 hours."""
    hours, left = divmod(minutes, 60)
    if not hours:
        return f"{left} 分钟"
    return f"{hours} 小时 {left} 分钟" if left else f"{hours} 小时"


def said_stage(stage: Stage) -> str:
    """Return when a stage fires: 到期时, 到期后 30 分钟(工作时间)."""
    if not stage.minutes:
        return "到期时"
    side, minutes = ("后" if stage.minutes > 0 else "前"), abs(stage.minutes)
    if stage.unit is Unit.WORKING:
        return f"到期{side} {said_working_minutes(minutes)}(工作时间)"
    return f"到期{side} {said_minutes(minutes)}"


def said_firing(firing: StageFiring, rungs: Iterable[Rung]) -> str:
    """Return which stage has fired, as the trail keeps it.

    :param rungs: the chain of the clock's policy.
    """
    stages = {rung.key: rung.stage for rung in rungs}
    return said_stage(stages[firing.stage]) if firing.stage in stages else "破诺后的工作日早晨"


def of_stage(firing: StageFiring) -> Words:
    """Return what those read whom a stage tells."""
    clock = firing.clock
    due = f"到期时间 {_spoken(clock.due_at)}"
    if firing.stage.startswith(MORNING):
        return Words(f"已破诺:{clock}", f"{due},业主仍未得到答复,请今天答复或重新作出承诺。")
    asked = "、".join(ACTS[act] for act in firing.acts)
    asks = f",请{asked}" if asked else ",请尽快处理"
    if firing.planned_at < clock.due_at:
        return Words(f"即将到期:{clock}", f"{due}{asks}。")
    return Words(f"{'已逾期' if clock.is_broken else '已到期'}:{clock}", f"{due}{asks}。")


def of_resume(clock: Clock) -> Words:
    """Return what the holder reads when a pause has ended by itself."""
    return Words("暂停已结束,请继续处理", f"{clock}恢复计时,到期时间 {_spoken(clock.due_at)}。")


def of_renewal(clock: Clock) -> Words:
    """Return what the holder of a promise reads when the calendar changed under it."""
    return Words(
        "请与业主重新约定时间",
        f"工作日历有变动,已告知业主的承诺时间({_spoken(clock.due_at)})不变。"
        "如不能按时答复,请提前与业主续诺。",
    )


def _spoken(moment: datetime) -> str:
    local = moment.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日 {local:%H:%M}"
