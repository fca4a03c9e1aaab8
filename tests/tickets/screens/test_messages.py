"""Messages from the ticket page: through the door, with what became of them in the story."""

from datetime import time, timedelta

import pytest
from django.test import Client

from anju.audit.models import Event
from anju.clocks.models import Clock
from anju.contacts.commands.settling import note_delivery
from anju.contacts.commands.terms import change_terms
from anju.contacts.models import MessageTemplate, Outreach
from anju.contacts.states import Channel, ContactReason, ContactState
from anju.core.actors import SYSTEM
from anju.core.periods import SHANGHAI
from anju.messaging.models import Outgoing
from anju.organization.models import Project
from anju.residents.models import Person
from anju.tickets.commands.answering import contact_owner
from anju.tickets.commands.promising import promise_again
from anju.tickets.contents import AnsweredNow, Message, Promised
from anju.tickets.models import Contact, Ticket
from anju.tickets.refusals import NotAllowedNow
from anju.tickets.states import ContactWay, MatterKind, TicketState
from anju.tickets.tasks import tell_owner
from tests import world
from tests.contacts.door import outbox, resident
from tests.tickets import shift
from tests.tickets.screens.counter import now, page_of, supervisor, taken, text, url

pytestmark = pytest.mark.django_db
S = ContactState


def asked(who: Person | None = None, **how: object) -> Ticket:
    """Take a question of somebody in register that is promised, without work."""
    Project.objects.filter(pk=world.project().pk).update(phone="0571-88880000")
    person = who or resident()
    matter = shift.matter("门禁卡什么时候能补办", kind=MatterKind.QUESTION, person=person)
    return taken(what=matter, out=Promised(now(days=1)), **how)


def quiet(*, is_now: bool) -> None:
    """Let it be an hour at which nobody, or everybody, is to be left alone."""
    here = now().astimezone(SHANGHAI)
    night = (time((here.hour - 2) % 24), time((here.hour + 2) % 24)) if is_now else None
    change_terms(project=world.project(), cap=3, night=night, noon=None, by=SYSTEM, at=world.AT)


def promise_of(ticket: Ticket) -> Clock:
    return Clock.objects.about(ticket).filter(kind="promise").order_by("-pk")[0]


SAID = {"way": "MESSAGE", "channel": "SMS", "words": "门禁卡周三可以补办,请带身份证。"}


def test_an_answer_by_message_goes_through_the_door_and_keeps_the_promise() -> None:
    quiet(is_now=False)
    ticket, client = asked(), supervisor()

    assert client.post(url("answer_ticket", ticket.pk), SAID).status_code == 302

    made = Outreach.objects.get()
    assert (made.state, made.reason, made.subject_id) == (S.READY, ContactReason.ANSWER, ticket.pk)
    assert len(outbox()) == 1
    assert promise_of(ticket).verdict == "KEPT"
    assert "待发出" in page_of(client, ticket)
    note_delivery(outreach=made, state=S.DELIVERED, by=SYSTEM, at=now())
    assert "已送达" in page_of(client, ticket)


def test_a_text_chosen_goes_with_its_template_when_it_was_completed_by_hand() -> None:
    quiet(is_now=False)
    ticket, client = asked(), supervisor()
    template = MessageTemplate.objects.get(project=world.project(), code="progress", channel="SMS")
    page = page_of(client, ticket)
    assert f"“{ticket.summary}”({ticket.number})目前进展:{{进度}}" in page
    words = (
        f"李阿姨您好,“{ticket.summary}”({ticket.number})目前进展:卡已做好。"
        "下次告知时间:明天。绿苑小区服务中心"
    )

    said = {**SAID, "words": words, "template": template.pk}
    client.post(url("contact_owner", ticket.pk), said)

    made = Outreach.objects.get()
    assert made.template == template and made.values["进度"] == "卡已做好"
    assert Outgoing.objects.get().values["进度"] == "卡已做好"


def test_what_the_door_refuses_keeps_the_composers_text() -> None:
    quiet(is_now=False)
    ticket, client = asked(), supervisor()

    for words, why in (("补不补随你,爱交不交", "不能发给业主"), ("{时间}可以补办", "还没有填上")):
        answer = client.post(url("answer_ticket", ticket.pk), {**SAID, "words": words})
        assert answer.status_code == 422
        assert why in text(answer) and words in text(answer)
    assert Ticket.objects.get().state == TicketState.OPEN
    assert not outbox() and not Contact.objects.filter(is_answer=True).exists()


def test_at_night_an_answer_that_is_not_urgent_is_offered_for_the_morning() -> None:
    quiet(is_now=True)
    ticket, client = asked(), supervisor()
    assert "再发</span>" in page_of(client, ticket)

    client.post(url("answer_ticket", ticket.pk), {**SAID, "in_the_morning": "on"})

    assert Outreach.objects.get().state == S.HELD and not outbox()
    assert "等到合适时间" in page_of(client, ticket)


def test_at_night_it_still_goes_at_once_when_that_is_wanted() -> None:
    quiet(is_now=True)
    ticket, client = asked(), supervisor()

    client.post(url("answer_ticket", ticket.pk), SAID)

    assert Outreach.objects.get().passes and len(outbox()) == 1


def test_a_message_that_waits_beyond_the_promise_is_no_answer() -> None:
    ticket = asked()
    soon = promise_of(ticket)
    Clock.objects.filter(pk=soon.pk).update(due_at=now(30))
    soon.refresh_from_db()
    message = Message(Channel.SMS, not_before=now(hours=9))

    with pytest.raises(NotAllowedNow, match="打电话"):
        contact_owner(
            ticket=ticket,
            way=ContactWay.MESSAGE,
            words="明天告诉您",
            keeps=soon,
            message=message,
            by=shift.desk(),
            at=now(),
        )


def test_a_call_and_a_visit_are_contacts_too() -> None:
    ticket, client = asked(), supervisor()

    said = {"way": "CALL", "words": "师傅明早来", "outcome": "业主同意"}
    client.post(url("contact_owner", ticket.pk), said)

    made = Outreach.objects.get()
    assert (made.channel, made.state, made.outcome) == (Channel.PHONE, S.RECORDED, "业主同意")
    assert "已联系" in page_of(client, ticket)


def test_who_is_not_in_register_is_only_noted() -> None:
    client = supervisor()
    matter = shift.matter("路灯坏了", caller_phone="13900001111", caller_name="过路人")
    ticket = taken(what=matter)

    client.post(url("contact_owner", ticket.pk), SAID)

    assert not Outreach.objects.exists()
    assert Contact.objects.filter(ticket=ticket, way=ContactWay.MESSAGE).count() == 1
    assert 'id="id_channel"' not in page_of(client, ticket)


def test_a_message_sent_by_hand_elsewhere_is_only_noted() -> None:
    ticket, client = asked(), supervisor()

    client.post(url("contact_owner", ticket.pk), {**SAID, "channel": ""})

    assert not Outreach.objects.exists() and Contact.objects.filter(ticket=ticket).exists()


def test_the_composer_begins_with_the_way_that_the_owner_prefers() -> None:
    client = supervisor()
    page = page_of(client, asked(resident(preferred_channel="WECHAT")))

    assert '<option value="MESSAGE" selected>' in page
    assert '<option value="WECHAT" selected>' in page


def renewed(ticket: Ticket, way: ContactWay = ContactWay.MESSAGE) -> Event:
    """Renew the promise of a ticket and return the event of it."""
    promise_again(
        ticket=ticket,
        until=promise_of(ticket).due_at + timedelta(days=1),
        reason="卡片缺货",
        way=way,
        outcome="业主同意" if way == ContactWay.CALL else "",
        by=shift.desk(),
        at=now(),
    )
    return Event.objects.filter(verb="tickets.promised").latest("pk")


def test_a_renewed_promise_tells_the_owner_by_itself_even_at_night() -> None:
    quiet(is_now=True)
    ticket = asked()
    event = renewed(ticket)
    for _ in range(2):
        tell_owner(event.pk)

    made = Outreach.objects.get()
    due = promise_of(ticket).due_at.astimezone(SHANGHAI)
    assert (made.reason, made.passes, made.state) == (ContactReason.PROMISE, True, S.READY)
    assert "因卡片缺货" in made.text and f"{due.month}月{due.day}日 {due:%H:%M} 前" in made.text
    assert len(outbox()) == 1
    said = Contact.objects.get(outreach=made)
    assert said.ticket == ticket
    assert "待发出" in page_of(supervisor(), ticket)


def test_who_was_told_by_telephone_is_not_written_to_as_well() -> None:
    event = renewed(asked(), ContactWay.CALL)

    tell_owner(event.pk)

    assert not outbox()
    assert Outreach.objects.get().channel == Channel.PHONE


def test_where_no_message_reaches_the_owner_the_holder_is_told_to_call() -> None:
    who = resident("王强", "057188881234", preferred_channel="SMS")
    ticket = asked(who)
    Person.objects.filter(pk=who.pk).update(preferred_channel="SMS")
    MessageTemplate.objects.filter(code="rearranged").update(retired_at=world.AT)
    event = renewed(ticket)

    tell_owner(event.pk)

    assert not outbox()
    holder = Ticket.objects.get().holder
    assert holder is not None
    assert "新的承诺时间没能发给业主" in shift.told(holder)


def test_the_reaction_is_wired() -> None:
    ticket = asked()
    renewed(ticket)

    assert "tickets.tell_owner" in shift.settle_down()
    assert Outreach.objects.filter(reason=ContactReason.PROMISE).count() == 1


def test_an_answer_on_the_spot_disturbs_nobody_and_is_no_contact() -> None:
    taken(
        what=shift.matter("几点上班", kind=MatterKind.QUESTION, person=resident()),
        out=AnsweredNow("八点半"),
    )

    assert not Outreach.objects.exists()


def test_the_promise_form_says_that_a_message_goes_by_itself() -> None:
    ticket = asked()
    client: Client = supervisor()

    page = text(client.get(url("promise_again", ticket.pk)))

    assert "会自动发给业主" in page
