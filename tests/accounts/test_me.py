"""«我的账号与安全»."""

import pytest
from django.test import Client
from django.utils import timezone

from anju.accounts.models import StaffSession
from anju.accounts.queries import account_page
from anju.organization.models import User
from tests import world
from tests.accounts.entering import browser, enter

pytestmark = pytest.mark.django_db


def test_shows_who_i_am_and_where_i_am_signed_in() -> None:
    user, client = world.receptionist(), browser()
    enter(client, user)

    page = client.get("/me/").content.decode()

    assert "绿苑小区 · 前台接待员" in page
    assert "Windows 电脑 · Chrome" in page
    assert "本机" in page


@pytest.mark.parametrize("count", [1, 3])
def test_asks_the_same_for_one_device_and_three(count: int, django_assert_num_queries) -> None:
    user = world.receptionist()
    for _ in range(count):
        enter(browser(), user)

    with django_assert_num_queries(7):
        shown = account_page(user, at=timezone.now())
        assert [str(session.desk or "") for session in shown.sessions] == [""] * count


def test_signs_all_other_devices_out() -> None:
    user, here, there = world.receptionist(), browser(), browser()
    enter(there, user)
    mine = enter(here, user)

    here.post("/me/devices/end-others/")

    assert list(StaffSession.objects.live(mine.last_seen_at)) == [mine]
    assert there.get("/me/").status_code == 302


def test_somebody_elses_device_is_not_found() -> None:
    client, theirs = browser(), enter(browser(), world.supervisor())
    enter(client, world.receptionist())

    assert client.post(f"/me/devices/{theirs.pk}/end/").status_code == 404
    theirs.refresh_from_db()
    assert theirs.end == ""


def test_a_device_is_ended_once(client: Client) -> None:
    user = world.receptionist()
    other = enter(browser(), user)
    enter(client, user)
    client.post(f"/me/devices/{other.pk}/end/")

    answer = client.post(f"/me/devices/{other.pk}/end/")

    assert "已经退出,无需再退" in client.get(answer["Location"]).content.decode()


def test_appearance_is_kept_and_one_stays_on_the_page(client: Client) -> None:
    user = world.receptionist()
    enter(client, user)

    facts = {"appearance": "dark"}
    here = client.post("/me/appearance/", facts, headers={"referer": "http://testserver/me/?a=1"})
    away = client.post("/me/appearance/", facts, headers={"referer": "http://evil.example/x"})

    assert here["Location"] == "/me/?a=1"
    assert away["Location"] == "/me/"
    assert User.objects.get(pk=user.pk).appearance == "dark"
    assert client.post("/me/appearance/", {"appearance": "pink"}).status_code == 302
    assert User.objects.get(pk=user.pk).appearance == "dark"


def test_only_posts_change_anything(client: Client) -> None:
    enter(client, world.receptionist())

    for path in ("/sign-out/", "/me/appearance/", "/me/devices/end-others/", "/me/pin/remove/"):
        assert client.get(path).status_code == 405
