"""Changing one's own password."""

import pytest
from django.test import Client

from anju.accounts.models import StaffSession
from anju.audit.models import Event
from anju.organization.models import User
from tests import world
from tests.accounts.entering import browser, enter

pytestmark = pytest.mark.django_db
NEW = "staple battery 7"


def change(client: Client, old: str = world.PASSWORD, new: str = NEW, again: str = "") -> object:
    facts = {"password": old, "new": new, "again": again or new}
    return client.post("/me/password/", facts)


def test_changes_it_and_ends_all_other_sessions() -> None:
    user, here, there = world.receptionist(), browser(), browser()
    enter(there, user)
    mine = enter(here, user)

    assert change(here)["Location"] == "/me/"

    assert here.get("/me/").status_code == 200
    assert there.get("/me/").status_code == 302
    ends = StaffSession.objects.exclude(pk=mine.pk).values_list("end", flat=True)
    assert list(ends) == ["PASSWORD"]
    assert Event.objects.filter(verb="accounts.password_changed", by_id=user.pk).count() == 1
    enter(browser(), user, NEW)


def test_a_first_password_leads_on_home(client: Client) -> None:
    user = world.receptionist()
    User.objects.filter(pk=user.pk).update(must_change_password=True)
    enter(client, user)

    assert change(client)["Location"] == "/"
    user.refresh_from_db()
    assert not user.must_change_password


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        ("wrong", NEW, "", "密码不正确"),
        (world.PASSWORD, NEW, "something else 1", "两次输入的新密码不一样"),
        (world.PASSWORD, "short7", "", "新密码至少 10 个字符"),
        (world.PASSWORD, "9876501234", "", "新密码不能全是数字"),
        (world.PASSWORD, "password123", "", "这个密码太常见"),
        (world.PASSWORD, "wang13812345678", "", "新密码不能与登录名"),
        (world.PASSWORD, world.PASSWORD, "", "新密码不能与原密码相同"),
    ],
)
def test_refuses(client: Client, old: str, new: str, again: str, sentence: str) -> None:
    user = world.receptionist()
    enter(client, user)

    answer = change(client, old, new, again)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    user.refresh_from_db()
    assert user.check_password(world.PASSWORD)


def test_guessing_the_old_one_locks(client: Client) -> None:
    enter(client, world.receptionist())

    answers = [change(client, f"guess {number}").status_code for number in range(11)]

    assert answers == [422] * 9 + [429] * 2


def test_only_argon2_is_used() -> None:
    user, client = world.receptionist(), browser()
    enter(client, user)
    change(client)

    user.refresh_from_db()
    assert user.password.startswith("argon2$argon2id$")
