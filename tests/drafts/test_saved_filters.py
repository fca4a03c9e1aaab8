"""Saved filters: under a name, one person's alone, and never a way to another project."""

import pytest
from django.test import Client
from django.urls import reverse

from anju.audit.models import Event
from anju.drafts.addresses import plain_query
from anju.drafts.commands import (
    MOST_FILTERS,
    FilterRefused,
    drop_drafts_holding,
    rename_filter,
    save_filter,
)
from anju.drafts.models import SavedFilter
from anju.drafts.queries import saved_filters
from anju.organization.models import User
from tests import world
from tests.threads import at_once

pytestmark = pytest.mark.django_db
BOARD = "/p/green/tickets/board/"
SAVE = "/p/green/drafts/filters/save/"


def kept(user: User, name: str = "工程部超时", query: str = "late=1") -> SavedFilter:
    return save_filter(
        project=world.project(), user=user, page="tickets:board", name=name, query=query
    )


def names(user: User) -> list[str]:
    return [each.name for each in saved_filters(world.project(), user, "tickets:board")]


@pytest.fixture
def chen() -> Client:
    return world.sign_in(Client(), world.supervisor())


@pytest.mark.parametrize(
    ("name", "address"), [("tickets:board", BOARD), ("tickets:tickets", "/p/green/tickets/")]
)
def test_what_is_set_on_a_page_is_kept_under_a_name(chen: Client, name: str, address: str) -> None:
    page = chen.get(address + "?late=1&words=&page=2").content.decode()
    assert "保存这个筛选" in page

    answer = chen.post(SAVE, {"page": name, "query": "late=1&words=&page=2", "name": "超时的"})

    assert answer["Location"] == address + "?late=1"
    again = chen.get(address + "?late=1").content.decode()
    assert "超时的" in again and "保存这个筛选" not in again
    assert "超时的" in chen.get(address).content.decode()


def test_nobody_sees_anothers_whatever_their_rights(chen: Client) -> None:
    mine = kept(world.receptionist())

    assert mine.name not in chen.get(BOARD).content.decode()
    address = reverse("drafts:change_filter", args=["green", mine.pk])
    assert chen.get(address).status_code == 404
    assert chen.post(address, {"do": "delete"}).status_code == 404
    assert names(world.receptionist()) == [mine.name]


def test_the_same_name_replaces_and_leaves_no_event() -> None:
    wang = world.receptionist()
    before = Event.objects.count()
    kept(wang)
    kept(wang, query="late=1&mine=1")

    [saved] = saved_filters(world.project(), wang, "tickets:board")
    assert saved.query == "late=1&mine=1"
    assert Event.objects.count() == before


def test_they_stand_by_pinyin_and_are_renamed_and_deleted(chen: Client) -> None:
    user = world.supervisor()
    for name in ("重大", "安防", "工程"):
        kept(user, name)
    assert names(user) == ["安防", "工程", "重大"]
    saved = SavedFilter.objects.get(name="工程")
    address = reverse("drafts:change_filter", args=["green", saved.pk])

    taken = chen.post(address, {"name": "安防"})
    assert taken.status_code == 422
    assert "您已有名为“安防”的筛选" in taken.content.decode()
    assert chen.post(address, {"name": "综合"})["Location"] == BOARD + "?late=1"
    chen.post(address, {"do": "delete"})

    assert names(user) == ["安防", "重大"]


def test_what_is_empty_or_too_much_is_refused(chen: Client) -> None:
    user = world.supervisor()
    nothing = chen.post(SAVE, {"page": "tickets:board", "query": "words=", "name": "空"})
    assert nothing.status_code == 422
    assert "还没有设任何筛选条件" in nothing.content.decode()
    for number in range(MOST_FILTERS):
        kept(user, f"第{number}个")
    with pytest.raises(FilterRefused, match="最多保存 30 个"):
        kept(user, "多一个")
    kept(user, "第0个", "mine=1")  # replacing needs no room
    with pytest.raises(FilterRefused, match="名称"):
        rename_filter(saved=SavedFilter.objects.first() or kept(user), name="  ")


def test_a_page_that_is_none_is_not_found(chen: Client) -> None:
    for page in ("evil", "https://x.example/", "tickets:nowhere", "tickets:order"):
        answer = chen.post(SAVE, {"page": page, "query": "late=1", "name": "坏"})
        assert answer.status_code == 404, page
    assert not SavedFilter.objects.exists()


def test_one_of_another_project_is_not_found() -> None:
    saved = kept(world.supervisor())
    elsewhere = world.sign_in(Client(), world.stranger())

    address = reverse("drafts:change_filter", args=["cloud", saved.pk])
    assert elsewhere.get(address).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_saved_twice_at_once_is_one() -> None:
    wang = world.receptionist()

    results = at_once(lambda: kept(wang), lambda: kept(wang, query="mine=1"))

    assert all(isinstance(each, SavedFilter) for each in results), results
    assert names(wang) == ["工程部超时"]


def test_what_names_an_erased_person_goes_with_them() -> None:
    user = world.supervisor()
    kept(user, "李秀兰的单")
    kept(user, "一位业主", plain_query("words=李秀兰&late=1"))
    kept(user, "超时")

    assert drop_drafts_holding(project=world.project(), words=["李秀兰"]) == 2
    assert names(user) == ["超时"]


def test_a_query_has_one_spelling() -> None:
    assert plain_query("words=&late=1&page=3&kind=") == "late=1"
    assert plain_query("") == ""
    assert plain_query("words=水 管") == plain_query("words=%E6%B0%B4+%E7%AE%A1")
