"""What residents give to others: the unit's page, its line, the chart's facets, the search."""

import pytest
from django.urls import reverse

from anju.organization.access import access_to_project
from anju.organization.models import User
from anju.residents.commands.vehicles import add_vehicle
from anju.residents.facets import FACETS
from anju.residents.invariants import broken
from anju.residents.models import Occupancy, OccupancyRole
from anju.residents.searching import HITS, entries
from anju.residents.titles import TITLES
from anju.residents.unit_panels import panels, unit_lines
from anju.search.models import Term
from tests import world
from tests.residents.town import asks, by, lives, only, person, signed_in, unit

pytestmark = pytest.mark.django_db


def access(user: User) -> object:
    return access_to_project(user, world.project(), at=world.AT)


def test_a_unit_is_told_in_a_line_by_right() -> None:
    where, empty = unit("3-1-502"), unit("3-1-503")
    lives(person("王大山"), where, OccupancyRole.TENANT)
    lives(person("李秀兰", form_of_address="李阿姨"), where)
    lives(person("李小明"), where, OccupancyRole.FAMILY)
    ids = [where.pk, empty.pk]

    def line(user: User) -> dict[int, str]:
        return unit_lines(world.project(), ids, access(user), world.TODAY)  # type: ignore[arg-type]

    assert line(world.receptionist()) == {where.pk: "李阿姨(业主)等 3 人"}
    assert line(world.engineer()) == {}
    only("reader", "residents.read")
    assert line(User.objects.get(login="reader")) == {where.pk: "李*兰(业主)等 3 人"}


def test_the_units_page_shows_people_by_right() -> None:
    where, who = unit(), person("李秀兰", "13812345678", form_of_address="李阿姨")
    lives(who, where, starts_on=world.TODAY)
    lives(person("张大力"), where, ends_on=world.TODAY)
    add_vehicle(person=who, plate="浙A12345", by=by(), at=world.AT)
    url = reverse("estate:unit", args=["green", where.pk])
    page = signed_in(world.receptionist()).get(url).content.decode()

    for word in ("李阿姨 李秀兰", "138****5678", "浙A12345", "张大力", "现在的住户", "以前的住户"):
        assert word in page, word
    assert "13812345678" not in page
    field = signed_in(world.engineer()).get(url).content.decode()
    for word in ("李阿姨", "李秀兰", "138****5678", "浙A12345", "现在的住户"):
        assert word not in field, word


def test_a_file_is_complete_when_all_of_it_is_there() -> None:
    where, who = unit(), person("李秀兰")
    lives(who, where)
    first = panels(where, access(world.supervisor()), world.AT)[0]  # type: ignore[arg-type]

    assert dict(first.checks) == {
        "业主": True,
        "业主电话": False,
        "产权份额": True,
        "紧急联系人": False,
    }
    assert panels(where, access(world.engineer()), world.AT) == []  # type: ignore[arg-type]


def test_facets_colour_every_unit() -> None:
    known, silent, let, none = (unit(f"3-1-50{n}") for n in range(4))
    lives(person("甲一", "13812345678"), known)
    lives(person("乙二"), silent)
    lives(person("丙三"), let, OccupancyRole.TENANT)
    owners, living = (
        facet.of(world.project(), [known.building_id], world.TODAY) for facet in FACETS
    )

    assert owners == {
        known.pk: "complete",
        silent.pk: "no_phone",
        let.pk: "no_owner",
        none.pk: "no_owner",
    }
    assert living == {known.pk: "owner", silent.pk: "owner", let.pk: "tenant", none.pk: "nobody"}
    for facet, found in ((FACETS[0], owners), (FACETS[1], living)):
        assert set(found.values()) <= {value.code for value in facet.values}


def test_a_hit_looks_as_the_viewer_may_see_it() -> None:
    who = person("李秀兰", "13812345678", form_of_address="李阿姨")
    lives(who, unit())
    look = HITS["residents.person"]
    hit = look([who.pk], access(world.receptionist()))[who.pk]  # type: ignore[arg-type]

    assert (hit.title, hit.detail) == ("李阿姨 李秀兰", "3-1-502 业主 · 138****5678")
    only("reader", "residents.read")
    masked = look([who.pk], access(User.objects.get(login="reader")))[who.pk]  # type: ignore[arg-type]
    assert masked.title == "李*兰"
    assert look([who.pk], access(world.engineer())) == {}  # type: ignore[arg-type]
    elsewhere = access_to_project(world.stranger(), world.project("cloud"), at=world.AT)
    assert look([who.pk], elsewhere) == {}


def test_names_are_found_only_by_who_may_read_them() -> None:
    who = person("李秀兰", "13812345678")
    rights = dict(Term.objects.filter(subject_id=who.pk).values_list("term", "permission"))

    assert rights["lxl"] == "residents.read_names"
    assert rights["13812345678"] == "residents.read"
    assert {entry.subject_id for entry in entries(world.project())} == {who.pk}


def test_the_trail_names_people_masked_and_links_them() -> None:
    who = person("李秀兰")
    request = asks(who)
    title = TITLES["residents.person"]([who.pk])[who.pk]

    assert (title.text, title.url) == ("李*兰", reverse("residents:person", args=["green", who.pk]))
    assert TITLES["residents.datarequest"]([request.pk])[request.pk].text == request.number


def test_what_contradicts_itself_is_found() -> None:
    who = person("李秀兰")
    entry = lives(who, unit())
    assert list(broken(deep=True)) == []

    Occupancy.objects.create(
        project=entry.project, unit=entry.unit, person=person("王志强"), role="OWNER",
        share_part=1, share_of=2,
    )  # fmt: skip
    Term.objects.filter(subject_id=who.pk).delete()
    said = "".join(broken(deep=True))
    assert "超过全部" in said
    assert f"住户 {who.pk} 在册,搜索里却没有" in said
