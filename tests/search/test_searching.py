"""What was put in is found by those who may see it, and by nobody else."""

from argparse import ArgumentParser
from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.audit.models import Event
from anju.core.actors import Actor
from anju.notices.permissions import NoticePermission as May
from anju.organization.access import access_to_project
from anju.search import hooks
from anju.search.commands import forget_probes, note_probe
from anju.search.entries import Entry
from anju.search.indexing import index, index_new, reindex, unindex
from anju.search.invariants import broken
from anju.search.models import Probe, Term
from anju.search.queries import PROBES, Scope, has_probed_too_often, scopes_across_projects, search
from config.console import rebuild_search
from tests import world
from tests.search.conftest import THING
from tests.world import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hits_by_number")]
ALL, FEW = May.READ.value, May.PUBLISH.value


def entry(number: int, permission: str = ALL, **said: object) -> Entry:
    return Entry(THING, number, permission, **said)  # type: ignore[arg-type]


def found(words: str, *, who: str = "wang", codes: tuple[str, ...] = ()) -> list[str]:
    user = world.supervisor() if who == "chen" else world.receptionist()
    project = world.project()
    scope = Scope(access_to_project(user, project, at=AT), [project])
    return [line.hit.title for line in search([scope], words).lines]


def put(*entries: Entry) -> None:
    index(world.project(), *entries)


def test_three_letters_four_digits_and_a_part_of_the_name() -> None:
    put(entry(1, names=("李秀兰", "李阿姨"), phones=("13812345678",), plates=("浙A12345",)))
    put(entry(2, names=("张伟",), phones=("13900001111",)))

    for words in ("lay", "lxl", "李阿", "秀兰", "xiulan", "5678", "13812345678", "a123", "浙A1"):
        assert found(words) == ["#1"], words


def test_what_may_not_be_seen_is_not_found() -> None:
    put(entry(1, FEW, names=("李秀兰",)))

    assert found("lxl") == []
    assert found("lxl", who="chen") == ["#1"]


def test_another_projects_things_are_not_found() -> None:
    index(world.project("cloud", "云栖大厦"), entry(1, names=("李秀兰",)))

    assert found("lxl") == []


def test_the_whole_word_comes_first_then_the_present() -> None:
    put(entry(1, names=("李秀兰花",)), entry(2, names=("李秀兰",), is_past=True))
    put(entry(3, names=("李秀兰",)))

    assert found("李秀兰") == ["#3", "#2", "#1"]


def test_inner_digits_take_their_right() -> None:
    put(entry(1, phones=("13812345678",)))

    assert found("1234") == []
    assert found("1234", who="chen") == ["#1"]


def test_indexing_again_forgets_what_was_said_before() -> None:
    put(entry(1, names=("李秀兰",)))
    put(entry(1, names=("王小明",)))

    assert found("lxl") == []
    assert found("wxm") == ["#1"]


def test_unindexed_is_found_no_more() -> None:
    put(entry(1, names=("李秀兰",)))
    unindex(world.project(), THING, [1])

    assert found("lxl") == []


def test_rebuilding_replaces_the_whole_project() -> None:
    put(entry(1, names=("李秀兰",)))
    elsewhere = world.project("cloud", "云栖大厦")
    index_new(elsewhere, [entry(2, names=("李秀兰",))])
    reindex(world.project(), [entry(3, names=("王小明",))])

    assert (found("lxl"), found("wxm")) == ([], ["#3"])
    assert Term.objects.filter(project=elsewhere).exists()


def test_more_than_is_shown_is_said() -> None:
    put(*(entry(number, names=(f"李{number:03}",)) for number in range(20)))
    project = world.project()
    scope = Scope(access_to_project(world.receptionist(), project, at=AT), [project])
    answer = search([scope], "李")

    assert len(answer.lines) == 12
    assert answer.is_cut


def test_the_head_office_searches_everywhere_and_says_where() -> None:
    put(entry(1, names=("李秀兰",)))
    index(world.project("cloud", "云栖大厦"), entry(2, names=("李秀英",)))
    scopes = scopes_across_projects(world.head_office(), at=AT)
    answer = search(scopes, "李秀")

    assert {(line.hit.title, line.place) for line in answer.lines} == {
        ("#1", "绿苑小区"),
        ("#2", "云栖大厦"),
    }


NAMES = st.text(alphabet="李王张秀兰建国思远阳单解", min_size=2, max_size=4)


@given(
    names=st.lists(NAMES, min_size=1, max_size=6, unique=True), secret=st.sets(st.integers(0, 5))
)
@settings(max_examples=25, deadline=None)
def test_whatever_is_put_in_is_found_by_those_who_may(names: list[str], secret: set[int]) -> None:
    project = world.project()
    reindex(
        project,
        [
            entry(number, FEW if number in secret else ALL, names=(name,))
            for number, name in enumerate(names)
        ],
    )
    for number, name in enumerate(names):
        assert f"#{number}" in found(name, who="chen")
        assert (f"#{number}" in found(name)) == (number not in secret)


def test_searching_by_digits_is_counted_and_in_the_trail_when_it_found(
    client: Client,
) -> None:
    put(entry(1, phones=("13812345678",)))
    world.sign_in(client, world.receptionist())
    client.get("/p/green/search/", {"q": "9999"})
    client.get("/p/green/search/", {"q": "5678"})
    client.get("/p/green/search/", {"q": "lxl"})

    assert Probe.objects.count() == 2
    event = Event.objects.get(verb="search.probed")
    assert event.changes == {"looked_up": [None, "**78"], "count": [None, 1]}


def test_too_many_searches_by_digits_are_barred(client: Client) -> None:
    put(entry(1, phones=("13812345678",), names=("李秀兰",)))
    user = world.receptionist()
    world.sign_in(client, user)
    for _ in range(PROBES):
        client.get("/p/green/search/", {"q": "0000"})
    barred = client.get("/p/green/search/", {"q": "5678"}).content.decode()

    assert "#1" not in barred
    assert "请过 5 分钟再按号码找" in barred
    assert "#1" in client.get("/p/green/search/", {"q": "lxl"}).content.decode()


def test_the_bar_falls_after_a_while_and_at_night_the_counts_go() -> None:
    user = world.receptionist()
    by = Actor(id=user.pk, name=user.name)
    for _ in range(PROBES):
        note_probe(digits="5678", found={}, by=by, at=AT)

    assert has_probed_too_often(user, "1234", at=AT)
    assert not has_probed_too_often(user, "李秀兰", at=AT)
    assert not has_probed_too_often(user, "1234", at=AT + timedelta(minutes=6))
    assert forget_probes(before=AT + timedelta(days=1), by=by, at=AT) == PROBES


def test_pages_without_a_project_search_ones_own(client: Client) -> None:
    put(entry(1, names=("李秀兰",)))
    index(world.project("cloud", "云栖大厦"), entry(2, names=("李秀英",)))
    world.sign_in(client, world.receptionist())
    shown = client.get("/search/", {"q": "李秀"}).content.decode()

    assert "#1" in shown
    assert "#2" not in shown


def test_the_box_gets_the_part_only(client: Client) -> None:
    put(entry(1, names=("李秀兰",)))
    world.sign_in(client, world.receptionist())
    part = client.get("/p/green/search/", {"q": "lxl"}, headers={"HX-Request": "true"})

    assert "#1" in part.content.decode()
    assert "<html" not in part.content.decode()
    assert "没有找到“xyz”" in client.get("/p/green/search/", {"q": "xyz"}).content.decode()


def test_an_index_out_of_step_is_seen_and_rebuilt(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = world.project()
    monkeypatch.setattr(hooks.entries, "_answer", lambda _: iter([entry(1, names=("李秀兰",))]))

    assert [line for line in broken(deep=True) if "绿苑小区:搜索索引少" in line]
    assert list(broken()) == []
    parser = ArgumentParser()
    rebuild_search.arguments(parser)
    rebuild_search.run(parser.parse_args(["--project", project.code]))
    assert list(broken(deep=True)) == []
    assert "green:" in capsys.readouterr().out
    assert found("lxl") == ["#1"]
