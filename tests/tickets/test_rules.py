"""Remits and dispatch rules: the nearest branch wins; the first that fits wins."""

from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.core.errors import StaleEdit
from anju.estate.models import Building
from anju.organization.models import Department
from anju.tickets.commands.dispatch import RulesRefused, change_dispatch
from anju.tickets.commands.remits import add_remit, change_remit, restore_remit, retire_remit
from anju.tickets.contents import RuleDraft
from anju.tickets.matching import Facts, covers_hour, match
from anju.tickets.models import DispatchEdition, DispatchRule, Remit
from anju.tickets.queries.dispatch import facts_of, rule_for, rules_of
from anju.tickets.queries.remits import is_within_remit, remit_list
from anju.tickets.refusals import NameTaken
from anju.tickets.states import MatterKind, May, Way
from anju.tickets.verbs import TicketVerb
from tests import world
from tests.threads import at_once
from tests.tickets.desk import added, category

pytestmark = pytest.mark.django_db
NOW: dict[str, Any] = {"by": SYSTEM, "at": world.AT}
DAY, NIGHT = time(10), time(23)


def sent(*path: str, hour: time = DAY) -> str:
    here = world.project()
    found = rule_for(here, facts_of(here, category(*path) if path else None, None, hour))
    return found.department.name if found.department else ""


def drafts() -> list[RuleDraft]:
    return [RuleDraft.of(rule) for rule in rules_of(world.project())]


def test_the_shipped_remits_send_complaints_up_and_keep_repairs() -> None:
    here = world.project()
    desk, assistant = world.post("receptionist"), world.post("assistant")

    kept = is_within_remit(here, desk, category("厨房", "下水"), MatterKind.REPAIR)
    up = is_within_remit(here, desk, category("厨房", "下水"), MatterKind.COMPLAINT)

    assert kept and kept.goes_to is None
    assert not up and up.goes_to == world.post("supervisor")
    assert "客户服务主管" in up.why
    assert is_within_remit(here, assistant, category("绿化"), MatterKind.COMPLAINT)
    assert not is_within_remit(here, assistant, category("服务", "收费"), MatterKind.COMPLAINT)


def test_the_nearest_branch_wins_and_then_the_kind() -> None:
    here, desk = world.project(), world.post("receptionist")
    lift, trapped = category("公共区域", "电梯"), category("公共区域", "电梯", "困人")
    noise = category("公共区域", "电梯", "异响抖动")
    add_remit(project=here, post=desk, category=lift, kind="", may=May.UP, **NOW)
    add_remit(project=here, post=desk, category=noise, kind=MatterKind.REPAIR, may=May.ALONE, **NOW)

    assert not is_within_remit(here, desk, trapped, MatterKind.REPAIR)
    assert not is_within_remit(here, desk, lift, MatterKind.REPAIR)
    assert is_within_remit(here, desk, noise, MatterKind.REPAIR)
    assert not is_within_remit(here, desk, noise, MatterKind.HELP)
    assert is_within_remit(here, desk, None, MatterKind.REPAIR)


def test_what_no_remit_speaks_of_goes_up_and_the_top_keeps_all() -> None:
    here = world.project()

    up = is_within_remit(here, world.post("engineering"), None, MatterKind.QUESTION)

    assert not up and up.remit is None and up.goes_to == world.post("manager")
    assert is_within_remit(here, world.post("manager"), None, MatterKind.COMPLAINT)


def test_a_remit_is_said_once_changed_retired_and_restored() -> None:
    here, desk = world.project(), world.post("cashier")
    made = add_remit(project=here, post=desk, category=None, kind="", may=May.ALONE, **NOW)
    facts: dict[str, Any] = {"post": desk, "category": None, "kind": "", "note": "先登记"}

    with pytest.raises(NameTaken):
        add_remit(project=here, post=desk, category=None, kind="", may=May.UP, **NOW)
    change_remit(remit=made, may=May.UP, seen=1, **facts, **NOW)
    with pytest.raises(StaleEdit):
        change_remit(remit=made, may=May.ALONE, seen=1, **facts, **NOW)
    event = Event.objects.get(verb=TicketVerb.REMIT_CHANGED)
    assert event.changes["may"] == ["可自行答复处理", "上报上级岗位"]
    retire_remit(remit=made, **NOW)
    assert made not in remit_list(here)
    restore_remit(remit=made, **NOW)
    assert made in remit_list(here)
    assert Remit.objects.get(pk=made.pk).may == May.UP


def test_asking_a_remit_costs_the_same_however_many() -> None:
    here, desk = world.project(), world.post("receptionist")
    matter = category("公共区域", "电梯", "困人")

    def ask() -> object:
        return is_within_remit(here, desk, matter, MatterKind.REPAIR)

    few = world.queries(ask)
    add_remit(project=here, post=desk, category=matter.parent, kind="", may=May.UP, **NOW)
    add_remit(project=here, post=desk, category=category("绿化"), kind="", may=May.UP, **NOW)
    assert world.queries(ask) == few


def test_the_shipped_rules_send_matters_where_they_belong() -> None:
    assert sent("厨房", "下水", "堵塞") == "工程部"
    assert sent("公共区域", "电梯", "内部脏乱") == "保洁部"
    assert sent("环境卫生", "垃圾") == "保洁部"
    assert sent("环境卫生", "垃圾", hour=NIGHT) == "安防部"
    assert sent("服务", "收费", "账单有误") == "财务部"
    assert sent("服务", "收费", "账单有误", hour=NIGHT) == "客户服务部"
    assert sent() == "客户服务部"


def test_the_sentence_names_the_rule() -> None:
    here = world.project()

    found = rule_for(here, facts_of(here, category("绿化"), None, DAY))

    assert found.rule is not None
    assert found.sentence == f"规则{found.rule.rank}:绿化 → 绿化部,最久空闲"
    assert found.match.looked[0].missed == ("事项分类不符",)


def test_a_closed_department_is_passed_over_and_the_category_has_the_last_word() -> None:
    here = world.project()
    Department.objects.of(here).filter(name="绿化部").update(retired_at=world.AT)
    assert sent("绿化") == "客户服务部"
    change_dispatch(
        project=here,
        rules=[RuleDraft("电梯", world.department(here, "工程部"), category=category("公共区域"))],
        **NOW,
    )

    found = rule_for(here, facts_of(here, category("安全秩序", "宠物"), None, DAY))

    assert found.rule is None
    assert found.sentence == "没有规则符合,按事项分类的默认部门 → 安防部"
    assert rule_for(here, facts_of(here, category("绿化"), None, DAY)).department is None


def test_a_building_is_asked() -> None:
    here = world.project()
    tower = Building.objects.create(project=here, code="9", code_key="9", name="9栋")
    rule = RuleDraft("9栋", world.department(here, "管理处"), Way.GRAB, building=tower)
    change_dispatch(project=here, rules=[rule, *drafts()], **NOW)

    found = rule_for(here, facts_of(here, category("绿化"), tower, DAY))

    assert found.sentence == "规则1:9栋 → 管理处,抢单"
    assert sent("绿化") == "绿化部"


def test_a_new_list_is_a_new_edition_and_the_old_one_stays() -> None:
    here, before = world.project(), drafts()
    first = DispatchRule.objects.filter(project=here).count()

    change_dispatch(project=here, rules=[before[1], before[0], *before[3:]], seen=1, **NOW)

    assert DispatchRule.objects.filter(project=here).count() == 2 * first - 1
    assert [rule.name for rule in rules_of(here)][:2] == [before[1].name, before[0].name]
    changes = Event.objects.get(verb=TicketVerb.DISPATCH_CHANGED).changes
    assert before[2].name in changes["dispatch_rule"][0]
    assert changes["order"][1].startswith(f"{before[1].name}、{before[0].name}")
    with pytest.raises(StaleEdit):
        change_dispatch(project=here, rules=before, seen=1, **NOW)


def test_a_list_that_cannot_be_is_refused() -> None:
    here, before = world.project(), drafts()

    with pytest.raises(RulesRefused, match="至少"):
        change_dispatch(project=here, rules=[], **NOW)
    with pytest.raises(RulesRefused, match="换一个名称"):
        change_dispatch(project=here, rules=[before[0], before[0]], **NOW)
    with pytest.raises(RulesRefused, match="只能放在最后"):
        change_dispatch(project=here, rules=[before[-1], before[0]], **NOW)


def test_asking_the_rules_costs_the_same_however_many() -> None:
    here = world.project()
    facts = facts_of(here, category("绿化"), None, DAY)
    many = world.queries(lambda: rule_for(here, facts))

    change_dispatch(project=here, rules=drafts()[-1:], **NOW)

    assert world.queries(lambda: rule_for(here, facts)) == many


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_the_list_at_once_one_is_told() -> None:
    here, before = world.project(), drafts()
    upside, shorter = [before[1], before[0], *before[2:]], before[1:]

    results = at_once(
        lambda: change_dispatch(project=here, rules=upside, seen=1, **NOW),
        lambda: change_dispatch(project=here, rules=shorter, seen=1, **NOW),
    )

    assert sorted(type(each).__name__ for each in results) == ["DispatchEdition", "StaleEdit"]
    assert DispatchEdition.objects.filter(project=here).count() == 2


def test_a_rule_of_a_branch_added_later_is_reached() -> None:
    here = world.project()
    pool = added("泳池", added("会所"))
    rule = RuleDraft("会所", world.department(here, "工程部"), category=pool.parent)

    change_dispatch(project=here, rules=[rule, *drafts()], **NOW)

    assert sent("会所", "泳池") == "工程部"


class Terms:
    """A rule as matching sees it."""

    def __init__(
        self,
        category_id: int | None,
        building_id: int | None,
        hours: tuple[time, time] | None,
        is_open: bool,
    ) -> None:
        self.category_id, self.building_id, self.is_open = category_id, building_id, is_open
        self.starts: time | None = hours[0] if hours else None
        self.ends: time | None = hours[1] if hours else None


IDS = st.one_of(st.none(), st.integers(1, 4))
RULES = st.lists(
    st.builds(
        Terms, IDS, IDS, st.one_of(st.none(), st.tuples(st.times(), st.times())), st.booleans()
    )
)
FACTS = st.builds(
    Facts,
    path=st.lists(st.integers(1, 4), max_size=3).map(tuple),
    building_id=IDS,
    hour=st.one_of(st.none(), st.times()),
)


@given(rules=RULES, facts=FACTS)
def test_the_first_that_fits_wins_whatever_follows(rules: list[Terms], facts: Facts) -> None:
    found = match(rules, facts)

    alone = [match([rule], facts).index is not None for rule in rules]
    assert found.index == (alone.index(True) if True in alone else None)
    assert len(found.looked) == (len(rules) if found.index is None else found.index + 1)
    if found.index is not None:
        assert match(rules[: found.index + 1], facts).index == found.index


@given(starts=st.times(), ends=st.times(), hour=st.times())
def test_an_hour_lies_in_a_window_or_in_its_complement(
    starts: time, ends: time, hour: time
) -> None:
    if starts != ends:
        assert covers_hour(starts, ends, hour) != covers_hour(ends, starts, hour)
    else:
        assert covers_hour(starts, ends, hour)
