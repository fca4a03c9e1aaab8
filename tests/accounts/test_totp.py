"""The second factor and its recovery codes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from anju.accounts.commands.totp import TotpRequired, remove_totp, use_code
from anju.accounts.models import RecoveryCode, StaffSession, Totp
from anju.audit.models import Event
from anju.organization.models import Role, User
from tests import world
from tests.accounts.entering import (
    KEY,
    browser,
    code_of,
    enter,
    give_password,
    give_totp,
)

pytestmark = pytest.mark.django_db


def second_step(client: Client, code: str) -> object:
    return client.post("/sign-in/code/", {"code": code})


def offered_secret(client: Client) -> str:
    page = client.get("/me/totp/").content.decode()
    return page.split('class="accounts-key">')[1].split("<")[0].replace(" ", "")


def test_is_set_up_by_a_first_code_and_shows_ten_codes_until_put_away(client: Client) -> None:
    user = world.receptionist()
    enter(client, user)
    secret = offered_secret(client)
    assert offered_secret(client) == secret
    assert "data:image/svg+xml" in client.get("/me/totp/").content.decode()

    assert client.post("/me/totp/", {"first": "000000"}).status_code == 422
    assert client.post("/me/totp/", {"first": code_of(secret)})["Location"] == "/me/totp/codes/"

    shown = client.get("/me/totp/codes/").content.decode()
    assert shown.count("<li>") == 10
    assert client.post("/me/totp/codes/")["Location"] == "/"
    assert client.get("/me/totp/codes/")["Location"] == "/me/"
    assert "还剩 10 个恢复码" in client.get("/me/").content.decode()
    totp = Totp.objects.get(user=user)
    assert secret.encode() not in bytes(totp.sealed)


def test_what_the_session_holds_of_it_is_sealed(client: Client) -> None:
    enter(client, world.receptionist())
    secret = offered_secret(client)

    assert secret not in str(dict(client.session))


def test_signing_in_takes_two_steps_and_is_nobody_in_between(client: Client) -> None:
    user = world.receptionist()
    secret, _ = give_totp(user)

    give_password(client, user)
    assert client.get("/me/")["Location"] == "/sign-in/?next=/me/"
    assert not StaffSession.objects.exists()
    answer = second_step(client, code_of(secret))

    assert answer["Location"] == "/"
    assert client.get("/me/").status_code == 200
    assert "accounts.half" not in client.session


def test_the_way_on_survives_both_steps(client: Client) -> None:
    user = world.receptionist()
    secret, _ = give_totp(user)
    facts = {"login": "wang", "password": world.PASSWORD, "next": "/me/?x=1"}

    client.post("/sign-in/", facts)

    assert second_step(client, code_of(secret))["Location"] == "/me/?x=1"


def test_the_first_step_is_good_for_five_minutes_and_dies_with_the_password(
    client: Client,
) -> None:
    user = world.receptionist()
    secret, _ = give_totp(user)
    give_password(client, user)
    session = client.session
    session["accounts.half"] = {
        **session["accounts.half"],
        "at": session["accounts.half"]["at"] - 301,
    }
    session.save()
    assert second_step(client, code_of(secret))["Location"] == "/sign-in/"

    give_password(client, user)
    user.set_password("another password 1")
    user.save()
    assert second_step(client, code_of(secret))["Location"] == "/sign-in/"


def test_without_the_first_step_there_is_no_second(client: Client) -> None:
    assert client.get("/sign-in/code/")["Location"] == "/sign-in/"


def test_a_code_is_good_once() -> None:
    user = world.receptionist()
    secret, _ = give_totp(user)
    code = code_of(secret)
    first, second = browser(), browser()
    give_password(first, user)
    give_password(second, user)

    assert second_step(first, code).status_code == 302
    replayed = second_step(second, code)

    assert replayed.status_code == 422
    assert "已经用过" in replayed.content.decode()


@pytest.mark.parametrize(("steps", "is_good"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_forgives_one_step_of_clock_difference(steps: int, is_good: bool) -> None:
    user = world.receptionist()
    at = timezone.now().replace(second=10)
    secret, _ = give_totp(user, at=at - timedelta(hours=1))
    code = code_of(secret, steps=steps, at=at)

    assert use_code(user=user, code=code, key=KEY, by=world.by(user), at=at) is is_good


@pytest.mark.django_db(transaction=True)
def test_a_code_sent_twice_at_once_is_taken_once() -> None:
    user = world.receptionist()
    secret, codes = give_totp(user)
    start = Barrier(2)

    def use(code: str) -> bool:
        start.wait()
        try:
            at = timezone.now()
            return use_code(user=user, code=code, key=KEY, by=world.by(user), at=at)
        finally:
            connection.close()

    for code in (code_of(secret), codes[0]):
        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(use, [code, code])) == [False, True]


def test_a_recovery_code_is_good_once_however_it_is_typed() -> None:
    user = world.receptionist()
    _, codes = give_totp(user)
    typed = codes[0].upper().replace("-", " ")
    first, second = browser(), browser()
    give_password(first, user)
    give_password(second, user)

    assert second_step(first, typed).status_code == 302
    assert second_step(second, codes[0]).status_code == 422

    assert RecoveryCode.objects.filter(user=user, used_at=None).count() == 9
    event = Event.objects.get(verb="accounts.code_used")
    assert event.changes == {"count": [10, 9]}
    kept = [bytes(code.digest) for code in RecoveryCode.objects.all()]
    assert not any(codes[1].replace("-", "").encode() in digest for digest in kept)


def test_recovery_codes_are_renewed_by_password_and_code(client: Client) -> None:
    user = world.receptionist()
    enter(client, user)
    _, codes = give_totp(user)
    facts = {"password": world.PASSWORD, "code": codes[0]}

    assert client.post("/me/totp/codes/renew/", facts)["Location"] == "/me/totp/codes/"

    fresh = client.get("/me/totp/codes/").content.decode()
    assert codes[1] not in fresh
    assert RecoveryCode.objects.filter(user=user, used_at=None).count() == 10


def test_turning_it_off_takes_password_and_code(client: Client) -> None:
    user = world.receptionist()
    enter(client, user)
    secret, _ = give_totp(user)
    good = {"password": world.PASSWORD, "code": code_of(secret)}

    assert client.post("/me/totp/remove/", {**good, "password": "wrong"}).status_code == 422
    assert client.post("/me/totp/remove/", {**good, "code": "000000"}).status_code == 422
    assert client.post("/me/totp/remove/", good)["Location"] == "/me/"

    assert not Totp.objects.exists()
    assert not RecoveryCode.objects.exists()


def test_it_stays_on_while_a_role_asks_for_it(client: Client) -> None:
    user = world.receptionist()
    enter(client, user)
    secret, _ = give_totp(user)
    Role.objects.filter(code="receptionist").update(requires_totp=True)
    facts = {"password": world.PASSWORD, "code": code_of(secret)}

    answer = client.post("/me/totp/remove/", facts)

    assert answer.status_code == 422
    assert "不能关闭" in answer.content.decode()
    assert Totp.objects.filter(user=user).exists()
    with pytest.raises(TotpRequired):
        remove_totp(user=user, by=world.by(user), at=timezone.now())


def test_it_moves_to_another_app_by_password_and_a_code_of_the_old(client: Client) -> None:
    user = world.receptionist()
    enter(client, user)
    old, codes = give_totp(user)
    new = offered_secret(client)
    assert new != old

    bare = client.post("/me/totp/", {"first": code_of(new)})
    assert bare.status_code == 422
    facts = {"first": code_of(new), "password": world.PASSWORD, "code": codes[0]}
    assert client.post("/me/totp/", facts)["Location"] == "/me/totp/codes/"

    at = timezone.now() + timedelta(minutes=1)
    by = world.by(user)
    assert use_code(user=user, code=code_of(new, at=at), key=KEY, by=by, at=at)
    assert not use_code(user=user, code=code_of(old, at=at), key=KEY, by=by, at=at)


def test_it_is_there_for_the_next_sign_in_of_who_was_led_to_it(client: Client) -> None:
    world.presets()
    user = world.receptionist()
    Role.objects.filter(code="receptionist").update(requires_totp=True)
    enter(client, user)
    assert client.get("/me/")["Location"] == "/me/totp/"

    secret = offered_secret(client)
    client.post("/me/totp/", {"first": code_of(secret)})
    assert client.get("/me/totp/codes/").status_code == 200
    client.post("/me/totp/codes/")

    assert client.get("/me/").status_code == 200
    assert User.objects.get(pk=user.pk).totp
