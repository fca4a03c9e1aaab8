"""What a new project starts with, and what verify finds."""

import pytest

from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.tickets import presets
from anju.tickets.commands.categories import retire_category
from anju.tickets.commands.prices import retire_price
from anju.tickets.invariants import broken
from anju.tickets.models import (
    Category,
    Checklist,
    DispatchRule,
    PriceItem,
    Remit,
)
from anju.tickets.queries.categories import tree_of
from anju.tickets.verbs import TicketVerb
from tests import world
from tests.tickets.desk import category

pytestmark = pytest.mark.django_db
KINDS = (Category, Remit, DispatchRule, Checklist, PriceItem)


def counted() -> list[int]:
    return [kind.objects.filter(project=world.project()).count() for kind in KINDS]


def test_a_new_project_has_everything_and_loading_again_adds_nothing() -> None:
    before = counted()

    presets.load(world.project(), by=SYSTEM, at=world.AT)

    assert all(before)
    assert counted() == before
    assert Event.objects.filter(verb=TicketVerb.CATALOGUE_LOADED).count() == 1
    leaves = [node for node in tree_of(world.project()).nodes() if node.is_leaf]
    assert len(leaves) >= 90
    assert all(node.category.department for node in leaves)
    assert list(broken()) == []


def test_what_was_retired_does_not_come_back() -> None:
    here = world.project()
    retire_category(category=category("公共区域", "健身与儿童设施"), by=SYSTEM, at=world.AT)
    retire_price(item=PriceItem.objects.of(here).get(service="擦玻璃"), by=SYSTEM, at=world.AT)
    before = counted()

    presets.load(here, by=SYSTEM, at=world.AT)

    assert counted() == before


def test_verify_finds_what_cannot_be() -> None:
    here, there = world.project(), world.project("cloud", "云栖大厦")
    Category.objects.filter(pk=category("厨房").pk).update(retired_at=world.AT)
    lift = category("公共区域", "电梯")
    Category.objects.filter(pk=lift.pk).update(parent=category("商办", project=there))
    Checklist.objects.of(here).filter(name="闭水试验").update(edition=7)
    department = world.department(there, "工程部")
    DispatchRule.objects.filter(project=here, rank=1).update(department=department)

    found = "\n".join(broken())

    assert "上级已停用" in found
    assert "电梯)的上级属于另一个项目" in found
    assert "闭水试验)当前版本没有检查项" in found
    assert "引用了另一个项目的资料" in found
