"""Whole calls to play for practice: what an exchange would report, step by step. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

Step = tuple[str, int, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Story:
    """A call as one event after another: its name, and (event, seconds, further fields)."""

    code: str
    label: str
    steps: tuple[Step, ...]
    direction: str = "in"

    def bodies(
        self, *, call_id: str, other: str, ours: str, user: str, starts_at: datetime
    ) -> Iterator[dict[str, Any]]:
        """Yield the bodies that an exchange would send, in the order in which they arrive."""
        sides = (
            {"from": other, "to": ours} if self.direction == "in" else {"from": ours, "to": other}
        )
        for kind, seconds, more in self.steps:
            said = {
                "event": kind,
                "callId": call_id,
                "direction": self.direction,
                **sides,
                "ts": (starts_at + timedelta(seconds=seconds)).isoformat(),
                **more,
            }
            if kind == "answer":
                said["answeringNumber"] = user
            yield said


NEW: Step = ("newCall", 0, {"queue": "客服热线"})
OVER: Mapping[str, Any] = {"cause": "normalClearing", "hangupBy": "caller"}

STORIES = (
    Story("ring", "响铃,等您处理", (NEW,)),
    Story("talk", "响铃后由我接听,通话中", (NEW, ("answer", 4, {}))),
    Story("whole", "接听、通话 3 分钟、对方挂断", (NEW, ("answer", 5, {}), ("hangup", 185, OVER))),
    Story(
        "held",
        "接听、保持 40 秒、恢复、挂断",
        (NEW, ("answer", 4, {}), ("hold", 30, {}), ("resume", 70, {}), ("hangup", 150, OVER)),
    ),
    Story("missed", "响铃 30 秒无人接听", (NEW, ("hangup", 30, {"cause": "noAnswer"}))),
    Story(
        "disorder",
        "事件顺序颠倒(挂断先到)",
        (("hangup", 90, OVER), ("answer", 6, {}), NEW),
    ),
    Story(
        "repeated",
        "每个事件都重复送到",
        (
            NEW,
            NEW,
            ("answer", 5, {}),
            ("answer", 5, {}),
            ("hangup", 60, OVER),
            ("hangup", 60, OVER),
        ),
    ),
    Story("headless", "没有响铃事件,直接接听", (("answer", 0, {}), ("hangup", 45, OVER))),
    Story(
        "out",
        "去电,已接通并结束",
        (("newCall", 0, {}), ("answer", 8, {}), ("hangup", 100, OVER)),
        direction="out",
    ),
)
BY_CODE = {story.code: story for story in STORIES}
