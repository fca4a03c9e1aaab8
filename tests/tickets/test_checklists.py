"""Checklists: editions, and what cannot be saved."""

from typing import Any

import pytest

from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.core.errors import StaleEdit
from anju.tickets.commands.checklists import (
    ItemsRefused,
    add_checklist,
    change_checklist,
    restore_checklist,
    retire_checklist,
)
from anju.tickets.contents import ItemDraft
from anju.tickets.models import Checklist, ChecklistItem
from anju.tickets.queries.checklists import items_of, sheets
from anju.tickets.refusals import AlreadyRetired, NameTaken
from anju.tickets.states import ChecklistUse, Stage
from anju.tickets.verbs import TicketVerb
from tests import world

pytestmark = pytest.mark.django_db
NOW: dict[str, Any] = {"by": SYSTEM, "at": world.AT}
CLOTH = ItemDraft(Stage.BEFORE_STARTING, "铺布", True)
SHOES = ItemDraft(Stage.BEFORE_ENTERING, "穿鞋套")


def made(*items: ItemDraft) -> Checklist:
    return add_checklist(
        project=world.project(), name="入户", use=ChecklistUse.INDOOR, items=items, **NOW
    )


def test_the_seven_ones_are_seven_in_three_stages() -> None:
    sheet = next(each for each in sheets(world.project()) if "七个一" in each.checklist.name)

    assert sheet.count == 7
    assert [stage for stage, _ in sheet.stages] == list(Stage)


def test_outdoor_work_wants_a_photo_of_its_board() -> None:
    outdoor = Checklist.objects.of(world.project()).get(name="公共区域作业")

    board = items_of(world.project(), outdoor)[0]

    assert "警示牌" in board.text and board.wants_photo


def test_a_change_is_a_new_edition_and_the_old_items_stay() -> None:
    here, checklist = world.project(), made(SHOES)

    change_checklist(
        checklist=checklist,
        name="入户",
        use=ChecklistUse.INDOOR,
        items=[SHOES, CLOTH],
        seen=1,
        **NOW,
    )

    checklist.refresh_from_db()
    assert [str(item) for item in items_of(here, checklist)] == ["穿鞋套", "铺布(拍照)"]
    assert ChecklistItem.objects.filter(edition__checklist=checklist).count() == 3
    changes = Event.objects.get(verb=TicketVerb.CHECKLIST_CHANGED).changes
    assert changes == {"items": [["进门前:穿鞋套"], ["进门前:穿鞋套", "开工前:铺布(拍照)"]]}
    with pytest.raises(StaleEdit):
        change_checklist(
            checklist=checklist,
            name="入户",
            use=ChecklistUse.INDOOR,
            items=[CLOTH],
            seen=1,
            **NOW,
        )


def test_items_that_cannot_be_are_refused() -> None:
    with pytest.raises(ItemsRefused, match="至少"):
        made()
    with pytest.raises(ItemsRefused, match="两次"):
        made(SHOES, SHOES)
    made(SHOES)
    with pytest.raises(NameTaken):
        made(CLOTH)


def test_a_checklist_is_retired_and_restored() -> None:
    checklist = made(SHOES)

    retire_checklist(checklist=checklist, **NOW)

    assert checklist not in [each.checklist for each in sheets(world.project())]
    with pytest.raises(AlreadyRetired):
        retire_checklist(checklist=checklist, **NOW)
    restore_checklist(checklist=checklist, **NOW)
    assert checklist in [each.checklist for each in sheets(world.project())]


def test_checklists_cost_the_same_however_many() -> None:
    here = world.project()
    many = world.queries(lambda: sheets(here))
    kept = Checklist.objects.of(here).earliest("pk")

    Checklist.objects.of(here).exclude(pk=kept.pk).update(retired_at=world.AT)

    assert len(sheets(here)) == 1
    assert world.queries(lambda: sheets(here)) == many
