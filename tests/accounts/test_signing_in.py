"""Signing in and out."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anju.accounts.models import SignInAttempt, StaffSession
from anju.audit.models import Event
from anju.organization.commands.slips import make_slip, print_slips
from anju.organization.models import PasswordSlip, User
from tests import world
from tests.accounts.entering import KEY, browser, enter

pytestmark = pytest.mark.django_db
WRONG = "登录名或密码不正确"


def test_lets_in_by_login_and_password_and_out_again(client: Client) -> None:
    user = world.receptionist()

    answer = client.post("/sign-in/", {"login": "WANG", "password": world.PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    session = StaffSession.objects.get(user=user)
    assert client.get("/me/").status_code == 200
    out = client.post("/sign-out/")

    assert out["Location"] == "/sign-in/"
    session.refresh_from_db()
    assert session.end == "SIGNED_OUT"
    verbs = Event.objects.filter(by_id=user.pk).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["accounts.signed_in", "accounts.signed_out"]
    assert client.get("/me/").status_code == 302
    assert SignInAttempt.objects.get().succeeded


def test_the_session_gets_a_fresh_key() -> None:
    user, client = world.receptionist(), browser()
    client.session["planted"] = "x"
    planted = client.session
    planted["planted"] = "x"
    planted.save()
    client.cookies["anju_session"] = planted.session_key

    enter(client, user)

    assert client.session.session_key != planted.session_key


def test_one_sentence_whether_the_login_exists_or_not(client: Client) -> None:
    world.receptionist()

    known = client.post("/sign-in/", {"login": "wang", "password": "wrong"})
    unknown = client.post("/sign-in/", {"login": "nobody", "password": "wrong"})

    assert (known.status_code, unknown.status_code) == (422, 422)
    assert WRONG in known.content.decode()
    assert WRONG in unknown.content.decode()
    assert not StaffSession.objects.exists()


def test_what_is_nobodys_login_is_not_kept_as_typed(client: Client) -> None:
    client.post("/sign-in/", {"login": "My secret pass", "password": "oops"})

    attempt = SignInAttempt.objects.get()
    assert attempt.login.startswith("?")
    assert "secret" not in attempt.login


def test_refuses_who_has_left(client: Client) -> None:
    user = world.receptionist()
    User.objects.filter(pk=user.pk).update(is_active=False)

    answer = client.post("/sign-in/", {"login": "wang", "password": world.PASSWORD})

    assert answer.status_code == 422
    assert WRONG in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/me/?a=1", "/me/?a=1"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("me/", "/"),
    ],
)
def test_leads_on_to_paths_of_ours_only(client: Client, asked: str, led_to: str) -> None:
    world.receptionist()

    facts = {"login": "wang", "password": world.PASSWORD, "next": asked}
    answer = client.post("/sign-in/", facts)

    assert answer["Location"] == led_to


def test_the_wanted_page_survives_the_form(client: Client) -> None:
    sent_here = client.get("/me/")
    assert sent_here["Location"] == "/sign-in/?next=/me/"

    assert 'name="next" value="/me/"' in client.get(sent_here["Location"]).content.decode()


def test_a_first_password_is_good_for_seven_days(client: Client) -> None:
    user = world.receptionist()
    password = _slip_for(user)
    enter(browser(), user, password)
    PasswordSlip.objects.update(made_at=timezone.now() - timedelta(days=7, minutes=1))

    answer = client.post("/sign-in/", {"login": "wang", "password": password})

    assert answer.status_code == 422
    assert "已超过 7 天" in answer.content.decode()


def test_a_demonstration_login_does_not_work_in_production(client: Client, settings) -> None:
    user = world.receptionist()
    User.objects.filter(pk=user.pk).update(is_demonstration=True)
    settings.ANJU_IS_PRODUCTION = True

    answer = client.post("/sign-in/", {"login": "wang", "password": world.PASSWORD})

    assert answer.status_code == 422
    assert "演示账号不能在正式环境登录" in answer.content.decode()


def test_who_is_in_already_goes_on(client: Client) -> None:
    enter(client, world.receptionist())

    assert client.get("/sign-in/?next=/me/")["Location"] == "/me/"


def test_a_sign_in_form_sent_twice_is_an_outdated_form() -> None:
    user, client = world.receptionist(), Client(enforce_csrf_checks=True)
    client.get("/sign-in/")
    token = client.cookies["anju_csrf"].value
    facts = {"login": "wang", "password": world.PASSWORD, "csrfmiddlewaretoken": token}

    assert client.post("/sign-in/", facts).status_code == 302
    again = client.post("/sign-out/", {"csrfmiddlewaretoken": token})

    assert again.status_code == 403
    assert "页面停留太久或已换人登录" in again.content.decode()
    assert StaffSession.objects.filter(user=user).count() == 1


def _slip_for(user: User) -> str:
    chen = world.supervisor()
    at = timezone.now()
    by = world.by(chen)
    rights = world.everything()
    slip = make_slip(user=user, rights=rights, held=rights, key=KEY, by=by, at=at)
    return print_slips(slips=[slip], key=KEY, by=by, at=at)[0].password
