"""Messages: told once, read by their own reader, in words that stay true."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from anju.audit.models import Event
from anju.messaging.commands import mark_read, tell_staff
from anju.messaging.models import StaffMessage
from anju.messaging.queries import unread_count
from anju.messaging.tasks import tell_of_deputyship
from anju.organization.commands.deputies import name_deputy, revoke_deputy
from anju.organization.models import Deputyship, User
from anju.organization.models.belonging import AbsenceReason
from tests import world

pytestmark = pytest.mark.django_db


def tell(*users: User, key: str = "notice:1", url: str = "", at: object = world.AT) -> int:
    return tell_staff(
        users=users, title="停水通知", url=url, key=key, project=world.project(), at=at
    )


def named() -> Deputyship:
    wang, chen = world.receptionist(), world.supervisor()
    return name_deputy(
        project=world.project(),
        absent=chen,
        deputy=wang,
        starts_at=world.AT + timedelta(days=1),
        ends_at=world.AT + timedelta(days=5, hours=8),
        reason=AbsenceReason.SICK,
        held=world.everything(),
        by=world.by(chen),
        at=world.AT,
    )


def test_tells_each_person_once() -> None:
    wang, chen = world.receptionist(), world.supervisor()

    told = [tell(wang), tell(wang, chen), tell(wang, chen, wang), tell(wang, key="notice:2")]

    assert told == [1, 1, 0, 1]
    assert StaffMessage.objects.count() == 3


def test_telling_pings_the_screens_of_who_is_told_and_leaves_no_event() -> None:
    wang = world.receptionist()
    events = Event.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("LISTEN anju_live")

    tell(wang)

    assert Event.objects.count() == events
    assert unread_count(wang) == 1


def test_keeps_no_address_of_somebody_else() -> None:
    wang = world.receptionist()

    for url in ("https://example.com/", "//example.com/", "javascript:alert(1)"):
        with pytest.raises(IntegrityError), transaction.atomic():
            tell(wang, url=url)


def test_reading_counts_once_and_only_ones_own() -> None:
    wang, chen = world.receptionist(), world.supervisor()
    tell(wang, chen)
    message = StaffMessage.objects.get(user=wang)

    assert mark_read(user=chen, message=message, at=world.AT) == 0
    assert mark_read(user=wang, message=message, at=world.AT) == 1
    assert mark_read(user=wang, message=message, at=world.AT + timedelta(hours=1)) == 0
    message.refresh_from_db()
    assert message.read_at == world.AT
    assert (unread_count(wang), unread_count(chen)) == (0, 1)


def test_both_sides_learn_of_a_deputyship_once() -> None:
    deputyship = named()
    event = Event.objects.get(verb="organization.deputy_named")

    tell_of_deputyship(event_id=event.pk)
    tell_of_deputyship(event_id=event.pk)

    to_wang = StaffMessage.objects.get(user=deputyship.deputy)
    to_chen = StaffMessage.objects.get(user=deputyship.absent)
    assert to_wang.title == "请您代理陈静怡的职务"
    assert "2026年11月24日 10:00至2026年11月28日 18:00" in to_wang.body
    assert "王婷(代 陈静怡)" in to_wang.body
    assert to_chen.title == "王婷将代理您的职务"
    assert "病假" not in to_wang.body


def test_both_sides_learn_that_it_was_revoked() -> None:
    deputyship = revoke_deputy(deputyship=named(), by=world.SYSTEM, at=world.AT)
    event = Event.objects.get(verb="organization.deputy_revoked")

    tell_of_deputyship(event_id=event.pk)

    to_wang = StaffMessage.objects.get(user=deputyship.deputy)
    assert to_wang.title == "不再由您代理陈静怡的职务"
    assert "已于2026年11月23日 10:00撤销" in to_wang.body
    assert StaffMessage.objects.get(user=deputyship.absent).title == "王婷不再代理您的职务"


def test_the_inbox_shows_ones_own_newest_first(client: Client) -> None:
    wang, chen = world.receptionist(), world.supervisor()
    for number in range(3):
        tell(wang, key=f"k{number}", at=world.AT + timedelta(minutes=number))
    tell(chen, key="chen")
    browser = world.sign_in(client, wang)

    response = browser.get("/messages/")

    shown = [message.key for message in response.context["messages_page"]]
    assert (response.status_code, shown) == (200, ["k2", "k1", "k0"])
    assert "3 条未读" in response.text


def test_the_inbox_costs_the_same_for_one_and_three(client: Client) -> None:
    wang = world.receptionist()
    browser = world.sign_in(client, wang)

    def look() -> None:
        browser.get("/messages/", headers={"HX-Request": "true"})

    tell(wang, key="k0")
    for_one = world.queries(look)
    for number in (1, 2):
        tell(wang, key=f"k{number}")

    assert world.queries(look) == for_one == 6


def test_opening_counts_as_read_and_leads_on(client: Client) -> None:
    wang = world.receptionist()
    tell(wang, url="/p/green/notices/")
    message = StaffMessage.objects.get()
    browser = world.sign_in(client, wang)

    assert browser.get(f"/messages/{message.pk}/read/").status_code == 405
    response = browser.post(f"/messages/{message.pk}/read/")

    assert (response.status_code, response["Location"]) == (302, "/p/green/notices/")
    assert unread_count(wang) == 0


def test_anothers_message_is_not_there(client: Client) -> None:
    tell(world.supervisor())
    message = StaffMessage.objects.get()
    browser = world.sign_in(client, world.receptionist())

    assert browser.post(f"/messages/{message.pk}/read/").status_code == 404
    assert StaffMessage.objects.unread().count() == 1


def test_all_at_once(client: Client) -> None:
    wang = world.receptionist()
    for number in range(3):
        tell(wang, key=f"k{number}")
    tell(world.supervisor())
    browser = world.sign_in(client, wang)

    response = browser.post("/messages/read-all/", headers={"HX-Request": "true"})

    assert (response.status_code, response["HX-Redirect"]) == (204, "/messages/")
    assert (unread_count(wang), StaffMessage.objects.unread().count()) == (0, 1)


def test_the_bell_shows_the_number(client: Client) -> None:
    wang = world.receptionist()
    browser = world.sign_in(client, wang)
    assert "<b>" not in browser.get("/messages/unread/").text

    tell(wang)

    assert "<b>1</b>" in browser.get("/messages/unread/").text


def test_a_stranger_signs_in_first(client: Client) -> None:
    response = client.get("/messages/")

    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in")
