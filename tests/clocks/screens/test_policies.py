"""Policies: read in words, arranged as a list, tried, saved as a whole after a preview."""

from typing import Any

import pytest
from django.test import Client

from anju.clocks.commands.policies import change_policies
from anju.clocks.forms.lists import drafts_of
from anju.clocks.queries.policies import policies_of
from anju.core.actors import SYSTEM
from tests import world
from tests.clocks import cases
from tests.clocks.cases import at
from tests.clocks.screens.pages import edit_in, hidden, rows, text, url

pytestmark = pytest.mark.django_db
STAGE = {"side": "at", "unit": "working", "tell": "holder"}


def typed(**more: Any) -> dict[str, Any]:
    """A policy's form as posted."""
    return {
        "name": "高层 10 分钟",
        "way": "minutes",
        "minutes": "10",
        "calendar": "desk",
        **rows("stages", STAGE),
        **more,
    }


def names(kind: str = "own") -> list[str]:
    return [policy.name for policy in policies_of(world.project(), kind)]


def edited(client: Client, kind: str = "own", **posted: Any) -> str:
    return edit_in(client.post(url("add_policy", kind), typed(**posted)))


def open_list(client: Client) -> Any:
    """Begin to edit a list without changing it yet."""
    return client.post(url("arrange", "own"), {"do": "up:1"})


def confirmed(client: Client, edit: str, kind: str = "own") -> Any:
    shown = text(client.get(url("preview_policies", kind), {"edit": edit}))
    return client.post(url("preview_policies", kind), {**hidden(shown), "reason": "试行"})


def test_reads_in_words(receptionist: Client) -> None:
    said = text(receptionist.get(url("policies")))

    for words in ("15 个工作分钟", "级别为“紧急”", "次日(下一个工作日)17:30 前", "12 个工作小时"):
        assert words in said, words
    assert "到期后 30 分钟(工作时间) → 客户服务主管,升一级" in said
    assert "修改</a>" not in said


def test_a_new_policy_stands_before_the_one_for_all_others(supervisor: Client) -> None:
    edit = edited(supervisor, if_building="高层", if_hour="8-17")

    assert names() == ["紧急:15 分钟内接单(全天候)", "15 分钟内接单"]
    assert confirmed(supervisor, edit).status_code == 302
    assert names() == ["紧急:15 分钟内接单(全天候)", "高层 10 分钟", "15 分钟内接单"]
    added = policies_of(world.project(), "own")[1]
    assert added.conditions == {"building": ["高层"], "hour": {"at_least": 8, "at_most": 17}}
    assert "试行" in text(supervisor.get(url("kind", "own")))


def test_moves_up_and_down_and_retires(supervisor: Client) -> None:
    edit = edited(supervisor, if_building="高层")
    up = supervisor.post(url("arrange", "own"), {"edit": edit, "do": "up:2"})
    down = supervisor.post(url("arrange", "own"), {"edit": edit_in(up), "do": "down:1"})
    again = supervisor.post(url("arrange", "own"), {"edit": edit_in(down), "do": "up:2"})
    gone = supervisor.post(url("arrange", "own"), {"edit": edit_in(again), "do": "retire:2"})

    assert confirmed(supervisor, edit_in(gone)).status_code == 302
    assert names() == ["高层 10 分钟", "15 分钟内接单"]


def test_changing_one_previews_what_moves(supervisor: Client) -> None:
    clock = cases.started("resolve", start="11-23 10:00")
    form = typed(name="一小时办结", minutes="60")
    edit = edit_in(supervisor.post(url("change_policy", "resolve", 3), form))

    said = text(supervisor.get(url("preview_policies", "resolve"), {"edit": edit}))

    assert "保存后这 1 个时限会变" in said
    assert "2026-11-23 11:00" in said
    confirmed(supervisor, edit, "resolve")
    assert cases.fresh(clock).due_at == at("11-23 11:00")


def test_the_history_says_what_each_edition_changed(supervisor: Client) -> None:
    form = typed(
        name="一小时办结",
        minutes="60",
        calendar="office",
        if_building="高层",
        **rows(
            "stages",
            {**STAGE, "key": "handler"},
            {
                **STAGE,
                "key": "supervisor",
                "side": "after",
                "minutes": "45",
                "tell": "post:manager",
            },
        ),
    )
    edit = edit_in(supervisor.post(url("change_policy", "resolve", 3), form))
    confirm = text(supervisor.get(url("preview_policies", "resolve"), {"edit": edit}))
    confirmed(supervisor, edit, "resolve")

    history = text(supervisor.get(url("kind", "resolve"))).split("版本记录")[1]

    for words in (
        "名称:“一个前台工作日内办结” → “一小时办结”",
        "“一小时办结”时间:12 个工作小时 → 1 个工作小时",
        "“一小时办结”日历:前台时间 → 办公时间",
        "“一小时办结”适用:其他所有情况 → 楼栋为“高层”",
        "“一小时办结”提醒:到期后 30 分钟(工作时间)通知客户服务主管并升一级 → "
        "到期后 45 分钟(工作时间)通知项目经理",
        "“一小时办结”取消提醒:到期后 2 小时(工作时间)通知项目经理并升一级、要求说明原因",
    ):
        assert words in history, words
        assert words in confirm, words  # and before it is saved
    assert history.index("第 2 版") < history.index("试行") < history.index("第一版")
    assert "陈静怡" in history


def test_the_history_says_what_came_went_and_moved(supervisor: Client) -> None:
    edit = edited(supervisor, if_building="高层")
    moved = supervisor.post(url("arrange", "own"), {"edit": edit, "do": "up:2"})
    confirmed(supervisor, edit_in(moved))
    drafts = drafts_of(policies_of(world.project(), "own"))
    drafts = [drafts[1], drafts[0], drafts[2]]
    change_policies(project=world.project(), kind="own", policies=drafts, by=SYSTEM, at=world.AT)
    gone = supervisor.post(
        url("arrange", "own"), {"edit": edit_in(open_list(supervisor)), "do": "retire:2"}
    )
    confirmed(supervisor, edit_in(gone))

    history = text(supervisor.get(url("kind", "own"))).split("版本记录")[1]

    assert "停用“高层 10 分钟”" in history.split("第 3 版")[0]
    assert "顺序改为:紧急:15 分钟内接单(全天候)、高层 10 分钟" in history.split("第 3 版")[1]
    assert "新增“高层 10 分钟”:10 个工作分钟,日历前台时间,适用楼栋为“高层”" in history


def test_a_list_saved_in_between_is_told(supervisor: Client) -> None:
    edit = edited(supervisor, if_building="高层")
    project = world.project()
    drafts = drafts_of(policies_of(project, "own"))
    change_policies(project=project, kind="own", policies=drafts, by=SYSTEM, at=world.AT)

    shown = text(supervisor.get(url("preview_policies", "own"), {"edit": edit}))
    assert "情况有变" in shown
    stale = supervisor.post(url("preview_policies", "own"), {**hidden(shown), "edit": edit})

    assert stale.status_code == 409
    assert len(names()) == 2


def test_one_that_hides_the_others_is_warned_of_and_refused(supervisor: Client) -> None:
    edit = edited(supervisor, name="什么都接")

    assert "后面的规则永远用不到" in text(supervisor.get(url("kind", "own"), {"edit": edit}))
    answer = confirmed(supervisor, edit)
    assert answer.status_code == 422
    assert "只能放在最后" in text(answer)


def test_warns_of_a_promise_outside_the_hours(supervisor: Client) -> None:
    form = typed(way="promise", day="1", at="21:00", calendar="desk")
    edit = edit_in(supervisor.post(url("change_policy", "promise", 1), form))

    assert "承诺时间 21:00 在" in text(supervisor.get(url("kind", "promise"), {"edit": edit}))
    said = text(supervisor.get(url("preview_policies", "promise"), {"edit": edit}))
    assert "工作时段之外" in said


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({"minutes": ""}, "请填写多少个工作分钟"),
        ({"minutes": "0"}, "确保该值大于或等于"),
        ({"way": "promise", "day": "1", "at": "25:30"}, "不是有效的钟点"),
        ({"way": "promise", "day": "", "at": ""}, "请填写第几个工作日"),
        ({"if_hour": "早上"}, "请填写数字"),
        ({"if_hour": "17-8"}, "后一个数要不小于前一个"),
        (rows("stages", {**STAGE, "side": "after"}), "提前或超过多少分钟"),
    ],
    ids=["no-minutes", "zero", "hours", "no-day", "hour", "range", "stage"],
)
def test_refuses_what_is_no_policy(supervisor: Client, posted: Any, words: str) -> None:
    answer = supervisor.post(url("add_policy", "own"), typed(**posted))

    assert answer.status_code == 422
    assert words in text(answer)


def test_tries_a_case_and_says_why_not_the_others(receptionist: Client) -> None:
    usual = text(receptionist.get(url("try"), {"kind": "own", "is_level": "一般"}))
    urgent = text(
        receptionist.get(
            url("try"), {"kind": "own", "is_level": "紧急"}, headers={"HX-Request": "true"}
        )
    )
    nothing = text(receptionist.get(url("try"), {"kind": "act", "is_level": "一般"}))

    assert "要求级别为“紧急”,实为“一般”" in usual
    assert "15 分钟内接单" in usual
    assert "条件全部符合,采用" in urgent
    assert "<html" not in urgent
    assert "没有适用的规则" in nothing
    assert receptionist.get(url("try"), {"kind": "nonsense"}).status_code == 422


def test_strangers_and_readers_stay_out(supervisor: Client, receptionist: Client) -> None:
    for name, more in (
        ("add_policy", ["own"]),
        ("change_policy", ["own", 1]),
        ("arrange", ["own"]),
    ):
        assert receptionist.get(url(name, *more)).status_code == 403
    for address in (
        url("kind", "unheard-of"),
        url("change_policy", "own", 9),
        url("preview_policies", "own"),
        url("arrange", "own"),
    ):
        assert supervisor.get(address).status_code == 404


def test_costs_the_same_for_one_policy_and_three(supervisor: Client) -> None:
    few = world.queries(lambda: supervisor.get(url("policies")))
    one = world.queries(lambda: supervisor.get(url("kind", "own")))
    for place in ("东区", "西区"):
        confirmed(supervisor, edited(supervisor, name=place, if_building=place))

    assert len(names()) == 4
    assert world.queries(lambda: supervisor.get(url("policies"))) == few
    assert world.queries(lambda: supervisor.get(url("kind", "own"))) == one
