"""What becomes of a message: the transport's events, the held ones' minute, forgetting, guards."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from anju.audit.models import Event
from anju.audit.record import record
from anju.contacts.invariants import broken
from anju.contacts.models import Outreach
from anju.contacts.states import ContactState
from anju.contacts.tasks import follow_delivery, release_held
from anju.core.actors import SYSTEM
from anju.messaging.models import Outgoing, StaffMessage
from anju.residents.commands.erasing import erase_person
from tests import world
from tests.architecture.source import imports_of, modules
from tests.contacts.door import answered, informed, outbox, resident
from tests.residents import town

pytestmark = pytest.mark.django_db
S = ContactState


def said(verb: str, reason: str = "") -> Event:
    """Let the transport say something of the first message of the outbox."""
    message = outbox()[0]
    return record(
        f"messaging.{verb}",
        subject=message,
        project_id=message.project_id,
        by=SYSTEM,
        at=world.AT + timedelta(minutes=1),
        reason=reason,
    )


def test_the_transports_events_move_the_contact() -> None:
    made = answered(resident())

    for verb, state in (("out_sent", S.SENT), ("out_delivered", S.DELIVERED)):
        event = said(verb)
        for _ in range(2):
            follow_delivery(event.pk)
        made.refresh_from_db()
        assert made.state == state
    assert made.settled_at == world.AT + timedelta(minutes=1)


def test_who_sent_what_did_not_arrive_is_told_once() -> None:
    made = answered(resident(), by=world.by(world.receptionist()))
    event = said("out_failed", "空号")

    for _ in range(2):
        follow_delivery(event.pk)

    made.refresh_from_db()
    assert (made.state, made.failed_because) == (S.FAILED, "空号")
    message = StaffMessage.objects.get(user=world.receptionist())
    assert "没有送达" in message.title and str(made.pk) in message.url


def test_a_message_of_somebody_else_is_left_alone() -> None:
    made = answered(resident())
    event = said("out_sent")
    Outreach.objects.update(outgoing_id=None)

    follow_delivery(event.pk)

    made.refresh_from_db()
    assert made.state == S.READY


def test_what_waits_goes_at_its_minute_and_one_refusal_holds_up_none() -> None:
    late, early, gone = (
        informed(resident(f"李{name}", f"1390000000{number}"), at=world.AT)
        for number, name in enumerate("甲乙丙")
    )
    past, future = timezone.now() - timedelta(minutes=1), timezone.now() + timedelta(days=1)
    rows = Outreach.objects.filter(pk__in=[late.pk, early.pk, gone.pk])
    rows.update(state=S.HELD, outgoing_id=None, passes=True)
    Outgoing.objects.all().delete()
    Outreach.objects.filter(pk=late.pk).update(goes_at=future)
    Outreach.objects.filter(pk__in=[early.pk, gone.pk]).update(goes_at=past)
    Outreach.objects.filter(pk=gone.pk).update(address="没有号码")

    for _ in range(2):
        release_held(0)

    states = {each.pk: each.state for each in Outreach.objects.all()}
    assert states[late.pk] == S.HELD
    assert states[early.pk] == S.READY
    assert states[gone.pk] == S.HELD  # it is tried again, and logged


def test_an_erased_persons_contacts_are_empty_and_give_up() -> None:
    who = resident(unit="")
    held = informed(who, "李阿姨,周六停水。", unit=None, at=world.AT)
    Outreach.objects.update(state=S.HELD, outgoing_id=None)
    answered(who, "李秀兰的水管已换好。", unit=None)

    erase_person(data_request=town.asks(who), by=town.by(), at=world.AT)

    held.refresh_from_db()
    assert held.state == S.CANCELLED
    with connection.cursor() as cursor:
        for table in ("contacts_outreach", "messaging_outgoing"):
            cursor.execute(f"SELECT string_agg(t::text, '') FROM {table} t")  # noqa: S608
            rows = cursor.fetchone()[0]
            assert not any(word in rows for word in ("李阿姨", "李秀兰", "13812345678")), table
    assert list(broken()) == []


def test_verify_finds_a_message_that_never_reached_the_outbox() -> None:
    answered(resident())
    Outreach.objects.update(outgoing_id=None)

    assert "没有对应的消息" in "\n".join(broken())


def test_nobody_above_the_door_goes_round_it() -> None:
    """Whatever goes to a resident is checked, held and counted: only contacts may send."""
    sends = "anju.messaging.commands.sending"
    strays = {
        str(module.path)
        for module in modules()
        for name, _ in imports_of(module)
        if name.startswith(sends) and module.app not in ("messaging", "contacts")
    }

    assert strays == set()
