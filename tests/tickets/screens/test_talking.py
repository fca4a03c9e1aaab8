"""What is said by the composer and what is promised: works, is refused with the text kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from anju.clocks.models import Clock
from anju.drafts.commands import save_draft
from anju.drafts.queries import draft_of
from anju.tickets.commands.promising import promise_again
from anju.tickets.contents import Promised
from anju.tickets.models import Contact, HelpRequest, Ticket
from anju.tickets.states import ContactWay, TicketState
from tests import world
from tests.threads import at_once
from tests.tickets import shift
from tests.tickets.screens.counter import (
    done,
    now,
    page_of,
    sign_in,
    supervisor,
    taken,
    text,
    typed,
    url,
)

pytestmark = pytest.mark.django_db


def promise_of(ticket: Ticket) -> Clock:
    return Clock.objects.about(ticket).filter(kind="promise").order_by("-pk")[0]


def state(ticket: Ticket) -> str:
    return Ticket.objects.get(pk=ticket.pk).state


def test_a_note_is_kept_and_its_draft_dropped() -> None:
    ticket, client = taken(), supervisor()
    save_draft(
        project=ticket.project,
        user=world.supervisor(),
        key=f"tickets.{ticket.pk}",
        fields={"words": "楼下也"},
        version=0,
        at=now(),
    )
    empty = client.post(url("note_ticket", ticket.pk), {"words": " "})
    assert empty.status_code == 422
    assert "请写下内容" in text(empty)
    assert draft_of(ticket.project, world.supervisor(), f"tickets.{ticket.pk}") is not None

    answer = client.post(url("note_ticket", ticket.pk), {"words": "楼下也打来了"})

    assert answer.status_code == 302
    assert "楼下也打来了" in page_of(client, ticket)
    assert draft_of(ticket.project, world.supervisor(), f"tickets.{ticket.pk}") is None


def test_a_contact_keeps_the_promise_it_names() -> None:
    ticket, client = taken(), supervisor()
    clock = promise_of(ticket)
    said = {"way": "CALL", "words": "师傅明早来", "keeps": clock.pk}

    refused = client.post(url("contact_owner", ticket.pk), said)
    assert refused.status_code == 422
    assert "请写明通话结果" in text(refused)
    assert "师傅明早来" in text(refused)

    client.post(url("contact_owner", ticket.pk), {**said, "outcome": "业主同意"})
    clock.refresh_from_db()
    assert clock.verdict == "KEPT"
    assert state(ticket) == TicketState.OPEN
    assert "结果:业主同意" in page_of(client, ticket)


def test_a_contact_does_not_keep_the_promise_of_another_ticket() -> None:
    ticket, other = taken(), taken()
    said = {"way": "VISIT", "words": "见过了", "keeps": promise_of(other).pk}
    supervisor().post(url("contact_owner", ticket.pk), said)

    assert promise_of(other).verdict == ""


def test_an_answer_waits_for_the_work_and_keeps_the_text() -> None:
    world.engineer()
    ticket, client = taken(), supervisor()
    said = {"way": "CALL", "words": "水龙头已更换,试水正常", "outcome": "业主认可"}

    refused = client.post(url("answer_ticket", ticket.pk), said)
    assert refused.status_code == 422
    assert "还有 1 张派工单没有完成" in text(refused)
    assert "水龙头已更换,试水正常" in text(refused)
    assert state(ticket) == TicketState.OPEN
    draft = draft_of(ticket.project, world.supervisor(), f"tickets.{ticket.pk}")
    assert draft is not None
    assert draft.fields["words"] == "水龙头已更换,试水正常"
    assert draft.fields["say"] == "answer"

    done(shift.only_order(ticket))
    silent = client.post(url("answer_ticket", ticket.pk), {**said, "outcome": ""})
    assert silent.status_code == 422
    assert "电话答复请写明结果" in text(silent)
    assert client.post(url("answer_ticket", ticket.pk), said).status_code == 302
    assert state(ticket) == TicketState.ANSWERED
    assert promise_of(ticket).verdict == "KEPT"
    assert "已于今天" in page_of(client, ticket)
    again = client.post(url("answer_ticket", ticket.pk), said)
    assert again.status_code == 422
    assert "已答复" in text(again)


def test_a_promise_is_renewed_with_a_reason_and_told() -> None:
    ticket, client = taken(), supervisor()
    old = promise_of(ticket)
    later = old.due_at + timedelta(days=1)
    said = {"until": typed(later), "reason": "配件明天到", "way": "CALL", "outcome": "业主同意"}

    sooner = client.post(url("promise_again", ticket.pk), {**said, "until": typed(now(60))})
    assert sooner.status_code == 422
    assert "配件明天到" in text(sooner)
    silent = client.post(url("promise_again", ticket.pk), {**said, "reason": ""})
    assert silent.status_code == 422
    assert client.post(url("promise_again", ticket.pk), said).status_code == 302

    old.refresh_from_db()
    assert old.renewals == 1
    assert timezone.localtime(old.due_at).date() == timezone.localtime(later).date()
    assert "配件明天到" in page_of(client, ticket)


def test_above_the_allowed_renewals_a_supervisor_agrees() -> None:
    ticket = taken()
    clock = promise_of(ticket)
    receptionist = sign_in(world.receptionist())
    supervisor_ = world.supervisor()
    for day in (1, 2):
        promise_again(
            ticket=ticket,
            until=clock.due_at + timedelta(days=day),
            reason="等配件",
            way=ContactWay.MESSAGE,
            by=shift.desk(),
            at=now(),
        )
    until = typed(clock.due_at + timedelta(days=3))
    said = {"until": until, "reason": "还在等", "way": "MESSAGE"}
    form = text(receptionist.get(url("promise_again", ticket.pk)))
    assert "续诺次数已满" in form
    assert supervisor_.name in form

    alone = receptionist.post(url("promise_again", ticket.pk), said)
    assert alone.status_code == 422
    assert "须经主管同意" in text(alone)
    agreed = {**said, "agreed_by": supervisor_.pk}
    assert receptionist.post(url("promise_again", ticket.pk), agreed).status_code == 302
    assert promise_of(ticket).renewals == 3


def test_after_a_broken_promise_a_new_one_is_made() -> None:
    ticket = taken(out=Promised(now(-60)), at=now(-180))
    client = supervisor()
    assert "重新承诺" in text(client.get(url("promise_again", ticket.pk)))
    said = {"until": typed(now(days=2)), "reason": "", "way": "VISIT"}

    assert client.post(url("promise_again", ticket.pk), said).status_code == 302
    assert promise_of(ticket).instance == 2
    assert "已破诺" not in page_of(client, ticket).split("ticket__columns")[0]


def test_help_is_asked_answered_by_its_department_and_withdrawn() -> None:
    engineer, guard = world.engineer(), world.person("guo", "郭大勇", post="security")
    ticket, client = taken(out=shift.answered_now()), supervisor()
    refused = client.post(url("ask_help", ticket.pk), {"department": "", "question": "?"})
    assert refused.status_code == 422
    ticket = taken(out=shift.help_asked())
    asked = HelpRequest.objects.get(ticket=ticket)
    department = world.department(world.project(), "安防部").pk
    more = {"department": department, "question": "请查一下门禁"}
    assert client.post(url("ask_help", ticket.pk), more).status_code == 302
    second = HelpRequest.objects.get(ticket=ticket, department=department)

    reply = {"reply": "下午四点恢复"}
    assert sign_in(guard).post(url("answer_help", asked.pk), reply).status_code == 404
    assert sign_in(engineer).get(url("answer_help", asked.pk)).status_code == 200
    assert sign_in(engineer).post(url("answer_help", asked.pk), {"reply": ""}).status_code == 422
    told = sign_in(engineer).post(url("answer_help", asked.pk), reply)
    assert told.status_code == 302
    assert told["Location"] == url("my_orders")
    assert "下午四点恢复" in page_of(client, ticket)
    twice = client.post(url("answer_help", asked.pk), reply)
    assert twice.status_code == 422
    assert "已经答复或撤回" in text(twice)
    assert client.post(url("withdraw_help", second.pk), {}).status_code == 302
    second.refresh_from_db()
    assert second.withdrawn_at is not None


def test_who_reads_no_tickets_sees_nothing_of_its_owner_in_a_request() -> None:
    ticket = taken(
        what=shift.matter(caller_name="司马相如", caller_phone="13987654321"),
        out=shift.help_asked(),
    )
    asked = HelpRequest.objects.get(ticket=ticket)
    page = text(sign_in(world.engineer()).get(url("answer_help", asked.pk)))

    assert asked.question in page
    assert "司马相如" not in page
    assert "13987654321" not in page
    assert url("ticket", ticket.pk) not in page


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_at_once_answer_once() -> None:
    ticket = taken(what=shift.matter("物业费怎么交?", kind="QUESTION"))
    first, second = supervisor(), sign_in(world.receptionist())
    said = {"way": "VISIT", "words": "按季度交"}

    answers = at_once(
        lambda: first.post(url("answer_ticket", ticket.pk), said).status_code,
        lambda: second.post(url("answer_ticket", ticket.pk), said).status_code,
    )

    assert sorted(answers) == [302, 422]  # type: ignore[type-var]
    assert Contact.objects.filter(ticket=ticket, is_answer=True).count() == 1
