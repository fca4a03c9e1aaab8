"""派工设置: terms with both texts at a stale edit, skills, who is there with how much, history."""

import pytest
from django.test import Client

from anju.core.actors import SYSTEM
from anju.tickets.commands.crews import change_crew_terms, set_skills
from anju.tickets.models import CrewTerms
from anju.tickets.queries.crews import skills_of, terms_of
from anju.tickets.states import Way
from tests import world
from tests.rosters import tables
from tests.tickets.board import crew
from tests.tickets.board.crew import said, signed_in, url
from tests.tickets.desk import category
from tests.tickets.shift import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def chen() -> Client:
    return signed_in(world.supervisor())


def test_the_page_says_who_is_there_with_how_much_and_what_they_can_do(chen: Client) -> None:
    zhao = crew.zhao()
    crew.terms(cap=2)
    for task in ("一", "二"):
        crew.order(task)
    branch = category("公共区域", "电梯")
    set_skills(project=world.project(), user=zhao, categories=[branch], by=SYSTEM, at=AT)

    text = said(chen, url("crews"))

    for words in ("工程部", "最少在手 · 每人最多 2 单", "当班 1 人", "2 单", "已满"):
        assert words in text
    assert "公共区域 › 电梯" in text


def test_terms_are_changed_and_a_stale_form_shows_both(chen: Client) -> None:
    department = crew.engineering()
    address = url("change_terms", department.pk)
    assert 'name="seen" value="0"' in said(chen, address)

    chen.post(address, {"way": "GRAB", "load_cap": "3", "seen": "0"})
    stale = chen.post(address, {"way": "IDLE", "load_cap": "7", "seen": "0"})

    terms = terms_of(world.project(), department)
    assert (terms.way, terms.load_cap) == (Way.GRAB, 3)
    page = stale.content.decode()
    assert stale.status_code == 409
    assert "同事保存的内容" in page and "抢单" in page and 'value="7"' in page
    chen.post(address, {"way": "IDLE", "load_cap": "7", "seen": "1"})
    assert terms_of(world.project(), department).load_cap == 7


def test_a_cap_out_of_bounds_is_refused_beside_its_field(chen: Client) -> None:
    answer = chen.post(
        url("change_terms", crew.engineering().pk), {"way": "GRAB", "load_cap": "0", "seen": "0"}
    )

    assert answer.status_code == 422
    assert not CrewTerms.objects.exists()


def test_skills_are_chosen_by_branch_and_emptied_again(chen: Client) -> None:
    zhao, lift = crew.zhao(), category("公共区域", "电梯")
    address = url("change_skills", zhao.pk)
    assert "公共区域(全部)" in said(chen, address)

    chen.post(address, {"skills": [str(lift.pk)]})
    assert skills_of(world.project()) == {zhao.pk: {lift.pk}}
    assert said(chen, address).count(" checked") == 1
    chen.post(address, {})
    assert skills_of(world.project()) == {}
    wrong = chen.post(address, {"skills": ["999999"]})
    assert wrong.status_code == 422


def test_history_tells_terms_and_skills(chen: Client) -> None:
    zhao = crew.zhao()
    change_crew_terms(
        project=world.project(),
        department=crew.engineering(),
        way=Way.GRAB,
        load_cap=3,
        by=SYSTEM,
        at=AT,
    )
    lift = category("公共区域", "电梯")
    set_skills(project=world.project(), user=zhao, categories=[lift], by=SYSTEM, at=AT)

    text = said(chen, url("crew_history"))

    for words in ("修改派工设置", "每人最多在手", "抢单", "修改技能", "赵志强", "电梯"):
        assert words in text
    assert "load_cap" not in text


def test_everybody_looks_and_only_some_change(chen: Client) -> None:
    reader = signed_in(crew.zhao())
    assert url("change_terms", crew.engineering().pk) not in said(reader, url("crews"))
    assert reader.get(url("change_terms", crew.engineering().pk)).status_code == 403
    assert reader.get(url("change_skills", crew.zhao().pk)).status_code == 403
    other = world.department(world.project("cloud", "云栖大厦"), "工程部")
    assert chen.get(url("change_terms", other.pk)).status_code == 404
    assert chen.get(url("change_skills", world.stranger().pk)).status_code == 404


def test_the_same_queries_for_one_person_and_three(chen: Client) -> None:
    crew.zhao()
    one = world.queries(lambda: said(chen, url("crews")))
    crew.guard()
    tables.arranged(tables.new_shift("甲", "08:00", "20:00", "工程部"), crew.zhang())

    assert world.queries(lambda: said(chen, url("crews"))) == one
