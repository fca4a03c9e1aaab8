"""The handbook's pages: read by all, edited by some, both texts shown, found by the search box."""

import pytest
from django.test import Client

from anju.core.actors import SYSTEM
from anju.handbook.commands.scripts import retire_script
from anju.handbook.searching import entries
from anju.handbook.states import Situation
from anju.search.indexing import reindex
from tests import world
from tests.frontdesk.posting import text
from tests.handbook.shelf import clause, rule, script, url

pytestmark = pytest.mark.django_db

LINES = "问候:{称呼}您好,{问候}! #6.22b\n体谅:给您添麻烦了。\n结束语:谢谢,再见! #C6.15.4"


def at_desk() -> Client:
    world.supervisor()
    return world.sign_in(Client(), world.receptionist())


def supervising() -> Client:
    return world.sign_in(Client(), world.supervisor())


def posted(**fields: object) -> dict[str, object]:
    return {"name": "接听投诉", "situation": "COMPLAINT", "lines": LINES, "seen": 1, **fields}


def test_everybody_reads_and_only_some_edit() -> None:
    reader = at_desk()
    for name, words in (
        ("scripts", []),
        ("script", [script().pk]),
        ("clauses", []),
        ("clause", [clause().pk]),
        ("rules", []),
        ("languages", []),
        ("my_languages", []),
    ):
        assert reader.get(url(name, *words)).status_code == 200, name
    assert "修改" not in text(reader.get(url("script", script().pk)))
    for name, words in (
        ("add_script", []),
        ("change_script", [script().pk]),
        ("retire_script", [script().pk]),
        ("change_clause", [clause().pk]),
        ("add_rule", []),
        ("change_rule", [rule().pk]),
        ("change_languages", [world.receptionist().pk]),
    ):
        assert reader.get(url(name, *words)).status_code == 403, name


def test_what_belongs_to_another_project_is_not_there() -> None:
    client = supervising()
    world.project("cloud", "云栖大厦")
    strange = script().pk + 1000
    for name in ("script", "change_script", "retire_script", "clause", "change_rule"):
        assert client.get(url(name, strange)).status_code == 404


def test_a_script_reads_as_one_speaks_it() -> None:
    shown = text(at_desk().get(url("script", script().pk)))

    assert f"前台接待员{world.receptionist().name}" in shown
    assert "李阿姨您好" in shown


def test_a_script_is_changed_previewed_and_brought_back() -> None:
    client, found = supervising(), script()

    seen = text(client.post(url("preview_script"), posted()))
    answer = client.post(url("change_script", found.pk), posted())

    assert "李阿姨您好" in seen and "给您添麻烦了。" in seen
    assert answer.status_code == 302
    found.refresh_from_db()
    assert found.edition == 2
    back = client.post(url("revert_script", found.pk, 1), follow=True)
    assert "现在是第 3 版" in text(back)


def test_who_was_slower_sees_both_texts() -> None:
    client, found = supervising(), script()
    client.post(url("change_script", found.pk), posted())

    mine = LINES.replace("给您添麻烦了", "让您受累了")
    answer = client.post(url("change_script", found.pk), posted(lines=mine))

    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "让您受累了" in shown and "给您添麻烦了" in shown
    assert 'name="seen" value="2"' in shown
    again = client.post(url("change_script", found.pk), posted(lines=mine, seen=2))
    assert again.status_code == 302


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("您好", "没有写作用"),
        ("问候:", "只写了作用"),
        (f"问候:{'好' * 201}", "太长"),
        ("问候:您好\n结束语:谢谢,再见!", "条款 6.22c"),
        ("问候:{房号}您好\n体谅:抱歉\n结束语:谢谢,再见!", "没有 {房号} 这个变量"),
        (LINES.replace("#6.22b", "#7.7"), "没有条款 7.7"),
    ],
)
def test_lines_that_cannot_be_are_refused_and_kept(lines: str, sentence: str) -> None:
    answer = supervising().post(url("change_script", script().pk), posted(lines=lines))

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert lines.splitlines()[0][:4] in answer.content.decode()


def test_a_retired_script_is_listed_apart_and_restored() -> None:
    client, found = supervising(), script(Situation.WRONG)
    client.post(url("retire_script", found.pk), {"reason": "并入接听来电"})

    assert "J11" not in text(client.get(url("scripts")))
    assert "J11" in text(client.get(url("scripts") + "?show=retired"))
    client.post(url("restore_script", found.pk))
    assert "J11" in text(client.get(url("scripts")))


def test_scripts_and_clauses_are_found_in_the_one_search_box() -> None:
    client = at_desk()
    reindex(world.project(), entries(world.project()))
    box = "/p/green/search/"

    assert "接听投诉" in text(client.get(box, {"q": "j03"}))
    assert "接听投诉" in text(client.get(box, {"q": "jtts"}))
    assert "条款 6.15.6" in text(client.get(box, {"q": "6.15.6"}))
    retire_script(script=script(), by=SYSTEM, at=world.AT)
    assert "接听投诉" not in text(client.get(box, {"q": "j03"}))


def test_a_clause_and_a_rule_are_edited() -> None:
    client = supervising()

    first = client.post(url("change_clause", clause().pk), {"words": "道谢道别。", "seen": 1})
    stale = client.post(url("change_clause", clause().pk), {"words": "另一种。", "seen": 1})
    client.post(
        url("add_rule"),
        {
            "phrase": "随便你",
            "kind": "CHALLENGE",
            "level": "WARN",
            "variants": "随便您、由你去",
            "why": "不耐烦",
            "better": "您看哪种方便?",
        },
    )

    assert (first.status_code, stale.status_code) == (302, 409)
    assert "另一种。" in stale.content.decode() and "道谢道别。" in stale.content.decode()
    assert rule("随便你").variants == ["随便您", "由你去"]
    refused = client.post(url("change_rule", rule("随便你").pk), {"phrase": ""})
    assert refused.status_code == 422


def test_a_text_is_tried_without_saving_anything() -> None:
    client = at_desk()

    shown = client.post(url("try_rules"), {"text": "这不归我管。业主说“烦死了”"}).content.decode()
    fine = text(client.post(url("try_rules"), {"text": "李阿姨您好,师傅十点到。"}))

    assert shown.count("<mark") == 1 and ">不归我管</mark>" in shown
    assert "可以发出,但请先斟酌" in shown
    assert "没有问题" in fine
    assert "<b>&lt;script&gt;" not in shown
    hostile = client.post(url("try_rules"), {"text": "<script>滚出去"}).content.decode()
    assert "&lt;script&gt;" in hostile and "不能这样发出" in hostile


def test_ones_own_languages_are_kept() -> None:
    client = at_desk()

    client.post(url("my_languages"), {"languages": "粤语、客家话"})

    assert "客家话、粤语" in text(client.get(url("languages")))
    supervisor = supervising()
    supervisor.post(url("change_languages", world.receptionist().pk), {"languages": ""})
    assert "客家话、粤语" not in text(supervisor.get(url("languages")))
