"""Message templates: editions, what cannot be saved, and reading values back."""

from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from anju.audit.models import Event
from anju.audit.record import record
from anju.audit.timeline import lines
from anju.contacts.commands.templates import (
    add_template,
    change_template,
    load_texts,
    restore_template,
    retire_template,
)
from anju.contacts.invariants import broken
from anju.contacts.models import MessageTemplate, TemplateEdition
from anju.contacts.queries.templates import template_for, template_list, text_history
from anju.contacts.refusals import NameTaken
from anju.contacts.shipped import TEXTS
from anju.contacts.states import Channel
from anju.contacts.variables import (
    SAMPLES,
    TextRefused,
    check_text,
    filled,
    read_back,
    sms_parts,
)
from anju.contacts.verbs import ContactVerb
from anju.core.actors import SYSTEM
from anju.core.errors import DomainError, StaleEdit
from tests import world

pytestmark = pytest.mark.django_db
NOW: dict[str, Any] = {"by": SYSTEM, "at": world.AT}


def text(code: str = "promised", channel: Channel = Channel.SMS) -> MessageTemplate:
    found = template_for(world.project(), code, channel)
    assert found is not None
    return found


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
    event = Event.objects.get(verb=ContactVerb.TEMPLATE_CHANGED)
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


def test_a_text_has_its_providers_code_and_whether_it_passes_quiet_hours() -> None:
    promised, notice = text(), text("water-off")

    assert promised.passes_quiet and not notice.passes_quiet
    changed = change_template(template=promised, text=promised.text, provider_code="SMS_7", **NOW)

    assert (changed.provider_code, changed.edition) == ("SMS_7", 1)
    event = Event.objects.get(verb=ContactVerb.TEMPLATE_CHANGED)
    assert event.changes == {"provider_code": ["", "SMS_7"]}


def test_a_project_gets_the_shipped_texts_once() -> None:
    here = world.project()

    assert load_texts(project=here, **NOW) == 0
    assert MessageTemplate.objects.of(here).count() == len(TEXTS)
    assert Event.objects.filter(verb=ContactVerb.TEXTS_LOADED).count() == 1


def test_what_was_changed_while_the_texts_were_the_desks_keeps_its_title() -> None:
    promised = text()
    event = record(
        "tickets.template_changed", subject=promised, project_id=promised.project_id, **NOW
    )
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE audit_event SET subject_type = 'tickets.messagetemplate' WHERE id = %s",
            [event.pk],
        )

    line = lines(text_history(promised.project).filter(pk=event.pk))[0]

    assert line.did == "修改消息模板"
    assert line.title.text == "承诺(短信)"
    assert line.title.url


def test_verify_finds_a_text_that_cannot_be_sent() -> None:
    MessageTemplate.objects.of(world.project()).filter(code="promised").update(text="尽快")

    assert "缺少必须的变量" in "\n".join(broken())


def test_a_text_completed_by_hand_is_read_back_into_its_values() -> None:
    template = "{称呼}您好,“{事项}”我们会在{时间}给您答复,{称呼}请放心。"

    said = "李阿姨您好,“漏水”我们会在今天 17:30 前给您答复,李阿姨请放心。"
    assert read_back(template, said) == {"称呼": "李阿姨", "事项": "漏水", "时间": "今天 17:30 前"}
    assert read_back(template, said.replace("请放心", "放心吧")) is None
    assert read_back(template, template) is None


@given(values=st.fixed_dictionaries({name: st.text("甲乙丙0:,", min_size=1) for name in SAMPLES}))
def test_what_was_filled_in_reads_back_as_the_same_words(values: dict[str, str]) -> None:
    for each in TEXTS:
        said = filled(each.text, values)
        back = read_back(each.text, said)
        assert back is not None and filled(each.text, back).strip() == said.strip()
