"""Things lent: to whom, until when, back how; overdue seen; a borrower forgotten."""

from datetime import timedelta
from typing import Any

import pytest

from anju.core.errors import ForbiddenTransition
from anju.handovers.commands.drafting import add_line
from anju.handovers.commands.lending import (
    DueBeforeNow,
    Loan,
    NobodyNamed,
    NoteMissing,
    PhoneUnclear,
    lend_thing,
    return_thing,
)
from anju.handovers.models import LentThing
from anju.handovers.queries.lending import lent_list, overdue_count
from anju.handovers.states import Condition, ThingKind
from anju.residents.commands.erasing import MustBeKept, erase_person
from tests import world
from tests.handovers import desk
from tests.handovers.desk import EARLY_OVER
from tests.residents import town
from tests.rosters import tables
from tests.tickets import shift

pytestmark = pytest.mark.django_db
AT = tables.at(23, "09:00")
TONIGHT = tables.at(23, "20:00")


def lent(**facts: Any) -> LentThing:
    given: dict[str, Any] = {
        "kind": ThingKind.UMBRELLA,
        "thing": "3 号",
        "name": "李秀兰",
        "due_at": TONIGHT,
    }
    loan = Loan(**{**given, **facts})
    return lend_thing(project=world.project(), loan=loan, by=world.by(desk.wang()), at=AT)


def returned(thing: LentThing, how: Condition = Condition.GOOD, note: str = "") -> LentThing:
    return return_thing(
        thing=thing, condition=how, note=note, by=world.by(desk.he()), at=EARLY_OVER
    )


def test_what_cannot_be_lent_is_refused_in_words() -> None:
    with pytest.raises(NobodyNamed):
        lent(name=" ")
    with pytest.raises(DueBeforeNow):
        lent(due_at=AT)
    with pytest.raises(PhoneUnclear):
        lent(phone="12345678901234")
    assert LentThing.objects.count() == 0


def test_a_number_in_register_links_the_person() -> None:
    li = town.person("李秀兰", "13812341234")
    assert lent(phone="138 1234 1234").person == li
    assert lent(phone="13900001111").person is None


def test_the_same_form_twice_lends_once() -> None:
    loan = Loan(kind=ThingKind.LADDER, thing="人字梯", name="马师傅", due_at=TONIGHT)
    by = world.by(desk.wang())
    one = lend_thing(project=world.project(), loan=loan, once="abc", by=by, at=AT)
    two = lend_thing(project=world.project(), loan=loan, once="abc", by=by, at=AT)
    assert one == two and LentThing.objects.count() == 1


def test_a_thing_comes_back_once_and_damage_is_described() -> None:
    thing = lent()
    with pytest.raises(NoteMissing):
        returned(thing, Condition.LOST)
    back = returned(thing, Condition.DAMAGED, "伞骨断一根,已登记赔偿")
    assert (back.condition, back.back_by_name) == ("DAMAGED", "何雨桐")
    with pytest.raises(ForbiddenTransition):
        returned(thing)


def test_what_is_overdue_is_counted_and_left_as_late() -> None:
    lent(due_at=tables.at(23, "12:00"))
    later = lent(thing="4 号")
    assert overdue_count(world.project(), EARLY_OVER) == 1
    things = [item for item in desk.leaving().items if item.kind == "LENT"]
    assert [(item.is_late, "李*" in item.title or "李" in item.title) for item in things] == [
        (True, True),
        (False, True),
    ]
    assert all("李秀兰" not in item.title for item in things)
    assert list(lent_list(world.project()))[-1] == later


def test_an_erased_borrower_is_emptied_and_leaves_the_hand_overs() -> None:
    li = town.person("李秀兰", "13812341234")
    by = world.by(desk.wang())
    ticket = shift.taken(
        shift.matter("李秀兰家漏水", person=li, unit=shift.home()), taker=desk.wang(), at=AT
    )
    thing = lent(phone="13812341234", note="李秀兰说明天还")
    draft = desk.drafted()
    add_line(
        handover=draft, words="李秀兰来电 13812341234 催问", happened_at=None, by=by, at=EARLY_OVER
    )
    signed = desk.signed(handover=draft, notes="请给李秀兰回话")
    assert "李秀兰" not in str(signed.left)
    with pytest.raises(MustBeKept):
        erase_person(data_request=town.asks(li), by=town.by(), at=EARLY_OVER)

    returned(thing)
    ended = {"state": "CANCELLED", "closed_at": EARLY_OVER, "end_reason": "误报"}
    type(ticket).objects.filter(pk=ticket.pk).update(**ended)
    li.data_requests.all().delete()
    erase_person(data_request=town.asks(li), by=town.by(), at=EARLY_OVER + timedelta(days=1500))

    thing.refresh_from_db()
    signed.refresh_from_db()
    assert (thing.borrower_name, thing.borrower_phone, thing.note) == ("(已删除)", "", "")
    line = signed.lines.get()
    kept = [signed.notes, line.words, str(signed.left)]
    assert not any("李秀兰" in text or "13812341234" in text for text in kept)
    theirs = [each["title"] for each in signed.left if each["ticket_id"] == ticket.pk]
    assert f"{ticket.number} (已删除)" in theirs
    assert all(title.endswith(" (已删除)") for title in theirs)
