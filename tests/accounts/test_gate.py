"""The gate: who passes at each request, and who is led elsewhere first."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from anju.accounts.models import StaffSession
from anju.organization.commands.deputies import name_deputy
from anju.organization.models import Role, User
from anju.organization.models.belonging import AbsenceReason
from tests import world
from tests.accounts.entering import browser, desk, enter, give_pin, give_totp

pytestmark = pytest.mark.django_db


def aged(session: StaffSession, **ages: timedelta) -> None:
    """Move moments of a session into the past."""
    moved = {name: getattr(session, name) - age for name, age in ages.items()}
    StaffSession.objects.filter(pk=session.pk).update(**moved)


def a_minute_passes() -> None:
    """Let the gate ask anew what a role asks for."""
    StaffSession.objects.update(checked_at=F("checked_at") - timedelta(minutes=1))


def sentence_after(client: Client) -> str:
    """Return what the sign-in page says to somebody who was just sent there."""
    sent = client.get("/me/")
    assert sent.status_code == 302
    assert sent["Location"] == "/sign-in/?next=/me/"
    return client.get(sent["Location"]).content.decode()


def test_asks_one_query_beside_djangos_two(client: Client) -> None:
    enter(client, world.receptionist())
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.post("/me/appearance/", {"appearance": "nonsense"})

    selects = [query["sql"] for query in asked if query["sql"].startswith("SELECT")]
    tables = ["django_session", "organization_user", "accounts_staffsession"]
    assert [table for sql, table in zip(selects, tables, strict=True) if table in sql] == tables
    assert not [query for query in asked if "UPDATE" in query["sql"] and "seen" in query["sql"]]


def test_asks_nothing_of_somebody_unknown(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert client.get("/sign-in/").status_code == 200


def test_notes_the_last_use_at_most_once_a_minute(client: Client) -> None:
    session = enter(client, world.receptionist())
    aged(session, last_seen_at=timedelta(seconds=61))

    client.get("/me/")
    session.refresh_from_db()
    noted = session.last_seen_at
    client.get("/me/")

    session.refresh_from_db()
    assert timezone.now() - noted < timedelta(seconds=30)
    assert session.last_seen_at == noted


def test_an_open_page_that_asks_by_itself_is_no_use(client: Client) -> None:
    session = enter(client, world.receptionist())
    aged(session, last_seen_at=timedelta(minutes=5))
    session.refresh_from_db()

    client.get("/me/", headers={"X-Anju-Live": "renew"})

    assert StaffSession.objects.get(pk=session.pk).last_seen_at == session.last_seen_at


def test_twelve_hours_are_the_end_however_busy(client: Client) -> None:
    session = enter(client, world.receptionist())
    assert client.get("/me/").status_code == 200
    twelve = timedelta(hours=12)
    aged(session, started_at=twelve, expires_at=twelve)

    assert "登录已满时限" in sentence_after(client)


def test_an_ended_device_is_out_at_the_next_request() -> None:
    user, here, there = world.receptionist(), browser(), browser()
    enter(here, user)
    other = enter(there, user)
    assert there.get("/me/").status_code == 200

    here.post(f"/me/devices/{other.pk}/end/")

    assert "已被您(或主管)退出登录" in sentence_after(there)
    assert here.get("/me/").status_code == 200


def test_a_session_of_somebody_else_does_not_count(client: Client) -> None:
    enter(client, world.receptionist())
    foreign = enter(browser(), world.supervisor())
    session = client.session
    session["accounts.session"] = foreign.pk
    session.save()

    assert client.get("/me/").status_code == 302


def test_who_left_is_out_with_a_sentence(client: Client) -> None:
    user = world.receptionist()
    enter(client, user)
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert "您的账号已停用" in sentence_after(client)


def test_a_first_password_is_changed_before_anything_else(client: Client) -> None:
    user = world.receptionist()
    enter(client, user)
    User.objects.filter(pk=user.pk).update(must_change_password=True)

    assert client.get("/me/")["Location"] == "/me/password/"
    assert client.get("/me/password/").status_code == 200
    under_htmx = client.get("/me/", headers={"HX-Request": "true"})
    assert (under_htmx.status_code, under_htmx["HX-Redirect"]) == (204, "/me/password/")
    assert client.post("/sign-out/")["Location"] == "/sign-in/"


def test_a_role_may_ask_for_a_second_factor(client: Client) -> None:
    user = world.receptionist()
    enter(client, user)
    assert client.get("/me/").status_code == 200
    Role.objects.filter(code="receptionist").update(requires_totp=True)
    a_minute_passes()

    assert client.get("/me/")["Location"] == "/me/totp/"
    assert client.get("/me/totp/").status_code == 200
    give_totp(user)
    assert client.get("/me/").status_code == 200


def test_the_password_comes_before_the_second_factor(client: Client) -> None:
    user = world.receptionist()
    enter(client, user)
    User.objects.filter(pk=user.pk).update(must_change_password=True)
    Role.objects.filter(code="receptionist").update(requires_totp=True)
    a_minute_passes()

    assert client.get("/")["Location"] == "/me/password/"


def test_a_head_office_role_may_ask_for_it_too(client: Client) -> None:
    enter(client, world.head_office())
    Role.objects.filter(code="office_admin").update(requires_totp=True)
    a_minute_passes()

    assert client.get("/me/")["Location"] == "/me/totp/"


def test_a_deputy_needs_what_the_absent_person_needs(client: Client) -> None:
    wang, chen = world.receptionist(), world.supervisor()
    enter(client, wang)
    Role.objects.filter(code="supervisor").update(requires_totp=True)
    a_minute_passes()
    assert client.get("/me/").status_code == 200

    now = timezone.now()
    name_deputy(
        project=world.project(),
        absent=chen,
        deputy=wang,
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(days=1),
        reason=AbsenceReason.ANNUAL,
        held=world.everything(),
        by=world.by(chen),
        at=now,
    )
    a_minute_passes()

    assert client.get("/me/")["Location"] == "/me/totp/"


@pytest.mark.parametrize(
    ("ages", "sentence"),
    [
        ({"last_seen_at": timedelta(minutes=30)}, "超过 30 分钟没有操作"),
        ({"started_at": timedelta(hours=4), "expires_at": timedelta(hours=4)}, "登录已满时限"),
    ],
)
def test_a_pin_session_ends_early(ages: dict[str, timedelta], sentence: str) -> None:
    client = _by_pin()
    assert client.get("/me/").status_code == 200

    aged(StaffSession.objects.get(kind="PIN"), **ages)

    assert sentence in sentence_after(client)


def test_a_pin_session_ends_with_the_desks_hours() -> None:
    client = _by_pin()
    session = StaffSession.objects.select_related("desk").get(kind="PIN")
    now = timezone.localtime()
    later = [(now + timedelta(hours=hours)).time() for hours in (1, 2)]
    type(session.desk).objects.update(opens_at=later[0], closes_at=later[1])

    assert "已过这台前台电脑的使用时间" in sentence_after(client)


def _by_pin() -> Client:
    wang, chen = world.receptionist(), world.supervisor()
    here = desk(world.project(), chen)
    client = browser(here)
    give_pin(wang)
    enter(client, wang)
    client.post("/switch/", {"person": wang.pk, "pin": "274951"})
    return client
