"""The data set for measuring is one that the product itself would have."""

import json
from argparse import ArgumentParser

import pytest
from django.db import connection

from anju.core.actors import SYSTEM
from anju.estate.models import Unit
from anju.organization.access import access_to_project
from anju.organization.models import Project
from anju.residents.believable.community import LVYUAN, PlannedBuilding, plan
from anju.residents.models import Occupancy, Person
from anju.search.models import Term
from anju.search.queries import Scope, search
from config import seeding
from config.console import seed
from config.wiring import modules
from runtime.refusal import Refusal
from tests import world
from tests.world import AT, TODAY

SMALL = (
    PlannedBuilding("1", "1栋", ("1", "2"), 6, 2),
    PlannedBuilding("9", "9栋", (), 3, 4, "OFFICE", shop_floors=1),
)


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeding, "PER_PROJECT", SMALL)
    world.presets()


@pytest.mark.django_db
@pytest.mark.usefixtures("_small")
def test_a_town_is_as_the_product_would_have_written_it() -> None:
    (last,) = seeding.seed("town", today=TODAY, by=SYSTEM, at=AT)

    assert (last.units, last.people) == (Unit.objects.count(), Person.objects.count())
    seeded = Term.objects.exclude(subject_type__startswith="handbook.")  # a project brings those
    assert last.terms == seeded.count()
    broken = {
        module.__name__: list(module.broken(deep=True))
        for module in modules("invariants")
        if module.__name__.split(".")[1] in ("estate", "residents", "search")
    }
    assert {name: sentences for name, sentences in broken.items() if sentences} == {}


@pytest.mark.django_db
@pytest.mark.usefixtures("_small")
def test_its_people_are_found_and_new_rows_go_on_behind_it() -> None:
    list(seeding.seed("town", today=TODAY, by=SYSTEM, at=AT))
    project = Project.objects.get(code="town-001")
    person = Occupancy.objects.filter(ends_on=None).order_by("pk")[0].person
    user = world.supervisor(project)
    found = search([Scope(access_to_project(user, project, at=AT), [project])], person.name)

    assert any(person.name in line.hit.title for line in found.lines)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('residents_person', 'id'))")
        assert cursor.fetchone()[0] > Person.objects.order_by("-pk")[0].pk


@pytest.mark.django_db
@pytest.mark.usefixtures("_small")
def test_a_stopped_run_goes_on_where_it_was() -> None:
    list(seeding.seed("town", today=TODAY, by=SYSTEM, at=AT))
    people = Person.objects.count()
    (again,) = seeding.seed("town", today=TODAY, by=SYSTEM, at=AT)

    assert (again.people, Person.objects.count()) == (0, people)


@pytest.mark.django_db
@pytest.mark.usefixtures("_small")
def test_the_command_line_writes_it_and_production_refuses(
    capsys: pytest.CaptureFixture[str], settings: object
) -> None:
    parser = ArgumentParser()
    seed.arguments(parser)
    seed.run(parser.parse_args(["town", "--json"]))
    said = json.loads(capsys.readouterr().out)
    assert said["people"] == Person.objects.count()
    settings.ANJU_IS_PRODUCTION = True  # type: ignore[attr-defined]
    with pytest.raises(Refusal, match="production"):
        seed.run(parser.parse_args(["town"]))


def test_the_same_day_and_seed_tell_the_same_story() -> None:
    one, two = (plan(LVYUAN, today=TODAY, seed=7) for _ in range(2))

    assert [person.name for person in one.people] == [person.name for person in two.people]
    assert 1150 <= len(one.units) <= 1250
    assert 2800 <= len(one.people) <= 3300
    plates = [plate for person in one.people for plate, _, _ in person.plates]
    assert len(plates) == len(set(plates)) > 400
    numbers = [phone for person in one.people for phone in person.phones]
    assert {number[:3] for number in numbers} <= {"160", "161", "163", "164", "168", "169"}
