"""The script beside the desk, the language one cannot follow, and calling out."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from anju.clocks.models import Clock
from anju.core.actors import SYSTEM
from anju.handbook.commands.languages import set_languages
from anju.handbook.commands.scripts import add_script, retire_script
from anju.handbook.contents import LineDraft
from anju.handbook.models import Script
from anju.handbook.queries.scripts import lines_of
from anju.handbook.states import Part, Situation
from anju.residents.models import Person
from anju.telephony.commands.lines import change_line
from anju.telephony.models import Call
from anju.telephony.queries.lines import line_of
from anju.tickets.models import Contact, Ticket
from tests import world
from tests.frontdesk.posting import at_desk, taken, text, typed, url
from tests.residents import town
from tests.telephony import exchange

pytestmark = pytest.mark.django_db


def li(**facts: Any) -> Person:
    """Return 李秀兰 of 3-1-502."""
    person = town.person("李秀兰", "13812345678", form_of_address="李阿姨", **facts)
    town.lives(person, town.unit())
    return person


def steps(html: str) -> list[tuple[str, str]]:
    """Return the lines of the script shown: what each is for, and what is said."""
    return re.findall(r'speak__part">([^<]*)</span><span class="speak__text">([^<]*)</span>', html)


def ahead(client: Client, **fields: Any) -> str:
    answer = client.post(url("ahead"), typed(**{"out": "", **fields}))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_desk_shows_a_script_with_ones_own_name_and_post() -> None:
    client = at_desk()

    shown = steps(client.get(url()).content.decode())

    assert shown[0][0] == "问候"
    receptionist = world.receptionist()
    assert any(f"前台接待员{receptionist.name}" in said for _, said in shown)
    assert shown[-1] == ("动作", "等对方先挂机,再轻轻放下电话。")


def test_a_complaint_has_sympathy_right_after_the_greeting_and_calls_the_caller_by_title() -> None:
    client, person = at_desk(), li()

    shown = steps(ahead(client, kind="COMPLAINT", person=str(person.pk), summary="楼上太吵"))

    assert [part for part, _ in shown[:2]] == ["问候", "体谅"]
    assert shown[0][1].startswith("李阿姨您好")
    assert any("楼上太吵" in said for _, said in shown)
    assert any(re.search(r"最晚.+前由我给您回话", said) for _, said in shown)


def test_who_may_not_read_names_hears_no_form_of_address() -> None:
    person = li()
    client = at_desk()
    role = world.role("receptionist")
    role.permissions = [each for each in role.permissions if each != "residents.read_names"]
    role.is_edited = True
    role.save()

    shown = ahead(client, kind="COMPLAINT", person=str(person.pk))

    assert "李阿姨" not in shown and "李秀兰" not in shown


def test_an_exit_brings_the_closing_line_forward() -> None:
    client = at_desk()

    before, after = ahead(client), ahead(client, out="PROMISED")

    assert "speak__line--now" not in before
    assert after.count("speak__line--now") == 2


def test_what_was_just_saved_still_says_how_to_end_the_call() -> None:
    client, person = at_desk(), li()
    ticket = taken(client, person=str(person.pk))

    shown = text(client.get(url(query=f"?slot=1&saved={ticket.pk}")))

    assert "谢谢,再见!" in shown and "等对方先挂机" in shown


def test_the_panel_is_asked_for_by_kind_person_and_ticket() -> None:
    client, person = at_desk(), li()
    ticket = taken(client, person=str(person.pk), summary="厨房漏水")

    missed = client.get(url("speak", query=f"?kind=back&person={person.pk}"))
    out = client.get(url("speak", query=f"?kind=out&ticket={ticket.pk}"))
    strange = client.get(url("speak", query="?kind=whatever&person=x&ticket=99999999999999999999"))

    assert "很抱歉让您多打一次" in text(missed) and "李阿姨" in text(missed)
    assert "厨房漏水" in text(out) and "请问您是李阿姨本人吗" in text(out)
    assert strange.status_code == 200 and "请问有什么可以帮您" in text(strange)


def test_a_desk_without_a_script_still_works() -> None:
    client = at_desk()
    for script in Script.objects.of(world.project()):
        retire_script(script=script, by=SYSTEM, at=world.AT)

    assert "这个场合没有脚本" in text(client.get(url()))


def test_what_one_cannot_follow_is_remembered_and_a_colleague_offered() -> None:
    client, person = at_desk(), li()
    he = world.supervisor()
    set_languages(project=world.project(), user=he, languages=["粤语"], by=SYSTEM, at=world.AT)

    first = text(client.get(url("language", query=f"?person={person.pk}")))
    shown = text(client.post(url("language"), {"person": str(person.pk), "language": "粤语"}))

    assert "对不起,请您用普通话,好吗?" in first
    person.refresh_from_db()
    assert person.languages == ["粤语"]
    assert he.name in shown and "正在当班" in shown
    again = text(client.get(url("language", query=f"?person={person.pk}")))
    assert he.name in again
    client.post(url("language"), {"person": str(person.pk), "language": "粤语"})
    person.refresh_from_db()
    assert (person.languages, person.version) == (["粤语"], 2)


def test_without_a_person_the_language_is_only_offered() -> None:
    client = at_desk()

    shown = text(client.post(url("language"), {"language": "闽南话"}))

    assert "没有同事登记会说闽南话" in shown
    assert "已记在" not in shown


def promised(client: Client) -> tuple[Ticket, Clock]:
    ticket = taken(client, person=str(li().pk), summary="厨房漏水")
    return ticket, Clock.objects.get(kind="promise", subject_id=ticket.pk)


def test_calling_out_shows_whom_what_and_by_when_with_the_number_masked() -> None:
    client = at_desk()
    ticket, _ = promised(client)

    answer = client.get(url("call_out", ticket.pk))

    shown = text(answer)
    assert "李阿姨 李秀兰" in shown and "厨房漏水" in shown and "承诺" in shown
    assert "13812345678" not in answer.content.decode() and "138****5678" in shown
    parts = [part for part, _ in steps(answer.content.decode())]
    assert parts[:2] == ["问候", "自我介绍"]


def test_the_call_one_is_about_to_make_is_filed_with_its_ticket() -> None:
    client = at_desk()
    ticket, _ = promised(client)
    phone = ticket.person.phones.get()

    ready = client.post(url("dial", ticket.pk), {"phone": str(phone.pk)}, follow=True)
    exchange.hear("newCall", "out-1", at=timezone.now(), direction="out")

    assert f"会记到 {ticket.number}" in text(ready)
    call = Call.objects.get(call_id="out-1")
    assert (call.subject_type, call.subject_id) == ("tickets.ticket", ticket.pk)
    shown = client.get(reverse("tickets:ticket", args=["green", ticket.pk]))
    assert "去电" in text(shown)


def test_a_call_that_was_answered_keeps_the_promise() -> None:
    client = at_desk()
    ticket, promise = promised(client)

    answer = client.post(
        url("call_out", ticket.pk),
        {"words": "告诉她配件明天到", "outcome": "业主认可", "keeps": "on"},
    )

    assert answer.status_code == 302
    promise.refresh_from_db()
    assert promise.verdict == "KEPT"
    assert Contact.objects.get(ticket=ticket).outcome == "业主认可"


def test_a_call_nobody_answered_keeps_no_promise() -> None:
    client = at_desk()
    ticket, promise = promised(client)
    said = {"words": "响了很久", "outcome": "无人接听"}

    refused = client.post(url("call_out", ticket.pk), {**said, "keeps": "on"})
    noted = client.post(url("call_out", ticket.pk), said)

    assert refused.status_code == 422
    assert "没有打通" in text(refused) and "响了很久" in refused.content.decode()
    assert noted.status_code == 302
    promise.refresh_from_db()
    assert promise.verdict == ""
    assert Contact.objects.filter(ticket=ticket).count() == 1


def test_a_call_to_a_resident_that_we_start_is_recorded_at_the_door() -> None:
    client, person = at_desk(), li()
    there = url("call_person", person.pk)

    assert "李阿姨 李秀兰" in text(client.get(there))
    answer = client.post(
        there, {"words": "问问暖气热不热", "outcome": "业主认可", "reason": "VISIT"}
    )

    assert answer.status_code == 302
    assert answer["Location"] == reverse("residents:person", args=["green", person.pk])
    assert client.post(there, {"words": "", "outcome": "x", "reason": "VISIT"}).status_code == 422
    assert client.get(url("call_person", 99999999)).status_code == 404


def test_of_several_scripts_one_is_chosen_and_stays_while_one_types() -> None:
    client = at_desk()
    usual = Script.objects.get(situation="COMPLAINT")
    lines = [LineDraft(Part(each.part), each.text) for each in lines_of(world.project(), usual, 1)]
    other = add_script(
        project=world.project(),
        name="投诉(噪声)",
        situation=Situation.COMPLAINT,
        lines=[*lines[:2], LineDraft(Part.LISTENING, "请问是什么时间段的声音?"), *lines[2:]],
        by=SYSTEM,
        at=world.AT,
    )

    before = ahead(client, kind="COMPLAINT")
    after = ahead(client, kind="COMPLAINT", script=str(other.pk))
    elsewhere = ahead(client, kind="REPAIR", script=str(other.pk))

    assert "投诉(噪声)" in before and "什么时间段" not in before
    assert "请问是什么时间段的声音?" in [said for _, said in steps(after)]
    assert f'name="script" value="{other.pk}"' in after
    assert "什么时间段" not in elsewhere


def test_the_hold_reminds_after_the_projects_own_time() -> None:
    client = at_desk()
    assert 'warn-after="60"' in client.get(url()).content.decode()

    line = line_of(world.project())
    change_line(
        project=world.project(),
        is_enabled=line.is_enabled,
        area_code=line.area_code,
        numbers=line.numbers,
        addresses=line.addresses,
        longest_hold=90,
        by=SYSTEM,
        at=world.AT,
    )

    assert 'warn-after="90"' in client.get(url()).content.decode()
