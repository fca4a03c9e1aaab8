"""Workbooks from the field and their twins: what each holds, recognised without being told."""

import os
from pathlib import Path

import pytest

from anju.estate.models import Entrance, Meter, ParkingSpace, Unit
from anju.residents.models import Holding, HoldingGround, Occupancy, Person, Vehicle
from tests import world
from tests.architecture.source import CHECKOUT
from tests.imports.books import fees, five_sheets, one_sheet, unit_row
from tests.imports.loads import check, created, load, said

pytestmark = pytest.mark.django_db
SAMPLES = Path(os.environ.get("ANJU_SAMPLES") or CHECKOUT.parent / "shared" / "data") / "workbooks"


def sample(name: str) -> bytes:
    """Return a workbook from the field; where none lies there, CI fails and others are told."""
    path = SAMPLES / name
    if not path.is_file():
        assert os.environ.get("CI") != "true", f"no workbook at {path}"
        pytest.skip(f"no workbook at {path}; set ANJU_SAMPLES to try the ones from the field")
    return path.read_bytes()


def test_units_with_owners_in_one_sheet():
    _, checked = load(one_sheet(unit_row(1), unit_row(2, room=102.0, use=120.0, state=2008.0)))

    assert [(table.sheet.name, table.kind, table.size) for table in checked.tables] == [
        ("资产信息", "units", 2)
    ]
    assert created(checked) == {
        "building": 1,
        "entrance": 1,
        "unit": 2,
        "person": 2,
        "occupancy": 2,
    }
    unit = Unit.objects.get(code="1-1-1001")
    assert (unit.use, unit.delivery, unit.occupancy) == ("HOME", "DELIVERED", "OWN")
    assert (str(unit.area_built), str(unit.area_inner), unit.floor) == ("94.56", "80.50", 10)
    assert unit.layout == ""
    office = Unit.objects.get(code="1-1-102")
    assert (office.use, office.occupancy) == ("OFFICE", "VACANT")
    assert Entrance.objects.get().floors == 33
    owner = Person.objects.get(name="测试乙")
    assert owner.phones.get().number == "13900010001"
    assert owner.identity_kind == "ID_CARD"
    assert {"column-rent", "layout-code", "gender-default"} <= {
        code for code, _, _ in said(checked, "note")
    }


def test_five_sheets_that_refer_to_each_other():
    _, checked = load(five_sheets(), accept=("shared-identity", "owner-unknown"))

    assert [(table.kind.value, table.size) for table in checked.tables] == [
        ("entrances", 3),
        ("people", 2),
        ("fees", 1),
        ("units", 3),
        ("parking_spaces", 2),
    ]
    assert created(checked) == {
        "building": 2,
        "entrance": 3,
        "unit": 3,
        "parking_space": 2,
        "person": 2,
        "occupancy": 2,
        "vehicle": 1,
    }
    assert {code for code, _, _ in said(checked, "question")} == {
        "shared-identity",
        "owner-unknown",
    }
    assert not Person.objects.exclude(identity_kind="").exists()
    held = Holding.objects.select_related("space", "person").get()
    assert (held.space.code, held.person.name, held.ground) == (
        "C0001",
        "测试乙",
        HoldingGround.OWNED,
    )
    assert Vehicle.objects.get().space == held.space
    assert ParkingSpace.objects.get(code="C0001").kind == "GROUND"
    assert ParkingSpace.objects.get(code="C0002").area is None
    assert Occupancy.objects.filter(unit__code="1-1-1013").count() == 0


def test_a_payment_history_is_understood_and_left_for_later():
    _, checked = load(fees())

    assert [table.kind.value for table in checked.tables] == ["fees"]
    assert created(checked) == {}
    assert [code for code, _, _ in said(checked, "note")] == ["fees-later"]
    assert not Unit.objects.exists()


@pytest.mark.parametrize(
    ("name", "accept", "counts"),
    [
        (
            "importRoom.xlsx",
            (),
            {"building": 1, "entrance": 1, "unit": 1, "person": 1, "occupancy": 1},
        ),
        ("importFeeDetail.xlsx", (), {}),
        (
            "wy.xlsx",
            ("shared-identity", "owner-unknown"),
            {
                **{"building": 13, "entrance": 26, "unit": 8, "parking_space": 1},
                **{"person": 5, "occupancy": 5},
            },
        ),
    ],
)
def test_the_workbooks_from_the_field_as_they_are(
    name: str, accept: tuple[str, ...], counts: dict[str, int]
):
    _, checked = load(sample(name), accept=accept)

    assert said(checked) == []
    assert created(checked) == counts
    assert created(check(sample(name))) == {}
    assert Meter.objects.count() == 0
    assert world.project().units.count() == counts.get("unit", 0)
