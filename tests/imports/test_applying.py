"""Applying an import, applying it again, undoing it; two at once; what stands in the way."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.core.sealing import unseal
from anju.estate.commands.units import UnitFacts, change_unit
from anju.estate.models import Building, Entrance, Meter, ParkingSpace, Unit
from anju.imports.commands.applying import AlreadyApplied, apply_import
from anju.imports.commands.keeping import content_of, discard_import, forget_imports
from anju.imports.commands.undoing import NotUndoable, undo_import
from anju.imports.forgetting import forget
from anju.imports.models import Import
from anju.imports.states import ImportState
from anju.residents.commands.occupying import begin_occupancy
from anju.residents.commands.phones import add_phone
from anju.residents.models import Holding, Occupancy, Person, PersonState, Phone, Vehicle
from anju.search.models import Term
from tests import world
from tests.imports.books import book, five_sheets, identity, one_sheet, unit_row
from tests.imports.loads import KEY, check, created, keep, load, said
from tests.threads import at_once

pytestmark = pytest.mark.django_db
TABLES = (
    *(Building, Entrance, Unit, ParkingSpace, Meter),
    *(Person, Phone, Occupancy, Holding, Vehicle, Term),
)
YES = ("shared-identity", "owner-unknown")


def everything() -> list[list[dict[str, Any]]]:
    """Return all rows that imports write, without versions and numbers of rows."""
    rest = {"id", "version", "identity_sealed"}
    return [
        sorted(
            ({k: v for k, v in row.items() if k not in rest} for row in model.objects.values()),
            key=str,
        )
        for model in TABLES
    ]


def undo(kept: Import) -> Import:
    return undo_import(kept=kept, by=SYSTEM, at=world.AT)


def test_the_same_import_twice_changes_nothing_and_says_so():
    first, _ = load(five_sheets(), accept=YES)
    before = everything()

    _, again = load(five_sheets(), accept=YES)

    assert everything() == before
    assert created(again) == {}
    assert sum(again.counts["changed"].values()) == 0
    assert again.counts["unchanged"] == {
        **{"building": 2, "entrance": 3, "unit": 3, "parking_space": 2, "meter": 0},
        **{"person": 2, "occupancy": 2, "vehicle": 1},
    }
    first.refresh_from_db()
    assert (first.state, bytes(first.content)) == (ImportState.APPLIED, b"")


def test_import_undo_import_again():
    load(one_sheet(unit_row(5)))
    before = everything()

    kept, checked = load(five_sheets(), accept=YES)
    undone = undo(kept)
    restored = everything()
    _, again = load(five_sheets(), accept=YES)

    assert restored == before
    assert (undone.state, undone.traces) == (ImportState.UNDONE, {})
    assert created(again) == created(checked)


def test_what_was_changed_is_put_back_exactly():
    load(one_sheet(unit_row(1)))
    before = everything()
    content = one_sheet(
        unit_row(1, built=100.25, floor=11.0, floors=34.0, state=2006.0, phone=13_900_010_099.0)
    )

    kept, checked = load(content)

    assert checked.counts["changed"]["unit"] == 1
    assert checked.counts["changed"]["entrance"] == 1
    assert said(checked, "question") == []
    unit = Unit.objects.get()
    assert (str(unit.area_built), unit.floor, unit.occupancy) == ("100.25", 11, "LET")
    event = Event.objects.filter(verb="estate.loaded_over", subject_type="estate.unit").get()
    assert event.changes["area_built"] == ["94.56", "100.25"]
    assert event.changes["occupancy"] == ["自用", "出租"]

    undo(kept)
    assert everything() == before


def test_a_person_known_by_identity_gets_a_further_telephone():
    load(one_sheet(unit_row(1, phone="")))
    assert not Phone.objects.exists()

    kept, checked = load(one_sheet(unit_row(1)))

    assert created(checked) == {}
    assert checked.counts["changed"]["person"] == 1
    person = Person.objects.get()
    assert person.phones.get().number == "13900010001"
    assert Term.objects.filter(subject_id=person.pk, kind="PHONE").exists()
    undo(kept)
    assert not Phone.objects.exists()
    assert not Term.objects.filter(kind="PHONE").exists()


def test_empty_fields_are_filled_and_emptied_again():
    load(one_sheet(unit_row(1, identity="")))

    kept, _ = load(one_sheet(unit_row(1)))
    person = Person.objects.get()
    assert person.identity_tail == identity(1)[-4:]
    purpose = f"residents.identity:{person.pk}"
    assert unseal(bytes(person.identity_sealed), key=KEY, purpose=purpose) == identity(1)

    undo(kept)
    person.refresh_from_db()
    assert (person.identity_kind, person.identity_index) == ("", None)


def test_the_number_of_somebody_put_out_of_use_is_not_entered_again():
    load(one_sheet(unit_row(1)))
    Person.objects.update(state=PersonState.RESTRICTED)
    Occupancy.objects.all().delete()

    _, checked = load(one_sheet(unit_row(1, name="测试壬", phone="")))

    assert ("identity-out-of-use", 2, "P 身份证号") in said(checked, "note")
    assert Person.objects.get(name="测试壬").identity_kind == ""


def test_another_owner_than_the_registers_is_asked_and_left():
    load(one_sheet(unit_row(1)))

    _, checked = load(
        one_sheet(unit_row(1, name="测试壬", phone="", identity="")), accept=("owner-changed",)
    )

    assert said(checked, "question") == [("owner-changed", 2, "M 业主名称")]
    assert not Person.objects.filter(name="测试壬").exists()
    assert Occupancy.objects.get().person.name == "测试乙"


def test_a_former_owner_does_not_stand_in_the_way():
    load(one_sheet(unit_row(1)))
    Occupancy.objects.update(ends_on=date(2025, 5, 1))

    load(one_sheet(unit_row(1, name="测试壬", phone="", identity="")))

    now = Occupancy.objects.get(person__name="测试壬")
    assert now.starts_on == date(2025, 5, 1)


def test_a_unit_the_register_does_not_know_is_asked():
    load(one_sheet(unit_row(1)))
    content = book({"住户": [("房屋编号", "姓名", "电话"), ("1-1-1099", "测试甲", "13900010077")]})

    checked = check(content)

    assert [code for code, _, _ in said(checked, "question")] == ["unit-unknown"]


def test_undo_is_refused_once_something_is_built_on_it():
    kept, _ = load(one_sheet(unit_row(1)))
    other, _ = load(one_sheet(unit_row(2)))
    tenant = Person.objects.get(name="测试丙")
    begin_occupancy(
        unit=Unit.objects.get(code="1-1-1001"),
        person=tenant,
        role="TENANT",
        by=SYSTEM,
        at=world.AT,
    )

    with pytest.raises(NotUndoable, match="入住关系 1 条"):
        undo(kept)
    assert Unit.objects.count() == 2
    with pytest.raises(NotUndoable):
        undo(other)


def test_undo_is_refused_once_somebody_changed_something():
    kept, _ = load(one_sheet(unit_row(1)))
    unit = Unit.objects.get()
    change_unit(
        unit=unit,
        entrance=unit.entrance,
        room=unit.room,
        facts=UnitFacts(floor=3),
        version=unit.version,
        by=SYSTEM,
        at=world.AT,
    )

    with pytest.raises(NotUndoable, match="有人修改过1-1-1001"):
        undo(kept)


def test_undo_names_a_telephone_that_was_added():
    kept, _ = load(one_sheet(unit_row(1)))
    add_phone(person=Person.objects.get(), number="13900019999", by=SYSTEM, at=world.AT)

    with pytest.raises(NotUndoable, match="电话 1 条"):
        undo(kept)


def test_the_trail_knows_and_names_people_only_masked():
    kept, _ = load(one_sheet(unit_row(1)))

    assert Event.objects.filter(verb="imports.applied", subject_id=kept.pk).count() == 1
    person = Event.objects.get(verb="residents.loaded")
    assert person.subject_name.startswith("测*乙")
    assert person.changes["unit"] == [None, "1-1-1001"]
    assert Event.objects.filter(verb="estate.loaded", subject_type="estate.unit").count() == 1
    assert "测试乙" not in str(list(Event.objects.values()))


def test_the_workbook_lies_sealed_and_goes_when_it_is_over():
    content = one_sheet(unit_row(1))
    kept = keep(content)

    assert content.startswith(b"PK")
    assert content[:16] not in bytes(kept.content)
    assert content_of(kept, key=KEY) == content
    discarded = discard_import(kept=kept, by=SYSTEM, at=world.AT)
    assert (discarded.state, bytes(discarded.content)) == (ImportState.DISCARDED, b"")


def test_what_nobody_applied_within_a_week_is_let_go():
    keep(one_sheet(unit_row(1)))

    early = forget_imports(by=SYSTEM, at=world.AT + timedelta(days=6))
    late = forget_imports(by=SYSTEM, at=world.AT + timedelta(days=8))

    assert (early, late) == (0, 1)
    assert not Import.objects.waiting().exists()


def test_an_erased_person_leaves_nothing_here():
    kept, _ = load(one_sheet(unit_row(1)))
    keep(one_sheet(unit_row(1)))
    person = Person.objects.get()

    forget(person, SYSTEM, world.AT)

    assert not Import.objects.waiting().exists()
    rows = str(list(Import.objects.values()))
    for value in ("测试乙", "13900010001", identity(1)):
        assert value not in rows
    kept.refresh_from_db()
    assert kept.traces["created"]["residents.person"] == [person.pk]


def test_projects_do_not_mix():
    elsewhere = world.project("cloud", "云栖大厦")
    load(one_sheet(unit_row(1)))

    _, checked = load(one_sheet(unit_row(1)), elsewhere)

    assert created(checked)["unit"] == 1
    assert Unit.objects.of(elsewhere).count() == 1
    assert Person.objects.of(elsewhere).count() == 1


def test_the_check_costs_the_same_for_one_row_and_for_thirty():
    one = one_sheet(unit_row(1))
    thirty = one_sheet(*(unit_row(number) for number in range(30)))
    load(thirty)

    assert world.queries(lambda: check(one)) == world.queries(lambda: check(thirty))


@pytest.mark.django_db(transaction=True)
def test_two_who_import_at_once_do_not_mix():
    world.project()
    people = [
        ("姓名", "电话"),
        *((f"测试{number}", 13_900_030_000 + number) for number in range(40)),
    ]
    content = book({"业主": people})
    uploads = [keep(content), keep(content)]

    def work(kept: Import) -> Any:
        return apply_import(kept=kept, key=KEY, by=SYSTEM, at=world.AT)

    results = at_once(*(lambda kept=kept: work(kept) for kept in uploads))

    news = sorted(created(result).get("person", 0) for result in results)  # type: ignore[arg-type]
    assert news == [0, 40]
    assert Person.objects.count() == 40
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_it_happens_once():
    world.project()
    kept = keep(one_sheet(unit_row(1)))

    def work() -> Any:
        return apply_import(kept=kept, key=KEY, by=SYSTEM, at=world.AT)

    results = at_once(work, work)

    assert sum(isinstance(result, AlreadyApplied) for result in results) == 1
    assert Unit.objects.count() == 1
    connection.close()
