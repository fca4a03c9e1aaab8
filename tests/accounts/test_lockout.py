"""Too many failures: counted in the database, also when they come at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from anju.accounts.commands.attempting import LockedOut, fail_attempt, open_attempt
from anju.accounts.commands.forgetting import forget_old_attempts
from anju.accounts.models import AttemptKind, Lockout, SignInAttempt
from anju.audit.models import Event
from anju.organization.commands.slips import make_slip, print_slips
from tests import world
from tests.accounts.entering import KEY, browser, code_of, enter, give_password, give_totp

pytestmark = pytest.mark.django_db


def fail(login: str = "wang", address: str = "10.0.0.1", *, at=world.AT) -> LockedOut | None:
    kind = AttemptKind.PASSWORD
    attempt = open_attempt(login=login, address=address, kind=kind, key=KEY, at=at)
    return fail_attempt(attempt=attempt, at=at)


def wrong(client: Client, login: str = "wang") -> int:
    return client.post("/sign-in/", {"login": login, "password": "wrong"}).status_code


def test_the_tenth_failure_locks_the_login_even_for_the_right_password(client: Client) -> None:
    world.receptionist()

    assert [wrong(client) for _ in range(10)] == [422] * 9 + [429]
    answer = client.post("/sign-in/", {"login": "Wang", "password": world.PASSWORD})

    assert answer.status_code == 429
    assert "请客服主管重新打印密码条" in answer.content.decode()
    locked = Event.objects.filter(verb="accounts.locked")
    assert [(event.subject_name, event.by_name) for event in locked] == [("王婷", "系统")]
    assert SignInAttempt.objects.count() == 10


def test_an_unknown_login_locks_the_same_and_is_not_spelled_out(client: Client) -> None:
    assert [wrong(client, "my secret pass") for _ in range(11)] == [422] * 9 + [429] * 2

    assert Event.objects.get(verb="accounts.locked").subject_name == "未登记的登录名"


def test_the_lock_names_the_minute_and_ends_then() -> None:
    world.receptionist()
    for _ in range(9):
        assert fail() is None

    refusal = fail(at=world.AT + timedelta(seconds=20))

    assert "今天 10:16以后再试" in str(refusal)
    with pytest.raises(LockedOut):
        fail(at=world.AT + timedelta(minutes=15))
    assert fail(at=world.AT + timedelta(minutes=15, seconds=20)) is None


def test_failures_older_than_a_quarter_of_an_hour_do_not_count() -> None:
    for minute in range(9):
        fail(at=world.AT + timedelta(minutes=minute))

    assert fail(at=world.AT + timedelta(minutes=16)) is None


def test_a_whole_sign_in_clears_the_count(client: Client) -> None:
    user = world.receptionist()
    for _ in range(9):
        wrong(client)
    enter(browser(), user)

    assert [wrong(client) for _ in range(9)] == [422] * 9


def test_a_right_password_alone_buys_no_more_guesses_at_the_code() -> None:
    user, client = world.receptionist(), browser()
    give_totp(user)
    answers = []
    for _ in range(10):
        give_password(client, user)
        answers.append(client.post("/sign-in/code/", {"code": "000000"}).status_code)

    assert answers == [422] * 9 + [429]
    again = browser().post("/sign-in/", {"login": user.login, "password": world.PASSWORD})
    assert again.status_code == 429


def test_a_wrong_code_ten_times_is_429() -> None:
    user, client = world.receptionist(), browser()
    secret, _ = give_totp(user)
    give_password(client, user)

    codes = [client.post("/sign-in/code/", {"code": "000000"}).status_code for _ in range(10)]
    right = client.post("/sign-in/code/", {"code": code_of(secret)})

    assert codes == [422] * 9 + [429]
    assert right.status_code == 429
    assert "登录已暂时锁定" in right.content.decode()
    assert client.get("/me/").status_code == 302


def test_a_supervisors_slip_opens_the_lock(client: Client) -> None:
    user, chen = world.receptionist(), world.supervisor()
    for _ in range(10):
        wrong(client)
    by, at, rights = world.by(chen), timezone.now(), world.everything()
    slip = make_slip(user=user, rights=rights, held=rights, key=KEY, by=by, at=at)
    password = print_slips(slips=[slip], key=KEY, by=by, at=at)[0].password

    answer = client.post("/sign-in/", {"login": "wang", "password": password})

    assert answer.status_code == 302


def test_fifty_failures_lock_an_address_whatever_the_logins() -> None:
    for number in range(49):
        assert fail(f"user{number}") is None

    assert "这个网络上" in str(fail("user49"))
    with pytest.raises(LockedOut):
        fail("somebody")
    assert fail("somebody", "10.0.0.2") is None


def test_an_ipv6_customer_is_one_address() -> None:
    for number in range(49):
        fail(f"user{number}", f"2001:db8::{number:x}")

    assert fail("user49", "2001:db8::ffff") is not None


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_get_no_more_than_ten() -> None:
    world.receptionist()
    start = Barrier(20)

    def one_try(_: int) -> int:
        start.wait()
        try:
            return wrong(Client())
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(one_try, range(20)))

    assert SignInAttempt.objects.count() == 10
    assert answers.count(429) >= 10
    assert Event.objects.filter(verb="accounts.locked").count() == 1


def test_old_tries_are_forgotten() -> None:
    fail(at=world.AT - timedelta(days=31))
    fail(at=world.AT)

    assert forget_old_attempts(at=world.AT) == 1
    assert SignInAttempt.objects.count() == 1
    assert Lockout.objects.count() == 0
