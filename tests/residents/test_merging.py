"""Two entries of one person become one: nothing is lost, the trail tells, the old one leads on."""

from datetime import date
from fractions import Fraction

import pytest
from django.urls import reverse

from anju.audit.models import Event
from anju.core.sealing import unseal
from anju.residents.commands.contacts import add_contact
from anju.residents.commands.holdings import begin_holding
from anju.residents.commands.merging import CannotMerge, merge_people
from anju.residents.commands.pets import add_pet
from anju.residents.commands.vehicles import add_vehicle
from anju.residents.invariants import broken
from anju.residents.models import Holding, Occupancy, OccupancyRole, Person, PersonChange
from anju.residents.queries.duplicates import duplicates_in
from anju.search.models import Term
from tests import world
from tests.residents.town import (
    KEY,
    LONG_AGO,
    asks,
    by,
    id_card,
    lives,
    only,
    person,
    signed_in,
    space,
    unit,
)
from tests.threads import at_once

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 1)


def merge(kept: Person, gone: Person, *take: str) -> Person:
    return merge_people(kept=kept, gone=gone, take=take, key=KEY, by=by(), at=world.AT)


def test_everything_moves_and_nothing_is_lost() -> None:
    kept = person("李秀兰", "13812345678", form_of_address="李阿姨")
    gone = person(
        "李秀兰", "13812345678", "13900001111", identity=id_card(1), form_of_address="李老师",
        habits="家有婴儿", languages=("粤语",),
    )  # fmt: skip
    where = unit()
    lives(gone, where)
    add_vehicle(person=gone, plate="浙A12345", by=by(), at=world.AT)
    add_pet(person=gone, kind="猫", by=by(), at=world.AT)
    add_contact(
        person=gone, name="王敏", relation="女儿", phone="13700002222", by=by(), at=world.AT
    )
    begin_holding(person=gone, thing=space(), ground="OWNED", by=by(), at=world.AT)

    merged = merge(kept, gone)

    assert [phone.number for phone in merged.phones.all()] == ["13812345678", "13900001111"]
    assert (merged.form_of_address, merged.habits) == ("李阿姨", "家有婴儿")
    assert merged.languages == ["粤语"]
    assert PersonChange.objects.get(person=merged).before == "李老师"
    purpose = f"residents.identity:{merged.pk}"
    assert unseal(merged.identity_sealed, key=KEY, purpose=purpose) == id_card(1)
    for kind in (merged.vehicles, merged.pets, merged.emergency_contacts, merged.holdings):
        assert kind.count() == 1  # type: ignore[attr-defined]
    assert Occupancy.objects.get().person == merged
    gone.refresh_from_db()
    assert (gone.state, gone.merged_into_id, gone.habits) == ("MERGED", kept.pk, "")
    assert list(broken(deep=True)) == []


def test_what_was_chosen_comes_over_and_the_other_stays_in_the_history() -> None:
    kept = person("李秀兰", form_of_address="李阿姨", habits="旧习惯")
    gone = person("李秀莲", form_of_address="李老师", habits="新习惯")

    merged = merge(kept, gone, "name", "habits")

    assert (merged.name, merged.form_of_address, merged.habits) == ("李秀莲", "李阿姨", "新习惯")
    assert set(PersonChange.objects.values_list("field", "before")) == {
        ("name", "李秀兰"),
        ("habits", "旧习惯"),
        ("form_of_address", "李老师"),
    }
    assert Term.objects.filter(subject_id=kept.pk, term="李秀莲").exists()
    assert not Term.objects.filter(subject_id=gone.pk).exists()


def test_both_tell_of_it_and_the_old_one_leads_on() -> None:
    kept, gone = person("李秀兰"), person("李秀兰")
    merge(kept, gone)

    events = Event.objects.filter(verb="residents.merged").order_by("pk")
    assert [event.subject_id for event in events] == [kept.pk, gone.pk]
    assert "李秀兰" not in str(list(events.values_list("changes", "reason", "subject_name")))
    client = signed_in(world.supervisor())
    old = client.get(reverse("residents:person", args=["green", gone.pk]))
    assert old["Location"] == reverse("residents:person", args=["green", kept.pk])


def test_the_same_entry_twice_becomes_one() -> None:
    kept, gone, where = person("李秀兰"), person("李秀兰"), unit()
    lives(kept, where, OccupancyRole.TENANT, starts_on=DAY)
    lives(gone, where, OccupancyRole.TENANT, starts_on=LONG_AGO)
    for who in (kept, gone):
        begin_holding(person=who, thing=space(), ground="OWNED", by=by(), at=world.AT)

    merge(kept, gone)

    assert Occupancy.objects.get().starts_on == LONG_AGO
    assert Holding.objects.count() == 1


def test_shares_of_the_same_days_are_added_up() -> None:
    kept, gone, where = person("李秀兰"), person("李秀兰"), unit()
    lives(kept, where, share=Fraction(1, 3))
    lives(gone, where, share=Fraction(1, 3))

    merge(kept, gone)

    assert Occupancy.objects.get().share == Fraction(2, 3)


def test_refuses_what_cannot_be_one() -> None:
    kept, gone = person("李秀兰", identity=id_card(1)), person("李秀兰", identity=id_card(3))
    with pytest.raises(CannotMerge, match="证件号码不同"):
        merge(kept, gone)
    with pytest.raises(CannotMerge, match="两位不同"):
        merge(kept, kept)
    with pytest.raises(CannotMerge, match="类别"):
        merge(kept, person("绿叶公司", kind="COMPANY"))
    asker = person("李秀兰")
    waiting = asks(asker, "ACCESS")
    with pytest.raises(CannotMerge, match=waiting.number):
        merge(kept, asker)
    where, other = unit(), person("李秀兰")
    lives(kept, where, share=Fraction(1, 3))
    lives(other, where, share=Fraction(1, 3), starts_on=DAY)
    with pytest.raises(CannotMerge, match="期间"):
        merge(kept, other)
    assert Person.objects.filter(state="MERGED").count() == 0


def test_what_was_merged_before_goes_along() -> None:
    first, second, third = (person("李秀兰") for _ in range(3))
    merge(second, third)
    merge(first, second)

    third.refresh_from_db()
    assert third.merged_into_id == first.pk
    assert list(broken()) == []


def test_likely_pairs_come_first_and_shared_numbers_only_if_asked() -> None:
    one, two = person("李秀兰", "13812345678"), person("李秀兰", "13812345678")
    husband = person("王志强", "13812345678")
    same_home, too = person("赵敏"), person("赵敏")
    where = unit()
    lives(same_home, where)
    lives(too, where, OccupancyRole.FAMILY)
    person("赵敏")  # a namesake elsewhere is no duplicate

    pairs = duplicates_in(world.project(), day=world.TODAY)
    assert [(p.first, p.second, p.reasons) for p in pairs] == [
        (one, two, ["同名同电话"]),
        (same_home, too, ["同名同房"]),
    ]
    every = duplicates_in(world.project(), day=world.TODAY, maybe_too=True)
    assert (one, husband) in [(p.first, p.second) for p in every]


def test_the_page_shows_what_will_be_and_merges() -> None:
    kept = person("李秀兰", "13812345678", form_of_address="李阿姨")
    gone = person("李秀兰", "13812345678", form_of_address="李老师")
    client = signed_in(world.supervisor())
    address = reverse("residents:merge", args=["green", kept.pk, gone.pk])

    assert address in client.get(reverse("residents:duplicates", args=["green"])).content.decode()
    shown = client.get(address).content.decode()
    assert "李阿姨" in shown and "李老师" in shown and "13812345678" not in shown
    client.post(address, {"take_form_of_address": "gone", "reason": ""})
    kept.refresh_from_db()
    assert kept.form_of_address == "李老师"
    assert only("bare", "residents.read").get(address).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_at_once_do_it_once() -> None:
    kept, gone = person("李秀兰"), person("李秀兰")

    results = at_once(lambda: merge(kept, gone), lambda: merge(gone, kept))

    assert sum(isinstance(result, Exception) for result in results) == 1
    assert Person.objects.filter(state="MERGED").count() == 1
