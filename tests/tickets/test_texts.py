"""Checklists and message templates: editions, and what cannot be saved."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.core.errors import DomainError, StaleEdit
from anju.tickets.commands.checklists import (
    ItemsRefused,
    add_checklist,
    change_checklist,
    restore_checklist,
    retire_checklist,
)
from anju.tickets.commands.templates import (
    add_template,
    change_template,
    restore_template,
    retire_template,
)
from anju.tickets.contents import ItemDraft
from anju.tickets.models import Checklist, ChecklistItem, MessageTemplate, TemplateEdition
from anju.tickets.queries.checklists import items_of, sheets
from anju.tickets.queries.templates import template_for, template_list
from anju.tickets.refusals import AlreadyRetired, NameTaken
from anju.tickets.shipped import TEXTS
from anju.tickets.states import Channel, ChecklistUse, Stage
from anju.tickets.variables import SAMPLES, TextRefused, check_text, filled, sms_parts
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


def text(code: str = "promised", channel: Channel = Channel.SMS) -> MessageTemplate:
    found = template_for(world.project(), code, channel)
    assert found is not None
    return found


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


def test_a_text_without_its_required_variable_is_refused() -> None:
    promised = text()

    with pytest.raises(TextRefused, match=r"\{时间\}"):
        change_template(template=promised, text="{称呼},{事项}我们尽快处理", **NOW)
    with pytest.raises(TextRefused, match=r"\{姓名\}"):
        change_template(template=promised, text="{姓名}{事项}{时间}", **NOW)
    with pytest.raises(TextRefused, match="成对"):
        change_template(template=promised, text="{事项}{时间}{", **NOW)
    promised.refresh_from_db()
    assert promised.edition == 1


def test_a_changed_text_is_a_new_edition_told_from_what_to_what() -> None:
    promised = text()
    before, after = promised.text, "{称呼},{事项}最晚{时间}答复您。"

    change_template(template=promised, text=after, seen=1, **NOW)

    assert text().text == after
    editions = TemplateEdition.objects.filter(template=promised).order_by("number")
    assert [each.text for each in editions] == [before, after]
    event = Event.objects.get(verb=TicketVerb.TEMPLATE_CHANGED)
    assert event.changes == {"text": [before, after]}
    with pytest.raises(StaleEdit):
        change_template(template=promised, text=f"{after}谢谢。", seen=1, **NOW)


def test_another_channel_joins_its_occasion_and_none_comes_twice() -> None:
    here = world.project()
    words: dict[str, Any] = {"text": "{称呼},{事项}最晚{时间}答复", "required": ["时间"]}

    joined = add_template(project=here, name="承诺", channel=Channel.WECHAT, **words, **NOW)

    assert joined.code == "promised"
    with pytest.raises(NameTaken):
        add_template(project=here, name="承诺", channel=Channel.WECHAT, **words, **NOW)
    retire_template(template=joined, **NOW)
    assert template_for(here, "promised", Channel.WECHAT) is None
    restore_template(template=joined, **NOW)
    assert joined in template_list(here)


def test_every_shipped_text_can_be_sent_and_covers_the_occasions() -> None:
    for each in TEXTS:
        check_text(each.text, each.required)
        assert "{" not in filled(each.text, SAMPLES)
    names = {each.name for each in TEXTS}
    assert {"受理", "承诺", "改约", "已派工", "上门前", "完成", "回访", "无法联系"} <= names
    assert {"停水通知", "停电通知"} <= names


def test_short_messages_are_counted_as_they_are_charged() -> None:
    assert [sms_parts("字" * count) for count in (1, 70, 71, 134, 135)] == [1, 1, 2, 2, 3]


@given(typed=st.text(max_size=200), required=st.lists(st.sampled_from(list(SAMPLES)), max_size=3))
def test_any_text_is_taken_or_refused_in_words(typed: str, required: list[str]) -> None:
    try:
        check_text(typed, required)
    except DomainError as refusal:
        assert str(refusal)
    else:
        shown = filled(typed, SAMPLES)
        assert "{" not in shown and "}" not in shown
        assert all(SAMPLES[name] in shown for name in required)
