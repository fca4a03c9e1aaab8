"""Offices keep .xls files from long ago."""

import pytest

from anju.estate.models import Unit
from anju.residents.models import Phone
from tests.imports.loads import created, load
from tests.imports.old_format import XLS


@pytest.mark.django_db
def test_a_workbook_of_excel_97_comes_in_like_any_other() -> None:
    kept, checked = load(XLS)

    assert kept.applied_at is not None
    assert created(checked) == {
        "building": 1,
        "entrance": 1,
        "unit": 2,
        "person": 2,
        "occupancy": 2,
    }
    assert [unit.code for unit in Unit.objects.order_by("code")] == ["1-1-301", "1-1-302"]
    assert {phone.number for phone in Phone.objects.all()} == {"13900010001", "13900010002"}
