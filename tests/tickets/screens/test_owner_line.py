"""The one line the owner sees: a table of how a matter stands and what it then says."""

from datetime import date, datetime
from typing import Any

import pytest

from anju.core.periods import SHANGHAI
from anju.tickets.queries.owner_lines import Part, Standing, owner_line
from anju.tickets.states import OrderState, TicketState

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
DUE = datetime(2026, 11, 24, 17, 30, tzinfo=SHANGHAI)
WINDOW = (NOW.replace(hour=14), NOW.replace(hour=16))
PAST = (NOW.replace(hour=8), NOW.replace(hour=9))


def part(state: OrderState, **more: Any) -> Part:
    return Part(state, more.pop("department", "工程部"), **more)


@pytest.mark.parametrize(
    ("standing", "line"),
    [
        ({"promised": DUE}, "正在办理,明天 17:30 前答复您"),
        ({}, "正在办理"),
        (
            {"parts": [part(OrderState.WAITING)], "promised": DUE},
            "已安排工程部,明天 17:30 前答复您",
        ),
        ({"parts": [part(OrderState.WAITING, department="")]}, "正在安排人员"),
        ({"parts": [part(OrderState.ASSIGNED)]}, "已安排工程部"),
        (
            {"parts": [part(OrderState.ACCEPTED)], "wished": WINDOW, "is_at_home": True},
            "师傅今天 14:00–16:00 上门",
        ),
        ({"parts": [part(OrderState.ACCEPTED)], "wished": WINDOW}, "已安排工程部"),
        (
            {"parts": [part(OrderState.ACCEPTED)], "wished": PAST, "is_at_home": True},
            "已安排工程部",
        ),
        ({"parts": [part(OrderState.STARTED)], "is_at_home": True}, "师傅正在处理"),
        ({"parts": [part(OrderState.STARTED)]}, "正在现场处理"),
        (
            {"parts": [part(OrderState.DEFERRED, deferred_until=date(2026, 11, 27))]},
            "改在周五处理",
        ),
        ({"parts": [part(OrderState.DONE), part(OrderState.CANCELLED)]}, "已处理完,正在核实"),
        ({"parts": [part(OrderState.CANCELLED)]}, "正在办理"),
        ({"helping": "工程部", "promised": DUE}, "已请工程部协助,明天 17:30 前答复您"),
        (
            {"parts": [part(OrderState.STARTED)], "promised": NOW, "is_broken": True},
            "没能按承诺的时间答复您,正在现场处理,会尽快联系您",
        ),
        ({"state": TicketState.ANSWERED, "answered_at": NOW}, "已于今天 10:00 答复"),
        (
            {"state": TicketState.ANSWERED, "answered_at": NOW, "follows_up": True},
            "已于今天 10:00 答复,稍后会回访您",
        ),
        ({"state": TicketState.CLOSED}, "已办结"),
        ({"state": TicketState.CANCELLED}, "已取消"),
        (
            {"state": TicketState.MERGED, "merged_into": "GD-2026-0007"},
            "与 GD-2026-0007 一并处理",
        ),
    ],
)
def test_the_line(standing: dict[str, Any], line: str) -> None:
    assert owner_line(Standing(**{"state": TicketState.OPEN, **standing}), now=NOW) == line


@pytest.mark.parametrize("state", TicketState.values)
@pytest.mark.parametrize("order", [None, *OrderState])
def test_every_state_has_a_line_without_codes(state: str, order: OrderState | None) -> None:
    parts = [Part(order, "")] if order else []
    line = owner_line(Standing(state=state, parts=parts), now=NOW)

    assert line
    assert not any("a" <= each.lower() <= "z" for each in line)
    assert "None" not in line
