"""A project's desk computers."""

from datetime import UTC, time

import pytest
from django.test import Client

from anju.accounts.desk_tokens import DESK_COOKIE
from anju.accounts.models import DeskDevice, StaffSession
from anju.accounts.queries import desks_of
from anju.audit.models import Event
from tests import world
from tests.accounts.entering import browser, desk, enter, give_pin

pytestmark = pytest.mark.django_db
FACTS = {"name": "一号楼大堂", "opens_at": "07:30", "closes_at": "21:00"}


def supervised() -> Client:
    client = browser()
    enter(client, world.supervisor())
    return client


def test_registers_the_computer_one_sits_at() -> None:
    client = supervised()
    assert "还没有登记前台电脑" in client.get("/p/green/desks/").content.decode()

    answer = client.post("/p/green/desks/register/", FACTS)

    assert answer["Location"] == "/p/green/desks/"
    cookie = answer.cookies[DESK_COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"] > 300 * 86400) == (
        True,
        "Lax",
        True,
    )
    found = DeskDevice.objects.get()
    assert cookie.value.split(":")[0].encode() not in bytes(found.token_hash)
    assert "本机" in client.get("/p/green/desks/").content.decode()
    event = Event.objects.get(verb="accounts.desk_registered")
    assert event.changes["hours"] == [None, "07:30–21:00"]


def test_a_desk_computer_is_not_registered_twice() -> None:
    client = supervised()
    client.post("/p/green/desks/register/", FACTS)

    again = client.post("/p/green/desks/register/", {**FACTS, "name": "二号楼大堂"})

    assert again.status_code == 422
    assert "已登记为本项目的“一号楼大堂”" in again.content.decode()


def test_two_desks_in_use_do_not_share_a_name() -> None:
    client = supervised()
    chen = StaffSession.objects.get().user
    desk(world.project(), chen, "一号楼大堂")

    answer = client.post("/p/green/desks/register/", FACTS)

    assert answer.status_code == 422
    assert "本项目已有前台电脑" in answer.content.decode()


def test_changes_name_and_hours() -> None:
    client = supervised()
    found = desk(world.project(), StaffSession.objects.get().user)

    client.post(f"/p/green/desks/{found.pk}/", {**FACTS, "opens_at": "22:00", "closes_at": "06:00"})

    found.refresh_from_db()
    assert (found.name, found.hours) == ("一号楼大堂", "22:00–06:00")


def test_revoking_ends_the_pin_sessions_on_it() -> None:
    client = supervised()
    wang = world.receptionist()
    here = desk(world.project(), StaffSession.objects.get().user)
    at_desk = browser(here)
    give_pin(wang)
    enter(at_desk, wang)
    at_desk.post("/switch/", {"person": wang.pk, "pin": "274951"})
    assert at_desk.get("/me/").status_code == 200

    client.post(f"/p/green/desks/{here.pk}/revoke/")

    assert "不再是登记的前台电脑" in at_desk.get(at_desk.get("/me/")["Location"]).content.decode()
    assert at_desk.get("/switch/").status_code == 404
    assert client.post(f"/p/green/desks/{here.pk}/revoke/").status_code == 404


def test_another_projects_desk_is_not_found() -> None:
    qian = world.stranger()
    theirs = desk(world.project("cloud"), qian)
    client = supervised()

    assert client.get(f"/p/green/desks/{theirs.pk}/").status_code == 404
    assert client.post(f"/p/green/desks/{theirs.pk}/revoke/").status_code == 404
    assert client.get("/p/cloud/desks/").status_code == 404


def test_a_pin_session_registers_nothing() -> None:
    supervised()
    chen = StaffSession.objects.get().user
    here = desk(world.project(), chen)
    give_pin(chen)
    at_desk = browser(here)
    enter(at_desk, chen)
    at_desk.post("/switch/", {"person": chen.pk, "pin": "274951"})

    assert at_desk.get("/p/green/desks/").status_code == 200
    assert at_desk.post("/p/green/desks/register/", FACTS).status_code == 403
    assert at_desk.post(f"/p/green/desks/{here.pk}/revoke/").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_for_one_and_three(count: int, django_assert_num_queries) -> None:
    green, chen = world.project(), world.supervisor()
    for number in range(count):
        desk(green, chen, f"前台 {number}")

    with django_assert_num_queries(1):
        assert [row.registered_by.name for row in desks_of(green)] == [chen.name] * count


@pytest.mark.parametrize(
    ("opens", "closes", "moment", "is_open"),
    [
        (time(8), time(20), time(8), True),
        (time(8), time(20), time(20), False),
        (time(22), time(6), time(23), True),
        (time(22), time(6), time(5, 59), True),
        (time(22), time(6), time(6), False),
        (time(0), time(0), time(3), True),
    ],
)
def test_hours_are_shanghais_and_may_pass_midnight(
    opens: time, closes: time, moment: time, is_open: bool
) -> None:
    here = DeskDevice(opens_at=opens, closes_at=closes)
    at = world.AT.replace(hour=moment.hour, minute=moment.minute).astimezone(UTC)

    assert here.is_open(at) is is_open
