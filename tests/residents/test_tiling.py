"""Whatever is entered, ended and sold in whatever order: owners never own more than the whole."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.core.errors import DomainError
from anju.estate.models import Unit
from anju.residents.commands.occupying import begin_occupancy, end_occupancy
from anju.residents.commands.transferring import NewOwner, transfer_ownership
from anju.residents.invariants import broken
from anju.residents.models import Occupancy, Person
from tests import world
from tests.residents.town import by, person, unit

pytestmark = pytest.mark.django_db
START = date(2026, 1, 1)
EVERY_DAY = [START + timedelta(days=count) for count in range(-1, 45)]
SPLITS = (
    [Fraction(1)],
    [Fraction(1, 2)] * 2,
    [Fraction(1, 3)] * 3,
    [Fraction(1, 4), Fraction(3, 4)],
)

day = st.integers(0, 40).map(lambda count: START + timedelta(days=count))
part = st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(1, 3), Fraction(2, 3)])
begin = st.tuples(st.just("begin"), st.integers(0, 3), part, st.none() | day, st.none() | day)
end = st.tuples(st.just("end"), st.integers(0, 5), day)
transfer = st.tuples(st.just("transfer"), day, st.sampled_from(SPLITS), st.integers(0, 3))


def total_on(where: Unit, on: date) -> Fraction:
    owners = Occupancy.objects.filter(unit=where).owners().on(on)
    return sum((each.share for each in owners if each.share), Fraction())


def step(where: Unit, people: list[Person], what: tuple[object, ...]) -> None:
    match what:
        case ("begin", int(who), Fraction() as share, starts_on, ends_on):
            begin_occupancy(
                unit=where,
                person=people[who],
                role="OWNER",
                share=share,
                starts_on=starts_on,  # type: ignore[arg-type]
                ends_on=ends_on,  # type: ignore[arg-type]
                by=by(),
                at=world.AT,
            )
        case ("end", int(which), date() as on):
            entries = list(Occupancy.objects.filter(unit=where).order_by("pk"))
            if entries:
                chosen = entries[which % len(entries)]
                end_occupancy(occupancy=chosen, ends_on=on, by=by(), at=world.AT)
        case ("transfer", date() as on, list() as split, int(first)):
            owners = [
                NewOwner(people[(first + place) % len(people)], share)
                for place, share in enumerate(split)
            ]
            before = total_on(where, on - timedelta(days=1))
            transfer_ownership(unit=where, on=on, owners=owners, by=by(), at=world.AT)
            assert total_on(where, on) == 1
            assert total_on(where, on - timedelta(days=1)) == before
            ends = Occupancy.objects.filter(unit=where).owners().exclude(starts_on=on)
            assert not ends.on(on).exists()


@settings(max_examples=25, deadline=None)
@given(st.lists(begin | end | transfer, min_size=1, max_size=7))
def test_owners_tile(steps: list[tuple[object, ...]]) -> None:
    with transaction.atomic():
        where = unit()
        people = [person(name) for name in ("甲一", "乙二", "丙三", "丁四")]
        for what in steps:
            try:
                with transaction.atomic():
                    step(where, people, what)
            except DomainError:
                pass
            assert all(total_on(where, on) <= 1 for on in EVERY_DAY)
        assert [line for line in broken() if "份额" in line] == []
        transaction.set_rollback(True)
