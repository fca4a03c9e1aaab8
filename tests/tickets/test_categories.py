"""The tree of matters: adding, changing, moving, retiring, restoring."""

from typing import Any

import pytest

from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.core.errors import StaleEdit
from anju.tickets.commands.categories import (
    NowhereToGo,
    TooDeep,
    change_category,
    hang_category,
    move_category,
    restore_category,
    retire_category,
)
from anju.tickets.commands.dispatch import change_dispatch
from anju.tickets.contents import RuleDraft
from anju.tickets.forms.categories import CategoryForm
from anju.tickets.models import Category
from anju.tickets.queries.categories import tree_of
from anju.tickets.refusals import AlreadyRetired, InUse, NameTaken, OtherProject
from anju.tickets.verbs import TicketVerb
from tests import world
from tests.threads import at_once
from tests.tickets.desk import added, category, facts

pytestmark = pytest.mark.django_db
NOW: dict[str, Any] = {"by": SYSTEM, "at": world.AT}


def test_whether_work_disturbs_is_part_of_an_entry_and_shipped_for_some() -> None:
    pipe = category("公共区域", "给排水", "主管道堵塞")
    lamp = category("公共区域", "楼道照明", "灯不亮")
    assert (pipe.disturbs, lamp.disturbs) == (True, False)
    said = CategoryForm.of(lamp)
    form = CategoryForm(
        {**said, "department": said["department"] or "", "disturbs": "on"}, project=world.project()
    )
    assert form.is_valid(), form.errors

    changed = change_category(category=lamp, facts=form.facts(), **NOW)

    assert changed.disturbs
    told = Event.objects.filter(verb=TicketVerb.CATEGORY_CHANGED).latest("pk")
    assert told.changes["disturbs"][1] == "是"


def names_below(parent: Category | None) -> list[str]:
    tree = tree_of(world.project())
    return [each.name for each in tree.children(parent.pk if parent else None)]


def test_an_added_entry_stands_last_and_the_trail_says_what_it_is() -> None:
    lift = category("公共区域", "电梯")

    made = added("扶梯", lift, "自动扶梯")

    assert names_below(lift)[-1] == "扶梯"
    assert made.spelled[:2] == ["futi", "ft"]
    event = Event.objects.get(verb=TicketVerb.CATEGORY_ADDED)
    assert event.changes["keywords"] == [None, "自动扶梯"]
    assert event.changes["parent"] == [None, "电梯"]


def test_three_levels_and_no_name_twice() -> None:
    trapped = category("公共区域", "电梯", "困人")

    with pytest.raises(TooDeep):
        added("夜间困人", trapped)
    with pytest.raises(NameTaken):
        added("困人", trapped.parent)
    with pytest.raises(NameTaken):
        added("厨房")


def test_a_change_is_told_from_what_to_what_and_a_stale_one_refused() -> None:
    made = added("会所", None)
    change_category(category=made, facts=facts("会所", "泳池"), seen=1, **NOW)

    with pytest.raises(StaleEdit):
        change_category(category=made, facts=facts("俱乐部"), seen=1, **NOW)
    event = Event.objects.get(verb=TicketVerb.CATEGORY_CHANGED)
    assert event.changes == {"keywords": ["", "泳池"]}
    made.refresh_from_db()
    assert (made.name, made.edition) == ("会所", 2)


def test_moving_stays_among_its_own_and_stops_at_the_ends() -> None:
    top = added("会所")
    one, two = added("泳池", top), added("健身房", top)

    move_category(category=two, step=-1, **NOW)

    assert names_below(top) == ["健身房", "泳池"]
    assert Event.objects.get(verb=TicketVerb.CATEGORY_MOVED).changes == {"position": [2, 1]}
    with pytest.raises(NowhereToGo):
        move_category(category=two, step=-1, **NOW)
    with pytest.raises(NowhereToGo):
        move_category(category=one, step=1, **NOW)


def test_hanging_takes_the_branch_along_and_never_below_itself() -> None:
    top, other = added("会所"), added("架空层")
    pool = added("泳池", top)
    added("水浑", pool)

    hang_category(category=pool, parent=other, **NOW)

    assert tree_of(world.project()).said(pool.pk) == "架空层 › 泳池"
    assert names_below(top) == []
    with pytest.raises(NowhereToGo):
        hang_category(category=other, parent=pool, **NOW)
    with pytest.raises(TooDeep):
        hang_category(category=other, parent=top, **NOW)


def test_retiring_takes_the_branch_out_and_deletes_nothing() -> None:
    top = added("会所")
    pool = added("泳池", top)
    before = Category.objects.count()

    assert retire_category(category=top, reason="会所已关闭", **NOW) == 2

    assert Category.objects.count() == before
    assert "会所" not in names_below(None)
    assert Event.objects.get(verb=TicketVerb.CATEGORY_RETIRED).reason == "会所已关闭"
    with pytest.raises(AlreadyRetired):
        retire_category(category=top, **NOW)
    with pytest.raises(AlreadyRetired):
        change_category(category=top, facts=facts("俱乐部"), **NOW)
    with pytest.raises(AlreadyRetired):
        restore_category(category=pool, **NOW)
    restore_category(category=top, **NOW)
    restore_category(category=pool, **NOW)
    assert names_below(top) == ["泳池"]


def test_what_a_rule_or_remit_names_is_not_retired() -> None:
    with pytest.raises(InUse, match="规则"):
        retire_category(category=category("公共区域"), **NOW)
    added_here = added("会所")
    here = world.project()
    rule = RuleDraft("会所", world.department(here, "工程部"), category=added_here)
    change_dispatch(project=here, rules=[rule], **NOW)
    with pytest.raises(InUse, match="规则1:会所"):
        retire_category(category=added_here, **NOW)
    with pytest.raises(InUse, match="责任范围"):
        retire_category(category=category("公共区域", "电梯"), **NOW)


def test_another_project_lends_nothing() -> None:
    there = world.project("cloud", "云栖大厦")
    kitchen = category("厨房", project=there)

    with pytest.raises(OtherProject):
        added("灶台", kitchen)
    with pytest.raises(OtherProject):
        hang_category(category=category("厨房"), parent=category("商办", project=there), **NOW)


@pytest.mark.django_db(transaction=True)
def test_many_who_move_at_once_keep_the_order_whole() -> None:
    top = added("会所")
    rows = [added(name, top) for name in ("泳池", "健身房", "茶室", "球场")]

    results = at_once(
        *(lambda row=row: move_category(category=row, step=1, **NOW) for row in rows[:3]),
        lambda: added("棋牌室", top),
    )

    assert all(isinstance(each, Category) for each in results)
    ranks = [each.rank for each in tree_of(world.project()).children(top.pk)]
    assert len(ranks) == 5
    assert ranks == sorted(set(ranks))
