"""Who belongs to a unit: shares, periods, corrections, transfers, moving out."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from anju.audit.models import Event
from anju.residents.commands.occupying import (
    AlreadyThere,
    PeriodUpsideDown,
    ReasonMissing,
    SharesExceeded,
    correct_occupancy,
    end_occupancy,
    strike_occupancy,
)
from anju.residents.commands.refreshing import refresh_entries
from anju.residents.commands.transferring import (
    NewOwner,
    NothingToEnd,
    OwnedLater,
    SharesIncomplete,
    move_out,
    transfer_ownership,
)
from anju.residents.models import Occupancy, OccupancyRole
from anju.search.models import Term
from tests import world
from tests.residents.town import LONG_AGO, by, lives, person, unit
from tests.threads import at_once

pytestmark = pytest.mark.django_db
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
DAY = date(2026, 11, 1)


def test_shares_never_exceed_the_whole() -> None:
    where = unit()
    lives(person("甲一"), where, share=HALF)
    lives(person("乙二"), where, share=HALF)

    with pytest.raises(SharesExceeded, match="合计 4/3,超过全部"):
        lives(person("丙三"), where, share=THIRD)
    lives(person("丁四"), where, OccupancyRole.TENANT)
    assert Occupancy.objects.owners().count() == 2


def test_shares_count_day_by_day() -> None:
    where = unit()
    lives(person("甲一"), where, ends_on=DAY)

    lives(person("乙二"), where, starts_on=DAY)
    with pytest.raises(SharesExceeded, match="2026-10-31"):
        lives(person("丙三"), where, share=HALF, starts_on=DAY - timedelta(days=1))


def test_a_share_is_the_owners_alone() -> None:
    entry = lives(person(), unit(), OccupancyRole.TENANT, share=HALF)

    assert (entry.share_part, entry.share_of) == (None, None)
    assert lives(person("王志强"), unit()).share == 1


def test_nobody_is_entered_twice_for_the_same_days() -> None:
    who, where = person(), unit()
    lives(who, where, OccupancyRole.FAMILY, ends_on=DAY)

    with pytest.raises(AlreadyThere):
        lives(who, where, OccupancyRole.FAMILY, starts_on=DAY - timedelta(days=1))
    lives(who, where, OccupancyRole.FAMILY, starts_on=DAY)
    with pytest.raises(PeriodUpsideDown):
        lives(who, where, OccupancyRole.TENANT, starts_on=DAY, ends_on=DAY)


def test_both_the_person_and_the_unit_tell_of_it() -> None:
    who, where = person("李秀兰"), unit()
    lives(who, where)

    on_unit = Event.objects.about("estate.unit", where.pk).get()
    assert on_unit.verb == "residents.occupancy_begun"
    assert on_unit.changes["person"][1] == str(who)
    assert "李秀兰" not in str(on_unit.changes)
    on_person = Event.objects.about("residents.person", who.pk).get(verb=on_unit.verb)
    assert on_person.changes["unit"] == [None, "3-1-502"]


def test_who_moved_out_is_of_the_past_for_the_search() -> None:
    who = person("李秀兰")
    entry = lives(who, unit())
    weights = Term.objects.filter(subject_id=who.pk).values_list("weight", flat=True)

    assert set(weights.all()) == {0}
    end_occupancy(occupancy=entry, ends_on=world.TODAY, by=by(), at=world.AT)
    assert set(weights.all()) == {1}


def test_the_night_brings_the_search_to_the_new_day() -> None:
    who = person("李秀兰")
    lives(who, unit(), ends_on=world.TODAY + timedelta(days=1))
    weights = Term.objects.filter(subject_id=who.pk).values_list("weight", flat=True)

    assert set(weights.all()) == {0}
    assert refresh_entries(project=world.project(), at=world.AT + timedelta(days=1)) == 1
    assert set(weights.all()) == {1}


def test_a_wrong_entry_is_put_right_with_a_reason() -> None:
    entry = lives(person("李秀兰"), unit(), share=HALF)
    facts = {"role": "OWNER", "lives_in": False, "starts_on": DAY, "ends_on": None, "note": ""}

    with pytest.raises(ReasonMissing):
        correct_occupancy(occupancy=entry, share=THIRD, reason=" ", by=by(), at=world.AT, **facts)
    lives(person("王志强"), unit(), share=HALF)
    with pytest.raises(SharesExceeded):
        correct_occupancy(
            occupancy=entry, share=Fraction(2, 3), reason="看错了", by=by(), at=world.AT, **facts
        )
    correct_occupancy(
        occupancy=entry,
        share=THIRD,
        reason="李秀兰的房本写的是 1/3,电话 13812345678",
        by=by(),
        at=world.AT,
        **facts,
    )
    event = Event.objects.about("residents.person", entry.person_id).get(
        verb="residents.occupancy_corrected"
    )
    assert event.changes["share"] == ["1/2", "1/3"]
    assert event.changes["starts_on"] == [LONG_AGO.isoformat(), DAY.isoformat()]
    assert event.reason == "李*兰的房本写的是 1/3,电话 138****5678"


def test_an_entry_that_never_was_true_goes_and_the_trail_keeps_it() -> None:
    entry = lives(person("李秀兰"), unit())
    strike_occupancy(occupancy=entry, reason="房号登记错误", by=by(), at=world.AT)

    assert not Occupancy.objects.exists()
    event = Event.objects.get(verb="residents.occupancy_struck", subject_type="estate.unit")
    assert event.changes["role"] == ["业主", None]


def test_ownership_passes_without_gap_or_overlap() -> None:
    where = unit()
    seller, wife, child = person("甲一"), person("乙二"), person("丙三")
    tenant, first, second = person("丁四"), person("戊五"), person("己六")
    lives(seller, where, share=HALF, starts_on=None)
    lives(wife, where, share=HALF)
    family = lives(child, where, OccupancyRole.FAMILY)
    rent = lives(tenant, where, OccupancyRole.TENANT)

    transfer_ownership(
        unit=where,
        on=DAY,
        owners=[NewOwner(first, Fraction(2, 3)), NewOwner(second, THIRD, lives_in=False)],
        leaving=[family.pk],
        by=by(),
        at=world.AT,
    )

    before = Occupancy.objects.owners().on(DAY - timedelta(days=1))
    after = Occupancy.objects.owners().on(DAY)
    assert {each.person_id for each in before} == {seller.pk, wife.pk}
    assert {each.person_id: each.share for each in after} == {
        first.pk: Fraction(2, 3),
        second.pk: THIRD,
    }
    family.refresh_from_db()
    rent.refresh_from_db()
    assert (family.ends_on, rent.ends_on) == (DAY, None)
    assert (
        Event.objects.about("estate.unit", where.pk).filter(verb="residents.transferred").exists()
    )


def test_an_owner_may_keep_a_part() -> None:
    where, seller, buyer = unit(), person("甲一"), person("乙二")
    lives(seller, where)
    transfer_ownership(
        unit=where,
        on=DAY,
        owners=[NewOwner(seller, HALF), NewOwner(buyer, HALF)],
        by=by(),
        at=world.AT,
    )

    mine = Occupancy.objects.filter(person=seller).order_by("pk")
    assert [(each.share, each.starts_on, each.ends_on) for each in mine] == [
        (1, LONG_AGO, DAY),
        (HALF, DAY, None),
    ]


def test_a_transfer_needs_the_whole_and_a_later_day() -> None:
    where, seller, buyer = unit(), person("甲一"), person("乙二")
    lives(seller, where)

    def transfer(*owners: NewOwner, on: date = DAY) -> None:
        transfer_ownership(unit=where, on=on, owners=owners, by=by(), at=world.AT)

    with pytest.raises(SharesIncomplete):
        transfer()
    with pytest.raises(SharesIncomplete, match="1/2"):
        transfer(NewOwner(buyer, HALF))
    with pytest.raises(SharesIncomplete):
        transfer(NewOwner(buyer, HALF), NewOwner(buyer, HALF))
    with pytest.raises(OwnedLater, match="2020-03-01"):
        transfer(NewOwner(buyer, Fraction(1)), on=LONG_AGO)
    assert Occupancy.objects.count() == 1


def test_tenants_move_out_and_owners_do_not() -> None:
    where = unit()
    owner = lives(person("甲一"), where)
    rent = lives(person("乙二"), where, OccupancyRole.TENANT)

    with pytest.raises(NothingToEnd):
        move_out(unit=where, occupancies=[owner.pk], on=DAY, by=by(), at=world.AT)
    with pytest.raises(PeriodUpsideDown):
        move_out(unit=where, occupancies=[rent.pk], on=LONG_AGO, by=by(), at=world.AT)
    move_out(unit=where, occupancies=[rent.pk, owner.pk], on=DAY, by=by(), at=world.AT)
    rent.refresh_from_db()
    owner.refresh_from_db()
    assert (rent.ends_on, owner.ends_on) == (DAY, None)


@pytest.mark.django_db(transaction=True)
def test_two_transfers_at_once_do_one() -> None:
    where, seller = unit(), person("甲一")
    lives(seller, where)
    buyers = [person(name) for name in ("乙二", "丙三")]

    def transfer(buyer: object) -> object:
        return transfer_ownership(
            unit=where,
            on=DAY,
            owners=[NewOwner(buyer, Fraction(1))],  # type: ignore[arg-type]
            by=by(),
            at=world.AT,
        )

    results = at_once(lambda: transfer(buyers[0]), lambda: transfer(buyers[1]))

    assert sum(isinstance(result, OwnedLater) for result in results) == 1
    assert Occupancy.objects.owners().on(DAY).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_owners_entered_at_once_do_not_own_twice() -> None:
    where = unit()
    people = [person(name) for name in ("甲一", "乙二", "丙三")]

    results = at_once(*(lambda who=who: lives(who, where) for who in people))  # type: ignore[misc]

    assert sum(isinstance(result, SharesExceeded) for result in results) == 2
    assert Occupancy.objects.count() == 1
