"""A supervisor helps a colleague who cannot sign in."""

import pytest
from django.test import Client

from anju.accounts.models import RecoveryCode, Totp
from anju.audit.models import Event
from anju.organization.models import Role, User
from tests import world
from tests.accounts.entering import browser, desk, enter, give_pin, give_totp

pytestmark = pytest.mark.django_db
REASON = {"reason": "手机丢失,已核对工牌"}


def helper(user: User) -> Client:
    client = browser()
    enter(client, user)
    return client


def test_resets_a_lost_second_factor_with_the_reason() -> None:
    chen, wang = world.supervisor(), world.receptionist()
    give_totp(wang)
    client = helper(chen)
    url = f"/p/green/sign-in-help/{wang.pk}/"
    assert "重置动态口令" in client.get(url).content.decode()

    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, REASON)["Location"] == url

    assert not Totp.objects.exists()
    assert not RecoveryCode.objects.exists()
    event = Event.objects.get(verb="accounts.totp_reset")
    assert (event.by_id, event.subject_id, event.reason) == (chen.pk, wang.pk, REASON["reason"])
    assert client.post(url, REASON).status_code == 422


def test_who_must_have_one_sets_up_a_new_one() -> None:
    chen, wang = world.supervisor(), world.receptionist()
    give_totp(wang)
    Role.objects.filter(code="receptionist").update(requires_totp=True)
    helper(chen).post(f"/p/green/sign-in-help/{wang.pk}/", REASON)

    assert helper(wang).get("/me/")["Location"] == "/me/totp/"


def test_nobody_resets_who_may_more_or_works_elsewhere() -> None:
    chen, wang = world.supervisor(), world.receptionist()
    world.person("wang", project=world.project("cloud", "云栖大厦"), post="receptionist")
    give_totp(wang)
    Role.objects.filter(code="manager").update(permissions=sorted(world.everything()))
    lin = world.manager()
    give_totp(lin)
    client = helper(chen)

    above = client.post(f"/p/green/sign-in-help/{lin.pk}/", REASON)
    beyond = client.post(f"/p/green/sign-in-help/{wang.pk}/", REASON)
    oneself = client.post(f"/p/green/sign-in-help/{chen.pk}/", REASON)

    assert [answer.status_code for answer in (above, beyond, oneself)] == [422] * 3
    assert "请由总部办理" in beyond.content.decode()
    assert Totp.objects.count() == 2
    office = helper(world.head_office())
    assert office.post(f"/p/green/sign-in-help/{wang.pk}/", REASON).status_code == 302


def test_ends_all_devices_of_a_colleague() -> None:
    chen, wang = world.supervisor(), world.receptionist()
    theirs = helper(wang)
    client = helper(chen)
    assert theirs.get("/me/").status_code == 200

    client.post(f"/p/green/sign-in-help/{wang.pk}/end-devices/")

    assert theirs.get("/me/").status_code == 302


def test_strangers_are_not_found_and_a_pin_is_not_enough() -> None:
    chen, qian = world.supervisor(), world.stranger()
    here = desk(world.project(), chen)
    give_pin(chen)
    client = browser(here)
    enter(client, chen)
    url = f"/p/green/sign-in-help/{chen.pk}/"
    assert client.get(url).status_code == 200
    assert client.get(f"/p/green/sign-in-help/{qian.pk}/").status_code == 404

    client.post("/switch/", {"person": chen.pk, "pin": "274951"})

    assert client.get(url).status_code == 403
