"""The screens of the door: writing, the waiting list, one contact, the settings, on other pages."""

from datetime import time
from io import BytesIO

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from anju.audit.models import Event
from anju.contacts.commands.settling import note_delivery
from anju.contacts.commands.terms import change_terms
from anju.contacts.models import MessageTemplate, Outreach
from anju.contacts.states import Channel, ContactState
from anju.contacts.verbs import ContactVerb
from anju.core.actors import SYSTEM
from anju.residents.models import Person
from tests import world
from tests.contacts.door import NIGHT, answered, informed, outbox, resident
from tests.residents import town
from tests.tickets.screens.counter import now

pytestmark = pytest.mark.django_db
S = ContactState


def url(name: str, *words: object, query: str = "", project: str = "green") -> str:
    return reverse(f"contacts:{name}", args=[project, *words]) + query


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def said(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return text(answer)


def always() -> None:
    """Let nobody rest at any hour: the views read the real clock."""
    change_terms(project=world.project(), cap=3, night=None, noon=None, by=SYSTEM, at=world.AT)


def never() -> None:
    """Let everybody rest now, whatever the hour is."""
    here = now().astimezone(NIGHT.tzinfo)
    quiet = (time((here.hour - 2) % 24), time((here.hour + 2) % 24))
    change_terms(project=world.project(), cap=3, night=quiet, noon=None, by=SYSTEM, at=world.AT)


@pytest.fixture
def desk() -> Client:
    world.project()
    return world.sign_in(Client(), world.receptionist())


@pytest.fixture
def supervisor() -> Client:
    world.project()
    return world.sign_in(Client(), world.supervisor())


def written(**more: object) -> dict[str, object]:
    return {
        "reason": "INFORM",
        "channel": "SMS",
        "unit": town.unit().pk,
        "text": "周六上午清洗水箱,请提前储水。",
        **more,
    }


def test_a_message_is_written_and_shown_with_its_state(desk: Client) -> None:
    always()
    who = resident()

    answer = desk.post(url("write", who.pk), written())

    made = Outreach.objects.get()
    assert answer["Location"] == url("outreach", made.pk)
    page = said(desk, answer["Location"])
    assert "待发出" in page and "清洗水箱" in page and "138****5678" in page
    assert "13812345678" not in page
    assert len(outbox()) == 1


def test_at_a_bad_hour_it_is_held_and_the_page_says_until_when(desk: Client) -> None:
    never()
    who = resident()
    assert "现在不便打扰" in said(desk, url("write", who.pk))

    desk.post(url("write", who.pk), written())

    page = said(desk, url("outreaches", query="?show=held"))
    assert "等到合适时间" in page and "清洗水箱" in page
    assert not outbox()


def test_what_is_refused_keeps_the_text_that_was_typed(desk: Client) -> None:
    always()
    who = resident()

    blocked = desk.post(url("write", who.pk), written(text="物业费爱交不交。"))
    warned = desk.post(url("write", who.pk), written(text="这个没办法。"))

    for answer, typed in ((blocked, "物业费爱交不交。"), (warned, "这个没办法。")):
        assert answer.status_code == 422
        assert typed in text(answer)
    assert "看过提示,照发" in text(warned)
    desk.post(url("write", who.pk), written(text="这个没办法。", is_confirmed="on"))
    assert Outreach.objects.get().text == "这个没办法。"


def test_the_check_speaks_while_one_types(desk: Client) -> None:
    world.project()

    answer = desk.post(url("check"), {"text": "物业费爱交不交"}, headers={"HX-Request": "true"})

    assert "不能发" in text(answer) and "<html" not in text(answer)


def test_a_template_comes_filled_in_for_the_person(desk: Client) -> None:
    who = resident()
    chosen = MessageTemplate.objects.get(project=world.project(), code="praise")

    page = said(desk, url("write", who.pk, query=f"?template={chosen.pk}"))

    assert "李阿姨您好,您对我们的肯定已转达给{师傅}" in page


def test_a_form_sent_twice_writes_once(desk: Client) -> None:
    always()
    who = resident()

    for _ in range(2):
        desk.post(url("write", who.pk), written(once="one"))

    assert Outreach.objects.count() == 1


def test_who_else_has_the_number_is_said(desk: Client) -> None:
    who = resident()
    resident("王强", unit="3-1-501")

    page = said(desk, url("write", who.pk))

    assert "同一号码还登记在:王阿姨(3-1-501)" in page


def test_a_failed_message_offers_the_next_channel(desk: Client) -> None:
    always()
    failed = answered(resident(), by=world.by(world.receptionist()))
    note_delivery(outreach=failed, state=S.FAILED, because="空号", by=SYSTEM, at=world.AT)

    page = said(desk, url("outreach", failed.pk))
    assert "没有送达:空号" in page and "可以改用电话联系" in page
    address = desk.get(url("again", failed.pk))["Location"]
    assert "请换一个渠道再联系" in said(desk, address)
    form = {"reason": "INFORM", "channel": "WECHAT", "text": failed.text}
    desk.post(url("write", failed.person_id), {**form, "instead_of": failed.pk})

    new = Outreach.objects.latest("pk")
    assert (new.instead_of, new.reason, new.channel) == (failed, failed.reason, Channel.WECHAT)
    assert "空号" not in said(desk, url("outreaches", query="?show=failed"))


def test_the_list_shows_what_waits_and_does_it_at_one_press(desk: Client) -> None:
    who = resident()
    wechat = informed(who, channel=Channel.WECHAT)
    call = informed(who, "请回电话", channel=Channel.PHONE)

    page = said(desk, url("outreaches"))
    assert "待在微信发出" in page and "待打电话" in page
    desk.post(url("copied", wechat.pk))
    desk.post(url("outcome", call.pk), {"outcome": "已告知"})

    wechat.refresh_from_db()
    call.refresh_from_db()
    assert (wechat.state, wechat.done_by_name) == (S.COPIED, "王婷")
    assert (call.state, call.outcome) == (S.RECORDED, "已告知")
    again = desk.post(url("copied", wechat.pk), follow=True)
    assert "当前状态是“已在微信发出”" in text(again)


def test_beyond_the_week_only_a_supervisor_lets_it_go(desk: Client, supervisor: Client) -> None:
    always()
    who = resident()
    for number in range(3):
        informed(who, f"第 {number} 件", at=now(-60 * number - 10))
    assert "再发要主管说明原因" in said(desk, url("write", who.pk))
    desk.post(url("write", who.pk), written())
    fourth = Outreach.objects.latest("pk")
    assert fourth.state == S.NEEDS_REASON

    assert desk.post(url("allow", fourth.pk), {"why": "停水"}).status_code == 403
    assert supervisor.post(url("allow", fourth.pk), {"why": ""}).status_code == 422
    supervisor.post(url("allow", fourth.pk), {"why": "明天停水"})

    fourth.refresh_from_db()
    assert fourth.state == S.READY and "明天停水" in said(desk, url("outreach", fourth.pk))


def test_two_for_one_household_are_shown_together_and_made_one(desk: Client) -> None:
    who = resident()
    first, second = informed(who, "清洗水箱", at=NIGHT), informed(who, "消杀", at=NIGHT)
    query = f"?id={first.pk}&id={second.pk}"

    assert "同一户还有 1 条在等" in said(desk, url("outreaches"))
    page = said(desk, url("combine", query=query))
    assert "清洗水箱\n消杀" in page
    ids = [first.pk, second.pk]
    assert desk.post(url("combine"), {"id": ids, "text": ""}).status_code == 422
    desk.post(url("combine"), {"id": ids, "text": "清洗水箱,并消杀。"})

    assert Outreach.objects.latest("pk").text == "清洗水箱,并消杀。"
    assert "已合并" in said(desk, url("outreaches", query="?show=all"))


def test_a_sheet_of_paper_carries_the_words(desk: Client) -> None:
    sheet = informed(resident(), "各位住户:周六停水。", channel=Channel.PAPER)

    assert "各位住户:周六停水。" in said(desk, url("print", sheet.pk))


def test_the_settings_are_changed_with_their_history(desk: Client, supervisor: Client) -> None:
    facts = {"night_from": "22:00", "night_until": "07:30", "cap": "2", "seen": "1"}

    assert desk.post(url("change_terms"), facts).status_code == 403
    half = supervisor.post(url("change_terms"), {**facts, "noon_from": "12:00"})
    assert half.status_code == 422 and "请都填" in text(half)
    supervisor.post(url("change_terms"), facts)

    page = said(desk, url("terms"))
    assert "22:00–07:30" in page and "不设" in page and "陈静怡" in page
    stale = supervisor.post(url("change_terms"), facts)
    assert stale.status_code == 409 and "同事保存的内容" in text(stale)


def test_names_are_masked_for_who_may_not_read_them() -> None:
    always()
    who = resident()
    made = answered(who, "李阿姨您好,水管已换好。")
    masked = town.only("ji", "contacts.read", "residents.read", "estate.read")

    for address in (
        url("outreaches", query="?show=all"),
        url("outreach", made.pk),
        url("of_person", who.pk),
        reverse("residents:person", args=["green", who.pk]),
        reverse("estate:unit", args=["green", town.unit().pk]),
    ):
        page = said(masked, address)
        assert "水管已换好" in page and "李阿姨" not in page and "李秀兰" not in page, address


def test_the_pages_of_person_and_unit_show_the_contacts_by_right(desk: Client) -> None:
    who = resident()
    answered(who, "水管已换好。")
    person = reverse("residents:person", args=["green", who.pk])
    unit = reverse("estate:unit", args=["green", town.unit().pk])
    blind = town.only("blind", "residents.read", "estate.read")

    for address in (person, unit):
        assert "水管已换好" in said(desk, address)
        assert "水管已换好" not in said(blind, address)
    assert "水管已换好" in said(desk, url("of_person", who.pk))


def test_what_was_said_to_a_double_is_shown_with_the_one_who_is_kept(desk: Client) -> None:
    kept, double = resident(), resident("李秀莲", "13900001111", unit="")
    answered(double, "水管已换好。")
    Person.objects.filter(pk=double.pk).update(state="MERGED", merged_into=kept)

    assert "水管已换好" in said(desk, url("of_person", kept.pk))


def test_another_projects_contacts_are_not_found(desk: Client) -> None:
    made = answered(resident())
    stranger = world.sign_in(Client(), world.stranger())

    assert desk.get(url("outreach", 10**9)).status_code == 404
    for name in ("outreach", "outcome", "cancel", "print", "again"):
        assert stranger.get(url(name, made.pk)).status_code == 404, name
        assert stranger.get(url(name, made.pk, project="cloud")).status_code == 404, name


def test_the_list_costs_the_same_for_one_and_for_three(desk: Client) -> None:
    counts = []
    for number, name in enumerate(("李一", "王二", "赵三")):
        informed(resident(name, f"1390000000{number}", unit=f"3-1-50{number}"), at=NIGHT)
        Outreach.objects.update(state=S.HELD)
        counts.append(world.queries(lambda: desk.get(url("outreaches"))))

    assert counts[0] == counts[2]


def test_the_workbook_has_masked_numbers_and_the_trail_says_so(supervisor: Client) -> None:
    answered(resident(), "水管已换好。")

    answer = supervisor.get(url("export", query="?show=all"))

    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert "水管已换好。" in rows[1] and "13812345678" not in str(rows)
    assert Event.objects.get(verb=ContactVerb.EXPORTED).changes["rows"] == [None, 1]
