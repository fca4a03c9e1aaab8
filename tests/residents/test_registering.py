"""Entering people and correcting them: duplicates, stale edits, old values, the trail masked."""

from datetime import date, time

import pytest

from anju.audit.models import Event
from anju.core.errors import StaleEdit
from anju.core.sealing import unseal
from anju.residents.commands.identifying import (
    Identity,
    IdentityTaken,
    IdentityUnclear,
    set_identity,
)
from anju.residents.commands.phones import (
    PhoneTaken,
    PhoneUnclear,
    add_phone,
    change_phone,
    raise_phone,
    remove_phone,
)
from anju.residents.commands.registering import (
    PersonFacts,
    ProbableDuplicate,
    change_person,
    register_person,
)
from anju.residents.commands.vehicles import PlateTaken, add_vehicle
from anju.residents.models import Person, PersonChange, Phone, Vehicle
from anju.search.models import Term
from tests import world
from tests.residents.town import KEY, by, id_card, person
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def register(name: str = "李秀兰", *phones: str, once: str = "", **more: object) -> Person:
    return register_person(
        project=world.project(),
        facts=PersonFacts(name=name),
        phones=phones,
        key=KEY,
        once=once,
        by=by(),
        at=world.AT,
        **more,  # type: ignore[arg-type]
    )


def test_phones_are_normalised_and_kept_in_order() -> None:
    who = register("李秀兰", "+86 138-1234-5678", "0571-8888 1234 转 12", "13812345678")

    assert [(p.number, p.extension) for p in who.phones.all()] == [
        ("13812345678", ""),
        ("057188881234", "12"),
    ]


def test_a_bad_phone_is_refused_in_words() -> None:
    with pytest.raises(PhoneUnclear, match="10 位"):
        register("李秀兰", "1381234567")
    assert not Person.objects.exists()


def test_the_same_name_and_phone_is_shown_first() -> None:
    first = register("李秀兰", "13812345678")

    with pytest.raises(ProbableDuplicate) as refused:
        register("李秀兰", "138 1234 5678")
    assert refused.value.people == [first]
    assert register("王志强", "13812345678").pk != first.pk
    assert register("李秀兰", "13812345678", is_someone_else=True).pk != first.pk


def test_an_identity_number_is_there_once_and_sealed() -> None:
    number = id_card(1)
    first = person(identity=number)

    with pytest.raises(IdentityTaken) as refused:
        person("王志强", identity=number.lower())
    assert refused.value.person == first
    assert number not in str(refused.value)
    first.refresh_from_db()
    assert first.identity_tail == number[-4:]
    assert number.encode() not in bytes(first.identity_sealed)
    assert (
        unseal(first.identity_sealed, key=KEY, purpose=f"residents.identity:{first.pk}") == number
    )
    with pytest.raises(IdentityUnclear):
        person("赵敏", identity=number[:-2] + "00")


def test_an_identity_number_changes_and_goes() -> None:
    who = person(identity=id_card(1))
    set_identity(person=who, identity=Identity("", ""), key=KEY, by=by(), at=world.AT)
    who.refresh_from_db()

    assert (who.identity_kind, who.identity_index) == ("", None)
    other = person("王志强", identity=id_card(1))
    with pytest.raises(IdentityTaken):
        set_identity(
            person=who, identity=Identity("ID_CARD", id_card(1)), key=KEY, by=by(), at=world.AT
        )
    assert Event.objects.filter(verb="residents.identity_changed").count() == 1
    assert other.has_identity


def test_a_change_keeps_full_values_for_the_history_and_masked_ones_for_the_trail() -> None:
    who = person("李秀兰", form_of_address="李阿姨", habits="家有婴儿")
    facts = PersonFacts(
        name="李秀莲",
        form_of_address="李老师",
        habits="",
        languages=("粤语",),
        quiet_from=time(12, 30),
        quiet_until=time(14),
    )
    changed = change_person(person=who, facts=facts, version=1, by=by(), at=world.AT)

    assert changed.version == 2
    before = dict(PersonChange.objects.values_list("field", "before"))
    assert before == {"name": "李秀兰", "form_of_address": "李阿姨", "habits": "家有婴儿"}
    event = Event.objects.get(verb="residents.changed")
    assert event.changes["name"] == ["李*兰", "李*莲"]
    assert "婴儿" not in str(event.changes)
    assert event.changes["quiet_from"] == [None, "12:30"]
    assert Term.objects.filter(subject_id=who.pk, term="李秀莲").exists()
    assert not Term.objects.filter(subject_id=who.pk, term="李秀兰").exists()


def test_a_stale_change_overwrites_nothing() -> None:
    who = person("李秀兰")
    change_person(person=who, facts=PersonFacts(name="李秀莲"), version=1, by=by(), at=world.AT)

    with pytest.raises(StaleEdit):
        change_person(person=who, facts=PersonFacts(name="李兰"), version=1, by=by(), at=world.AT)
    who.refresh_from_db()
    assert who.name == "李秀莲"


def test_a_change_of_nothing_says_nothing() -> None:
    who = person("李秀兰")
    change_person(person=who, facts=PersonFacts(name="李秀兰"), version=1, by=by(), at=world.AT)

    assert not Event.objects.filter(verb="residents.changed").exists()


def test_phones_come_change_and_go() -> None:
    who = person("李秀兰", "13812345678")
    second = add_phone(person=who, number="13900001111", label="女儿", by=by(), at=world.AT)
    raise_phone(phone=second, by=by(), at=world.AT)
    with pytest.raises(PhoneTaken):
        add_phone(person=who, number="+8613812345678", by=by(), at=world.AT)
    first = Phone.objects.get(number="13812345678")
    with pytest.raises(PhoneTaken):
        change_phone(phone=first, number="13900001111", label="", by=by(), at=world.AT)
    change_phone(phone=first, number="13700002222", label="", by=by(), at=world.AT)
    remove_phone(phone=second, by=by(), at=world.AT)

    assert [phone.number for phone in who.phones.all()] == ["13700002222"]
    assert set(PersonChange.objects.values_list("before", flat=True)) == {
        "13812345678",
        "13900001111",
    }
    terms = set(Term.objects.filter(subject_id=who.pk, kind="PHONE").values_list("term", flat=True))
    assert terms == {"13700002222"}
    assert "13812345678" not in str(list(Event.objects.values_list("changes", "reason")))


def test_a_form_sent_again_registers_once() -> None:
    first = register("李秀兰", "13812345678", once="form-1")

    assert register("李秀兰", "13812345678", once="form-1") == first
    assert Event.objects.filter(verb="residents.registered").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_once_registers_once() -> None:
    world.project()
    by()

    results = at_once(*(lambda: register("李秀兰", once="form-1").pk for _ in range(3)))

    assert len(set(results)) == 1
    assert Person.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_identity_number_entered_twice_at_once_is_there_once() -> None:
    world.project()
    by()

    results = at_once(*(lambda: person("李秀兰", identity=id_card(3)) for _ in range(3)))

    assert sum(isinstance(result, IdentityTaken) for result in results) == 2
    assert Person.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_plate_entered_twice_at_once_is_there_once() -> None:
    owners = [person(name) for name in ("李秀兰", "王志强", "赵敏")]

    def enter(owner: Person) -> object:
        return add_vehicle(person=owner, plate="浙A·12345", by=by(), at=world.AT)

    results = at_once(*(lambda owner=owner: enter(owner) for owner in owners))  # type: ignore[misc]

    assert sum(isinstance(result, PlateTaken) for result in results) == 2
    assert Vehicle.objects.get().plate == "浙A12345"


def test_consent_is_kept_with_version_and_date() -> None:
    who = person(contact_ground="CONSENT", consent_version="2026-01", consented_on=date(2026, 5, 1))
    who.refresh_from_db()

    assert (who.consent_version, who.consented_on) == ("2026-01", date(2026, 5, 1))
