"""Switching quickly on a desk computer."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.utils import timezone

from anju.accounts.models import DeskDevice, Pin, StaffSession
from anju.audit.models import Event
from anju.organization.commands.slips import make_slip
from anju.organization.models import User
from tests import world
from tests.accounts.entering import KEY, PIN, browser, desk, enter, give_pin, give_totp

pytestmark = pytest.mark.django_db


def at_desk() -> tuple[Client, DeskDevice, User, User]:
    """Return a desk's browser, the desk, and two people with a PIN who signed in fully there."""
    wang, chen = world.receptionist(), world.supervisor()
    here = desk(world.project(), chen)
    client = browser(here)
    give_pin(wang)
    give_pin(chen, "860317")
    enter(browser(here), wang)
    enter(client, chen)
    return client, here, wang, chen


def switch(client: Client, user: User, pin: str = PIN) -> object:
    return client.post("/switch/", {"person": user.pk, "pin": pin})


def long_ago(user: User) -> None:
    """Let somebody's full sign-ins have been twelve hours ago."""
    twelve = timedelta(hours=12)
    StaffSession.objects.filter(user=user, kind="FULL").update(
        started_at=F("started_at") - twelve, expires_at=F("expires_at") - twelve
    )


def text(answer: object) -> str:
    return answer.content.decode()


def test_the_next_person_sits_down_and_the_one_before_is_out() -> None:
    client, here, wang, chen = at_desk()
    key_before = client.session.session_key

    assert switch(client, wang)["Location"] == "/"

    page = text(client.get("/me/"))
    assert "王婷" in page
    assert "您现在是用 PIN 快速换人登录的" in page
    assert client.session.session_key != key_before
    assert StaffSession.objects.get(user=chen).end == "SWITCHED"
    session = StaffSession.objects.get(kind="PIN")
    assert (session.user, session.desk) == (wang, here)
    event = Event.objects.get(verb="accounts.switched")
    assert (event.by_id, event.project_id) == (wang.pk, here.project_id)


def test_works_from_the_sign_in_page_of_the_desk() -> None:
    client, _, wang, _ = at_desk()
    client.post("/sign-out/")
    assert "用 PIN 快速登录" in text(client.get("/sign-in/"))

    assert switch(client, wang).status_code == 302


def test_the_next_person_may_sign_in_by_password_too() -> None:
    client, _, wang, chen = at_desk()
    assert "/sign-in/?other=1" in text(client.get("/switch/"))
    assert client.get("/sign-in/").status_code == 302
    assert client.get("/sign-in/?other=1").status_code == 200

    enter(client, wang)

    assert "王婷" in text(client.get("/me/"))
    assert StaffSession.objects.get(user=chen).end == "SWITCHED"


def test_shows_those_only_who_signed_in_fully_here_within_twelve_hours() -> None:
    client, _, wang, _ = at_desk()
    world.person("zhao", "赵志强")
    enter(browser(), User.objects.get(login="zhao"))
    page = text(client.get("/switch/"))
    assert "王婷" in page
    assert "赵志强" not in page

    long_ago(wang)
    assert "王婷" not in text(client.get("/switch/"))
    answer = switch(client, wang)

    assert answer.status_code == 422
    assert "请重新选择您的姓名" in text(answer)


def test_a_pin_session_does_not_vouch_for_the_next() -> None:
    client, _, wang, chen = at_desk()
    switch(client, wang)
    long_ago(chen)
    long_ago(wang)

    assert "没有人在这台电脑上用密码登录过" in text(client.get("/switch/"))


@pytest.mark.parametrize("how", ["ended", "password", "slip"])
def test_a_sign_in_that_was_called_back_vouches_no_more(how: str) -> None:
    client, _, wang, chen = at_desk()
    elsewhere = browser()
    enter(elsewhere, wang)
    assert "王婷" in text(client.get("/switch/"))

    if how == "ended":
        elsewhere.post("/me/devices/end-others/")
    elif how == "password":
        new = "staple battery 7"
        facts = {"password": world.PASSWORD, "new": new, "again": new}
        elsewhere.post("/me/password/", facts)
    else:
        rights = world.everything()
        at = timezone.now()
        make_slip(user=wang, rights=rights, held=rights, key=KEY, by=world.by(chen), at=at)

    assert "王婷" not in text(client.get("/switch/"))
    assert switch(client, wang).status_code == 422


def test_five_wrong_pins_turn_it_off_until_the_next_full_sign_in() -> None:
    client, here, wang, _ = at_desk()

    answers = [switch(client, wang, "111222") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422] * 4 + [429]
    assert "还可再试 1 次" in text(answers[3])
    assert switch(client, wang).status_code == 422
    assert "PIN 已停用" in text(client.get("/switch/"))
    assert Event.objects.filter(verb="accounts.pin_blocked").count() == 1

    enter(browser(here), wang)
    assert switch(client, wang).status_code == 302


def test_a_right_pin_takes_the_wrong_ones_back() -> None:
    client, _, wang, _ = at_desk()
    for _ in range(4):
        switch(client, wang, "111222")

    switch(client, wang)

    assert Pin.objects.get(user=wang).wrong_count == 0


@pytest.mark.django_db(transaction=True)
def test_wrong_pins_at_the_same_moment_get_no_more_than_five() -> None:
    _, here, wang, _ = at_desk()
    start = Barrier(10)

    def one_try(_: int) -> int:
        start.wait()
        try:
            return switch(browser(here), wang, "111222").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(one_try, range(10)))

    pin = Pin.objects.get(user=wang)
    assert (pin.wrong_count, pin.off_at is None) == (5, False)
    assert Event.objects.filter(verb="accounts.pin_blocked").count() == 1


def test_outside_its_hours_the_password_is_asked_and_why_is_said() -> None:
    client, here, wang, _ = at_desk()
    now = timezone.localtime()
    here.opens_at, here.closes_at = [(now + timedelta(hours=h)).time() for h in (1, 2)]
    here.save()

    assert "现在不在快速换人的时间内" in text(client.get("/switch/"))
    answer = switch(client, wang)

    assert answer.status_code == 422
    assert not StaffSession.objects.filter(kind="PIN").exists()


def test_a_pin_works_on_registered_desks_only() -> None:
    _, _, wang, chen = at_desk()

    plain = browser()
    assert plain.get("/switch/").status_code == 404
    assert switch(plain, wang).status_code == 404
    forged = browser()
    forged.cookies["anju_desk"] = "forged:value"
    assert switch(forged, wang).status_code == 404
    other = browser(desk(world.project(), chen, "二号门岗"))
    assert "王婷" not in text(other.get("/switch/"))


def test_a_pin_session_touches_nothing_that_protects_the_account() -> None:
    client, _, wang, _ = at_desk()
    switch(client, wang)

    for path in ("password/", "totp/", "totp/codes/", "totp/codes/renew/", "totp/remove/", "pin/"):
        answer = client.get(f"/me/{path}")
        assert answer.status_code == 403, path
        assert "请用密码登录后再做" in text(answer)
        assert client.post(f"/me/{path}").status_code == 403, path
    assert client.post("/me/pin/remove/").status_code == 403
    assert Pin.objects.filter(user=wang).exists()
    enter(client, wang)
    assert client.get("/me/password/").status_code == 200
    assert StaffSession.objects.get(kind="PIN").end == "SWITCHED"


def test_a_full_sign_in_on_the_desk_took_the_code_of_who_has_one() -> None:
    wang, chen = world.receptionist(), world.supervisor()
    here = desk(world.project(), chen)
    give_pin(wang)
    give_totp(wang)
    client = browser(here)

    client.post("/sign-in/", {"login": "wang", "password": world.PASSWORD})

    assert "王婷" not in text(client.get("/switch/"))


def test_setting_a_pin_takes_a_desk_and_the_password() -> None:
    wang, chen = world.receptionist(), world.supervisor()
    here = desk(world.project(), chen)
    at_home, client = browser(), browser(here)
    enter(at_home, wang)
    enter(client, wang)
    good = {"password": world.PASSWORD, "pin": PIN, "again": PIN}

    assert "没有登记为前台电脑" in text(at_home.post("/me/pin/", good))
    assert client.post("/me/pin/", {**good, "password": "wrong"}).status_code == 422
    assert client.post("/me/pin/", {**good, "again": "860317"}).status_code == 422
    assert not Pin.objects.exists()
    assert client.post("/me/pin/", good)["Location"] == "/me/"
    pin = Pin.objects.get(user=wang)
    assert pin.hashed.startswith("argon2$")
    assert client.post("/me/pin/remove/")["Location"] == "/me/"
    assert not Pin.objects.exists()


@pytest.mark.parametrize(
    "pin",
    ["123456", "654321", "000000", "121212", "123123", "345678", "12345", "12345a", "１２３４７８"],
)
def test_a_pin_that_anybody_would_try_is_refused(pin: str) -> None:
    wang, chen = world.receptionist(), world.supervisor()
    client = browser(desk(world.project(), chen))
    enter(client, wang)

    facts = {"password": world.PASSWORD, "pin": pin, "again": pin}

    assert client.post("/me/pin/", facts).status_code == 422
    assert not Pin.objects.exists()
