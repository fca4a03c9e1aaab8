"""The building chart: its grid, its counts, and the list behind every count."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.estate.chart import NO_FLOOR, Door, grid_of, picture_of
from anju.estate.queries.chart import chart_of, units_with
from anju.organization.access import access_to_project
from tests import world
from tests.estate import town

pytestmark = pytest.mark.django_db


def door(room: str, floor: int, mark: int = 0) -> Door:
    return Door(int(re.sub(r"\D", "", room) or 0), room, room, floor, mark)


def rooms(grid: object, row: int) -> list[list[str]]:
    return [
        [each.room if each else "" for each in doors]
        for doors in grid.rows[row].doors  # type: ignore[attr-defined]
    ]


def test_doors_of_one_number_stand_above_each_other() -> None:
    grid = grid_of([("1单元", [door("101", 1), door("103", 1), door("302", 3), door("303", 3)])])

    assert [row.name for row in grid.rows] == ["3", "2", "1"]
    assert rooms(grid, 0) == [["", "302", "303"]]
    assert rooms(grid, 1) == [["", "", ""]]
    assert rooms(grid, 2) == [["101", "", "103"]]


def test_numbers_that_do_not_follow_the_floors_stand_in_a_row() -> None:
    grid = grid_of([("", [door(str(number), number // 4) for number in range(4, 40)])])

    assert grid.width == 4
    assert rooms(grid, len(grid.rows) - 1) == [["4", "5", "6", "7"]]


def test_cellars_lie_below_and_unknown_floors_last() -> None:
    grid = grid_of([("", [door("101", 1), door("B101", -1), door("X", NO_FLOOR)])])

    assert [row.name for row in grid.rows] == ["1", "B1", "其他"]


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(-2, 40), st.integers(1, 12)), min_size=1, max_size=60, unique=True
    ),
    st.booleans(),
)
def test_every_door_stands_once_in_a_straight_grid(
    places: list[tuple[int, int]], plain: bool
) -> None:
    doors = [
        Door(n, f"{floor}{number:02}" if plain else f"R{n}", "", floor, 0)
        for n, (floor, number) in enumerate(places)
    ]
    grid = grid_of([("1单元", doors), ("2单元", doors[:1])])

    placed = [each.id for row in grid.rows for group in row.doors for each in group if each]
    assert sorted(placed) == sorted([*range(len(doors)), 0])
    assert all(
        [len(group) for group in row.doors] == [c.width for c in grid.columns] for row in grid.rows
    )
    drawn = sum(path.count("M") for _, path in picture_of(grid).paths)
    assert drawn == len(placed)


def test_every_count_is_the_length_of_the_list_behind_it(supervisor: Client) -> None:
    town.unit("1-1-101", occupancy="OWN")
    town.unit("1-1-102", occupancy="VACANT")
    town.unit("2-1-101", occupancy="VACANT")
    town.unit("2-商铺1", use="SHOP")
    town.unit("9-1-101", project=world.project("cloud", "云栖大厦"), occupancy="VACANT")
    project = world.project()
    access = access_to_project(world.supervisor(), project, at=world.AT)

    for facet in ("delivery", "occupancy", "use", "owners", "living"):
        chart = chart_of(project, access, facet=facet, day=world.TODAY)
        assert chart.count == 4
        for line in chart.legend:
            ids = units_with(project, access, facet=facet, value=line.value.code, day=world.TODAY)
            assert ids is not None and len(ids) == line.count, (facet, line.value.code)
            address = reverse("estate:units", args=["green"])
            said = supervisor.get(f"{address}?facet={facet}&value={line.value.code}")
            assert said.content.decode().count("<tr data-row>") == line.count
    chart = chart_of(project, access, facet="occupancy", day=world.TODAY)
    assert {line.value.label: line.count for line in chart.legend} == {
        "自用": 1,
        "出租": 0,
        "空置": 2,
        "入住不详": 1,
    }


def test_the_chart_tells_a_value_in_words_and_lets_one_stand_out(supervisor: Client) -> None:
    unit = town.unit("1-1-101", occupancy="VACANT")
    address = reverse("estate:building", args=["green", "1"])

    said = supervisor.get(f"{address}?facet=occupancy&only=VACANT").content.decode()

    assert f'id="u{unit.pk}" class="door m2 t-warn h-up"' in said
    assert 'aria-label="1-1-101 空置"' in said
    assert 'data-only="2" data-units' in said


def test_the_chart_costs_the_same_for_one_and_many(supervisor: Client) -> None:
    town.unit("1-1-101")
    pages = [
        reverse("estate:chart", args=["green"]),
        reverse("estate:building", args=["green", "1"]),
        reverse("estate:units", args=["green"]),
        reverse("estate:buildings", args=["green"]),
    ]
    before = [world.queries(lambda page=page: supervisor.get(page)) for page in pages]
    for code in ("1-1-102", "1-2-101", "2-1-101", "3-商铺"):
        town.unit(code)

    after = [world.queries(lambda page=page: supervisor.get(page)) for page in pages]

    assert after == before


def test_the_card_says_a_unit_in_lines(supervisor: Client) -> None:
    unit = town.unit("1-1-101", standing_note="家有大型犬")
    address = reverse("estate:card", args=["green", unit.pk])

    said = supervisor.get(address, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in said
    assert "1栋1单元101" in said
    assert "家有大型犬" in said
