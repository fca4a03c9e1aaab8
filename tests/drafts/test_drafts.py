"""Drafts: kept, handed out to their author alone, never overwritten by a stale window."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from anju.audit.models import Event
from anju.drafts.commands import (
    MOST_PER_USER,
    DraftBehind,
    drop_draft,
    save_draft,
    sweep_drafts,
)
from anju.drafts.models import Draft
from anju.drafts.queries import draft_of
from anju.organization.models import User
from tests import world
from tests.threads import at_once

KEY = "notices.write"
URL = f"/p/green/drafts/{KEY}/"


def save(
    user: User, *, version: int, words: str = "停水", key: str = KEY, at: datetime = world.AT
) -> Draft:
    return save_draft(
        project=world.project(),
        user=user,
        key=key,
        fields={"title": words},
        version=version,
        at=at,
    )


@pytest.mark.django_db
def test_each_saving_counts_and_leaves_no_event() -> None:
    wang = world.receptionist()
    before = Event.objects.count()

    versions = [save(wang, version=version).version for version in (0, 1, 2)]

    assert versions == [1, 2, 3]
    assert Event.objects.count() == before


@pytest.mark.django_db
def test_a_stale_window_does_not_overwrite() -> None:
    wang = world.receptionist()
    save(wang, version=0, words="第一个窗口")

    with pytest.raises(DraftBehind) as refused:
        save(wang, version=0, words="第二个窗口")

    assert refused.value.stored.fields == {"title": "第一个窗口"}
    assert draft_of(world.project(), wang, KEY).fields == {"title": "第一个窗口"}


@pytest.mark.django_db
def test_a_window_may_go_on_after_its_draft_was_dropped() -> None:
    wang = world.receptionist()
    save(wang, version=0)
    drop_draft(project=world.project(), user=wang, key=KEY)
    drop_draft(project=world.project(), user=wang, key=KEY)

    assert save(wang, version=1).version == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("version", [0, 1])
def test_of_two_windows_that_save_at_once_one_is_told(version: int) -> None:
    wang = world.receptionist()
    if version:
        save(wang, version=0)

    ends = at_once(
        lambda: save(wang, version=version, words="甲"),
        lambda: save(wang, version=version, words="乙"),
    )

    kept = Draft.objects.get()
    (saved,) = [end for end in ends if isinstance(end, Draft)]
    (behind,) = [end for end in ends if isinstance(end, DraftBehind)]
    assert kept.version == version + 1
    assert kept.fields == saved.fields == behind.stored.fields


@pytest.mark.django_db
def test_the_one_left_alone_longest_makes_room() -> None:
    wang, chen = world.receptionist(), world.supervisor()
    save(chen, version=0, key="chen")
    for number in range(MOST_PER_USER + 2):
        later = world.AT + timedelta(minutes=number)
        save(wang, version=0, key=f"form.{number}", at=later)

    keys = set(Draft.objects.by(wang).values_list("key", flat=True))

    assert len(keys) == MOST_PER_USER
    assert {"form.0", "form.1"}.isdisjoint(keys)
    assert Draft.objects.by(chen).count() == 1


@pytest.mark.django_db
def test_sweeps_what_nobody_touched() -> None:
    wang = world.receptionist()
    save(wang, version=0)

    assert sweep_drafts(before=world.AT) == 0
    assert sweep_drafts(before=world.AT + timedelta(seconds=1)) == 1


@pytest.mark.django_db
def test_the_contract_of_the_element(client: Client) -> None:
    wang = world.sign_in(client, world.receptionist())

    nothing = wang.get(URL)
    first = wang.put(URL, {"fields": {"title": "停水"}, "version": 0}, "application/json")
    behind = wang.post(URL, {"fields": {"title": "旧"}, "version": 0}, "application/json")
    found = wang.get(URL)
    gone = wang.delete(URL)

    assert (nothing.status_code, nothing.json()) == (404, {"error": "没有这份草稿。"})
    saved_at = first.json()["saved_at"]
    assert (first.status_code, first.json()) == (200, {"version": 1, "saved_at": saved_at})
    stored = {"version": 1, "fields": {"title": "停水"}, "saved_at": f"今天 {saved_at}"}
    assert behind.status_code == 409
    assert behind.json() == {"error": behind.json()["error"], **stored}
    assert (found.status_code, found.json()) == (200, stored)
    assert (gone.status_code, gone.content) == (204, b"")
    assert wang.get(URL).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("{", 400),
        ("[]", 400),
        ('{"fields": {}}', 400),
        ('{"fields": [], "version": 0}', 400),
        ('{"fields": {}, "version": -1}', 400),
        ('{"fields": {}, "version": true}', 400),
        ('{"fields": {"a": "\\u0000"}, "version": 0}', 400),
        ('{"fields": {"a": "' + "长" * 80_000 + '"}, "version": 0}', 413),
    ],
)
def test_refuses_what_the_element_never_sends(client: Client, body: str, status: int) -> None:
    wang = world.sign_in(client, world.receptionist())

    response = wang.put(URL, body, "application/json")

    assert response.status_code == status
    assert "草稿没有" in response.json()["error"]
    assert Draft.objects.count() == 0


@pytest.mark.django_db
def test_nobody_sees_anothers_draft(client: Client) -> None:
    save(world.receptionist(), version=0)
    chen = world.sign_in(client, world.supervisor())
    qian = world.sign_in(Client(), world.stranger())

    assert chen.get(URL).status_code == 404
    assert chen.delete(URL).status_code == 204
    assert qian.get(URL).status_code == 404
    assert Draft.objects.count() == 1


@pytest.mark.django_db
def test_the_same_form_in_two_projects_has_two_drafts(client: Client) -> None:
    wang = world.receptionist()
    world.person("wang", project=world.project("cloud", "云栖大厦"))
    browser = world.sign_in(client, wang)
    save(wang, version=0)

    response = browser.get(f"/p/cloud/drafts/{KEY}/")

    assert response.status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["A", "a%2Fb", "x" * 81, "稿"])
def test_a_key_that_is_none_is_not_there(client: Client, key: str) -> None:
    wang = world.sign_in(client, world.receptionist())

    assert wang.get(f"/p/green/drafts/{key}/").status_code == 404
