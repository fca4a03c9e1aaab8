"""What people read when a deadline asks for them."""

from dataclasses import dataclass
from datetime import datetime

from anju.clocks.lives import MORNING
from anju.clocks.models import Clock, StageFiring
from anju.clocks.rungs import ACTS
from anju.core.periods import SHANGHAI


@dataclass(frozen=True, slots=True)
class Words:
    """Title and body of a message."""

    title: str
    body: str


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
