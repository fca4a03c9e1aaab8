"""The pages of message templates: list, editor, preview, history, workbook."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from anju.audit.models import Event
from anju.contacts.commands.templates import change_template
from anju.contacts.models import MessageTemplate
from anju.contacts.queries.templates import template_for
from anju.contacts.states import Channel
from anju.contacts.verbs import ContactVerb
from anju.contacts.views.texts import COLUMNS
from anju.core.actors import SYSTEM
from tests import world

pytestmark = pytest.mark.django_db


def url(name: str, *words: object, query: str = "") -> str:
    return reverse(f"contacts:{name}", args=["green", *words]) + query


def said(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.fixture
def supervisor() -> Iterator[Client]:
    yield world.sign_in(Client(), world.supervisor())


@pytest.fixture
def reader() -> Iterator[Client]:
    yield world.sign_in(Client(), world.receptionist())


def test_a_text_with_a_missing_variable_is_refused_and_kept(supervisor: Client) -> None:
    promised = template_for(world.project(), "promised", Channel.SMS)
    assert promised is not None
    address = url("change_text", promised.pk)

    answer = supervisor.post(address, {"text": "{称呼},我们尽快", "seen": "1"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "缺少必须的变量 {事项}、{时间}" in page
    assert "{称呼},我们尽快" in page
    change_template(template=promised, text="{事项}{时间}前答复", by=SYSTEM, at=world.AT)
    stale = supervisor.post(address, {"text": "{事项}于{时间}答复", "seen": "1"})
    assert stale.status_code == 409
    assert "{事项}{时间}前答复" in stale.content.decode()


def test_a_preview_shows_samples_and_what_is_wrong(reader: Client) -> None:
    found = MessageTemplate.objects.get(project=world.project(), code="promised", channel="SMS")

    page = said(reader, url("preview_text", found.pk, query="?text=%7B称呼%7D您好"))

    assert "李阿姨您好" in page
    assert "缺少必须的变量" in page


def test_a_new_template_by_its_form(supervisor: Client) -> None:
    form = {
        "name": "生日问候",
        "channel": "WECHAT",
        "required_variables": ["称呼"],
        "text": "{称呼},生日快乐。",
    }

    supervisor.post(url("add_text"), form)

    assert "李阿姨,生日快乐。" in said(supervisor, url("texts"))
    assert supervisor.post(url("add_text"), form).status_code == 422


def test_a_text_is_retired_and_restored_with_its_history(supervisor: Client) -> None:
    found = MessageTemplate.objects.get(project=world.project(), code="praise")

    supervisor.post(url("retire_text", found.pk), {"reason": "不再用"})

    said(supervisor, url("texts"))  # takes the sentence about it with it
    assert "表扬致谢" not in said(supervisor, url("texts"))
    assert "表扬致谢" in said(supervisor, url("texts", query="?show=retired"))
    assert "不再用" in said(supervisor, url("text_changes"))
    supervisor.post(url("restore_text", found.pk))
    assert "表扬致谢" in said(supervisor, url("texts"))


def test_the_texts_are_handed_out_and_the_trail_says_so(supervisor: Client) -> None:
    answer = supervisor.get(url("export_texts"))

    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[0] == [column.heading for column in COLUMNS]
    event = Event.objects.get(verb=ContactVerb.TEXTS_EXPORTED)
    assert event.changes["rows"] == [None, len(rows) - 1]


def test_who_only_reads_changes_nothing(reader: Client) -> None:
    found = MessageTemplate.objects.get(project=world.project(), code="praise")

    assert reader.get(url("texts")).status_code == 200
    for name, words in (("add_text", ()), ("change_text", (found.pk,)), ("export_texts", ())):
        assert reader.get(url(name, *words)).status_code == 403, name


def test_the_texts_cost_the_same_for_one_and_for_many(supervisor: Client) -> None:
    many = world.queries(lambda: supervisor.get(url("texts")))
    kept = MessageTemplate.objects.of(world.project()).earliest("pk")
    others = MessageTemplate.objects.of(world.project()).exclude(pk=kept.pk)
    others.update(retired_at=world.AT)

    assert world.queries(lambda: supervisor.get(url("texts"))) == many
