"""The telephone's screens: masked numbers, the card, the intake that begins from a call."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from anju.audit.models import Event
from anju.drafts.queries import draft_of
from anju.frontdesk.queries.callers import calls_shown, rings_for
from anju.residents.models import Person
from anju.telephony.commands.backs import open_call_back
from anju.telephony.commands.forgetting import forget_numbers
from anju.telephony.forgetting import forget
from anju.telephony.invariants import broken
from anju.telephony.models import BlockedNumber, Call, CallBack, CallEvent, Line
from anju.telephony.queries.calls import Wanted, call_log
from anju.telephony.states import CallState
from anju.telephony.stories import STORIES
from anju.telephony.verbs import TelephonyVerb as Verb
from anju.tickets.models import Ticket
from tests import world
from tests.frontdesk.posting import at_desk, typed
from tests.frontdesk.posting import url as desk_url
from tests.residents import town
from tests.telephony.exchange import LI, hear, line, missed, resident, send

pytestmark = pytest.mark.django_db


def url(name: str, *words: object) -> str:
    return reverse(f"telephony:{name}", args=["green", *words])


def ringing(call_id: str = "c1", **more: Any) -> Call:
    return hear("newCall", call_id, at=timezone.now(), **more).call


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def card(client: Client) -> str:
    return page(client, desk_url("calls"))


def test_the_log_masks_numbers_and_finds_by_their_end() -> None:
    client = at_desk()
    resident()
    ringing()
    ringing("c2", number="13900001111")
    found = page(client, url("calls") + "?words=5678")

    assert "138****5678" in found
    assert "李阿姨" in found
    assert "139****1111" not in found
    assert LI not in found
    assert "来电 138****5678" in page(client, url("call", Call.objects.get(call_id="c1").pk))


def test_filters_and_the_same_queries_for_one_and_three() -> None:
    here = world.project()
    hear("newCall", "a")
    hear("hangup", "a", cause="cancel")
    one = world.queries(lambda: list(call_log(here, Wanted())))
    hear("newCall", "b", direction="out")
    hear("answer", "c")

    assert world.queries(lambda: list(call_log(here, Wanted()))) == one
    assert [call.call_id for call in call_log(here, Wanted(state="MISSED"))] == ["a"]
    assert [call.call_id for call in call_log(here, Wanted(direction="out"))] == ["b"]
    assert call_log(here, Wanted(day=world.TODAY)).count() == 3
    assert call_log(here, Wanted(day=world.TODAY - timedelta(days=1))).count() == 0


def test_a_whole_number_takes_a_reason_and_leaves_a_trace() -> None:
    client, call = at_desk(), ringing()
    assert client.post(url("reveal", call.pk), {"reason": ""}).status_code == 422
    answer = client.post(url("reveal", call.pk), {"reason": "回访"})

    assert LI in answer.content.decode()
    event = Event.objects.get(verb=Verb.REVEALED)
    assert event.reason == "回访"
    assert LI not in str(event.subject_name) + str(event.changes)


def test_the_export_is_masked_and_recorded() -> None:
    world.project()
    client = world.sign_in(Client(), world.supervisor())
    ringing()
    answer = client.get(url("export"))
    rows = load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values  # type: ignore[attr-defined,union-attr]

    assert "138****5678" in [cell for row in rows for cell in row]
    assert Event.objects.filter(verb=Verb.EXPORTED).exists()
    assert world.sign_in(Client(), world.receptionist()).get(url("export")).status_code == 403


def test_the_card_shows_all_people_of_a_number_open_promises_first() -> None:
    client = at_desk()
    town.unit()
    for name in ("甲一一", "乙二二", "丙三三", "丁四四", "戊五五"):
        resident(name, form="")
    promised = Person.objects.get(name="丙三三")
    client.post(desk_url(query="?slot=1"), typed(person=promised.pk))
    ticket = Ticket.objects.get()
    ringing()
    shown = card(client)

    names = re.findall(r"<b>([^<]*)</b></a>", shown)
    assert names[0] == "丙三三"
    assert len(names) == 5
    assert ticket.summary in shown
    assert "承诺" in shown
    assert LI not in shown


def test_the_card_costs_the_same_for_one_person_and_for_five() -> None:
    here, user = world.project(), world.receptionist()
    resident("甲一一", form="")
    ringing()
    one = world.queries(lambda: calls_shown(here, user, at=timezone.now()))
    for name in ("乙二二", "丙三三", "丁四四", "戊五五"):
        resident(name, form="")

    assert world.queries(lambda: calls_shown(here, user, at=timezone.now())) == one


def test_an_unknown_number_offers_to_look_up() -> None:
    client = at_desk()
    ringing(number="匿名")
    shown = card(client)

    assert "号码不明" in shown
    assert "登记并查找" in shown


def test_a_call_that_a_colleague_took_leaves_the_other_screens() -> None:
    client = at_desk()
    world.supervisor()
    ringing()
    assert "来电响铃" in card(client)
    hear("answer", at=timezone.now(), answeringNumber="chen")

    assert "通话中" not in card(client)
    assert "通话中" in card(world.sign_in(Client(), world.supervisor()))


def test_a_second_call_is_a_badge_and_can_be_brought_to_the_front() -> None:
    client = at_desk()
    ringing()
    second = ringing("c2", number="13900001111")
    assert "通电话在等" in card(client)

    shown = page(client, desk_url("calls") + f"?call={second.pk}")
    assert shown.index("139****1111") < shown.index("138****5678")


def test_it_rings_for_who_is_on_duty_else_for_everybody() -> None:
    here = world.project()
    wang, engineer = world.receptionist(), world.engineer()

    assert rings_for(here, wang, at=world.AT)
    assert rings_for(here, engineer, at=world.AT)


def test_an_intake_from_a_call_leaves_the_one_being_typed_alone() -> None:
    client, user = at_desk(), world.receptionist()
    town.unit()
    person = resident()
    call = ringing()
    taken = client.post(
        desk_url("take_call", call.pk), {"person": person.pk, "unit": "3-1-502", "busy": "1"}
    )

    assert taken.headers["Location"].endswith("?slot=2")
    assert draft_of(world.project(), user, "frontdesk.intake.1") is None
    shown = page(client, desk_url(query="?slot=2"))
    assert "138****5678" in shown
    assert LI not in shown

    again = client.post(desk_url("take_call", call.pk), {"person": person.pk})
    assert again.headers["Location"].endswith("?slot=2")
    third = ringing("c3", number="13900001111")
    refused = client.post(desk_url("take_call", third.pk), {"busy": "1"}, follow=True)
    assert "两份登记都还没有保存" in refused.content.decode()


def test_the_saved_ticket_keeps_the_call() -> None:
    client, person, call = at_desk(), resident(), ringing()
    client.post(desk_url(query="?slot=1"), typed(person=person.pk, call=call.pk))
    ticket = Ticket.objects.get()
    call.refresh_from_db()

    assert (call.subject_type, call.subject_id) == ("tickets.ticket", ticket.pk)
    assert ticket.caller_phone == ""
    assert ticket.number in page(client, url("call", call.pk))


def test_who_is_not_in_register_is_known_by_the_number_they_call_from() -> None:
    client, call = at_desk(), ringing()
    client.post(desk_url(query="?slot=1"), typed(call=call.pk))

    assert Ticket.objects.get().caller_phone == LI
    ringing("c2")
    assert Ticket.objects.get().summary in card(client)


def test_a_misdial_ends_call_and_intake() -> None:
    client, call = at_desk(), ringing()
    client.post(desk_url("take_call", call.pk), {})
    client.post(desk_url("drop"), {"slot": "1", "words": ""})
    call.refresh_from_db()

    assert call.is_misdial
    assert call.state == CallState.ENDED
    hear("hangup", cause="cancel", at=timezone.now())
    call.refresh_from_db()
    assert open_call_back(call=call, by=world.by(world.receptionist()), at=timezone.now()) is None


def test_a_call_of_another_project_is_not_there() -> None:
    client = at_desk()
    there = world.project(code="cloud", name="云栖大厦")
    call = hear("newCall", project=there).call

    for address in (url("call", call.pk), url("reveal", call.pk)):
        assert client.get(address).status_code == 404
    for name in ("hold", "resume", "misdial", "put_away"):
        assert client.post(url(name, call.pk)).status_code == 404
    assert client.post(desk_url("take_call", call.pk)).status_code == 404


def test_hold_resume_and_put_away_from_the_card() -> None:
    client, user = at_desk(), world.receptionist()
    call = ringing()
    hear("answer", at=timezone.now(), answeringNumber=user.login)
    assert client.post(url("hold", call.pk)).status_code == 204
    assert "保持中" in card(client)
    assert client.post(url("resume", call.pk)).status_code == 204
    assert client.post(url("put_away", call.pk)).status_code == 422
    hear("hangup", at=timezone.now())
    assert "通话已结束" in card(client)
    client.post(url("put_away", call.pk))
    assert "通话已结束" not in card(client)


def test_the_call_back_list_and_the_foot_of_the_desk_count_the_same() -> None:
    client = at_desk()
    for call_id in ("a", "b"):
        call = missed(call_id, at=timezone.now() - timedelta(minutes=5))
        open_call_back(call=call, by=world.by(world.receptionist()), at=timezone.now())
    assert re.search(r"未接来电 <b class=\"num\">1</b>", page(client, desk_url()))
    assert "138****5678" in page(client, url("backs"))

    back = CallBack.objects.first()
    assert back is not None
    shown = client.post(url("call_back", back.pk)).content.decode()
    assert f"tel:{LI}" in shown
    assert Event.objects.filter(verb=Verb.REVEALED, reason="回电").exists()
    assert client.post(url("close_back", back.pk), {"said": ""}).status_code == 422
    for each in CallBack.objects.all():
        client.post(url("close_back", each.pk), {"said": "已告知"})
    assert "没有要回的电话" in page(client, url("backs"))
    assert "已告知" in page(client, url("backs") + "?show=done")


def test_the_line_is_set_and_its_token_shown_once() -> None:
    world.project()
    client = world.sign_in(Client(), world.supervisor())
    wrong = {"is_enabled": "on", "area_code": "571", "numbers": "x", "addresses": "y"}
    wrong |= {"longest_hold": 90, "edition": 1}
    refused = client.post(url("line"), wrong)
    assert refused.status_code == 422
    for said in ("区号要以 0 开头", "“x”不是电话号码", "“y”不是网络地址"):
        assert said in refused.content.decode()
    right = {**wrong, "area_code": "0571", "numbers": "8765 0000", "addresses": "10.0.0.1"}
    right["numbers"] = "87650000\n0571-87650001"
    assert client.post(url("line"), right).status_code == 302
    stored = Line.objects.get()
    assert stored.numbers == ["057187650000", "057187650001"]
    assert client.post(url("line"), right).status_code == 409

    shown = client.post(url("token"), {}).content.decode()
    found = re.search(r"/api/cti/v1/green/([\w-]{30,})", shown)
    assert found is not None
    assert found[1] not in page(client, url("line"))
    answer = send(Client(), found[1], {"event": "x"}, REMOTE_ADDR="10.0.0.1")
    assert answer.status_code == 422

    assert client.post(url("secret"), {"secret": "short"}).status_code == 422
    assert client.post(url("secret"), {"secret": "long enough to sign"}).status_code == 302
    assert b"long enough" not in bytes(Line.objects.get().sealed_secret)


def test_numbers_are_blocked_and_let_through() -> None:
    world.project()
    line()
    client = world.sign_in(Client(), world.supervisor())
    for said, words in (
        ({"number": "匿名", "reason": "推销"}, "号码看不懂"),
        ({"number": "0571-87650000", "reason": "推销"}, "本项目自己的号码"),
        ({"number": LI, "reason": "推销", "until": "2020-01-01T10:00"}, "已经过去"),
    ):
        answer = client.post(url("block"), said)
        assert (answer.status_code, words in answer.content.decode()) == (422, True)
    client.post(url("block"), {"number": LI, "reason": "推销"})
    client.post(url("block"), {"number": LI, "reason": "多次推销"})
    blocked = BlockedNumber.objects.get()

    assert blocked.reason == "多次推销"
    shown = page(client, url("blocked"))
    assert "138****5678" in shown
    assert LI not in shown
    client.post(url("unblock", blocked.pk))
    assert "没有拦截的号码" in page(client, url("blocked"))


@pytest.mark.parametrize("story", [each.code for each in STORIES])
def test_every_story_plays(story: str) -> None:
    world.project()
    client = world.sign_in(Client(), world.supervisor())
    line()
    resident()
    assert client.post(url("simulator"), {"story": story, "person": LI}).status_code == 302
    call = Call.objects.get()

    assert call.is_simulated
    assert call.number == LI
    wanted = {"ring": "RINGING", "talk": "TALKING", "missed": "MISSED"}.get(story, "ENDED")
    assert call.state == wanted
    assert list(broken(deep=True)) == []


def test_a_played_call_goes_on_step_by_step() -> None:
    world.project()
    client = world.sign_in(Client(), world.supervisor())
    client.post(url("simulator"), {"story": "ring", "number": "匿名"})
    call = Call.objects.get()
    for step, state in (
        ("answer", "TALKING"),
        ("hold", "HOLDING"),
        ("resume", "TALKING"),
        ("hangup", "ENDED"),
    ):
        client.post(url("simulate", call.pk), {"step": step})
        call.refresh_from_db()
        assert call.state == state
    real = ringing("real")
    assert client.post(url("simulate", real.pk), {"step": "hangup"}).status_code == 404


def test_an_erasure_empties_numbers_that_nobody_else_has() -> None:
    person = resident("李秀兰", LI, "13900001111")
    resident("李大", "13900001111", form="")
    missed("a")
    shared = missed("b", number="13900001111")
    by = world.by(world.supervisor())
    call = Call.objects.get(call_id="a")
    open_call_back(call=call, by=by, at=world.AT + timedelta(minutes=1))
    forget(person, by, world.AT + timedelta(minutes=2))

    call.refresh_from_db()
    shared.refresh_from_db()
    assert (call.number, call.raw, call.state) == ("", "", CallState.MISSED)
    assert shared.number == "13900001111"
    assert LI not in str(list(CallEvent.objects.values_list("body", flat=True)))
    assert CallBack.objects.get().number != LI
    assert list(broken(deep=True)) == []
    assert forget_numbers(project=world.project(), numbers=[], by=by, at=world.AT) == 0


def test_the_last_calls_stand_on_the_residents_page() -> None:
    client, person = at_desk(), resident()
    ringing()
    shown = page(client, reverse("residents:person", args=["green", person.pk]))

    assert "通话" in shown
    assert url("call", Call.objects.get().pk) in shown
