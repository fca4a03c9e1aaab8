"""What the estate gives to the rest of the house: search, trail, verification, navigation."""

import pytest
from django.test import Client
from django.urls import reverse

from anju.estate.commands.meters import add_meter
from anju.estate.commands.places import add_place
from anju.estate.commands.spaces import add_space, add_storage_room
from anju.estate.invariants import broken
from anju.estate.models import Unit
from anju.estate.searching import HITS, entries
from anju.estate.titles import TITLES
from anju.organization.access import access_to_project
from anju.search.indexing import reindex
from anju.search.models import Term
from anju.search.queries import Scope, search
from tests import world
from tests.estate import town
from tests.estate.town import DONE

pytestmark = pytest.mark.django_db


def titles(text: str) -> list[str]:
    project = world.project()
    access = access_to_project(world.supervisor(), project, at=world.AT)
    return [shown.hit.title for shown in search([Scope(access, [project])], text).lines]


def everything() -> None:
    town.unit("3-1-502")
    town.unit("3-1-503")
    town.unit("4-商铺1")
    add_space(project=world.project(), code="B1-023", **DONE)
    add_storage_room(project=world.project(), code="C01", **DONE)
    add_place(project=world.project(), name="中心花园", **DONE)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("3-1-502", "3栋1单元502"),
        ("３栋１单元５０２室", "3栋1单元502"),
        ("3栋502", "3栋1单元502"),
        ("1单元502", "3栋1单元502"),
        ("502", "3栋1单元502"),
        ("三号楼", "3栋"),
        ("3栋", "3栋"),
        ("4栋商铺1", "4栋商铺1"),
        ("b1-023", "车位 B1-023"),
        ("B1-23", "车位 B1-023"),
        ("C01", "储藏室 C01"),
        ("zxhy", "中心花园"),
    ],
)
def test_is_found_by_what_people_type(text: str, first: str) -> None:
    everything()

    assert titles(text)[:1] == [first]


def test_an_entrance_half_typed_leads_to_its_units() -> None:
    everything()

    assert set(titles("3栋1单元")) == {"3栋1单元502", "3栋1单元503"}


def test_a_rebuilt_index_is_the_same() -> None:
    everything()

    def index() -> set[tuple[object, ...]]:
        ours = Term.objects.filter(subject_type__startswith="estate.")
        return set(ours.values_list("kind", "term", "subject_type", "subject_id"))

    before = index()
    reindex(world.project(), list(entries(world.project())))

    assert index() == before != set()


def test_whatever_can_be_found_or_recorded_has_a_page(supervisor: Client) -> None:
    everything()
    add_meter(project=world.project(), kind="POWER", number="D1", **DONE)
    access = access_to_project(world.supervisor(), world.project(), at=world.AT)
    seen = 0
    for kind, hits in HITS.items():
        ids = Term.objects.filter(subject_type=kind).values_list("subject_id", flat=True)
        for pk, hit in hits(set(ids), access).items():
            assert supervisor.get(hit.url).status_code == 200, hit
            assert TITLES[kind]([pk])[pk].url == hit.url
            seen += 1
    assert seen == 8
    trail = supervisor.get(reverse("organization:trail", args=["green"])).content.decode()
    assert "登记车位" in trail and "安装计量表" in trail


def test_a_wrong_code_is_found() -> None:
    unit = town.unit("1-2-301")
    assert list(broken(deep=True)) == []

    Unit.objects.filter(pk=unit.pk).update(code="1-2-302")

    assert list(broken()) == []
    assert [line[:12] for line in broken(deep=True)] == ["房屋 1-2-302(编"]


def test_a_unit_across_the_border_is_found() -> None:
    unit = town.unit("1-2-301")
    elsewhere = town.building("1", project=world.project("cloud", "云栖大厦"))

    Unit.objects.filter(pk=unit.pk).update(building=elsewhere)

    assert len(list(broken())) == 2
