"""Two signatures: the table of states, one person, two at once, what appeared, objections."""

from itertools import product

import pytest
from django.db import IntegrityError, transaction

from anju.audit.models import Event
from anju.core.errors import ForbiddenTransition
from anju.handovers.commands.drafting import NothingWritten, NotYet, Signed, add_line
from anju.handovers.commands.signing import (
    AnswerMissing,
    ItemsAppeared,
    NotYours,
    ReasonMissing,
    SamePerson,
    object_to,
    relieve,
    settle,
    sign_off,
)
from anju.handovers.leavings import read_left
from anju.handovers.models import Handover
from anju.handovers.states import LIFE, OF_TICKETS, HandoverState
from tests import world
from tests.handovers import desk
from tests.handovers.desk import EARLY_OVER, LATE_CAME
from tests.rosters import tables
from tests.threads import at_once
from tests.tickets import shift

MAY = {
    ("DRAFT", "SIGNED"),
    ("DRAFT", "SETTLED"),
    ("SIGNED", "RELIEVED"),
    ("SIGNED", "DISPUTED"),
    ("SIGNED", "SETTLED"),
    ("DISPUTED", "SIGNED"),
    ("DISPUTED", "SETTLED"),
}


@pytest.mark.parametrize(("now", "then"), list(product(HandoverState, HandoverState)))
def test_the_table_of_states(now: HandoverState, then: HandoverState) -> None:
    assert LIFE.allows(now, then) == ((now.value, then.value) in MAY)


@pytest.mark.django_db
def test_both_sign_and_what_was_open_is_kept_for_ever() -> None:
    desk.rostered()
    ticket = shift.taken(taker=desk.wang(), at=tables.at(23, "10:00"))
    signed = desk.signed(notes="3栋电梯明天年检")
    over = relieve(handover=signed, incoming=desk.he(), by=world.by(desk.he()), at=LATE_CAME)

    assert (over.state, over.signed_by_name, over.relieved_by_name) == (
        "RELIEVED",
        "王婷",
        "何雨桐",
    )
    [promise] = [item for item in read_left(over.left) if item.kind in OF_TICKETS]
    assert promise.ticket_id == ticket.pk and ticket.number in promise.title
    verbs = Event.objects.filter(subject_type="handovers.handover").order_by("pk")
    told = [(event.verb, event.by_name) for event in verbs]
    assert told == [
        ("handovers.drafted", "王婷"),
        ("handovers.signed", "王婷"),
        ("handovers.relieved", "何雨桐"),
    ]


@pytest.mark.django_db
def test_one_person_does_not_sign_for_both_sides() -> None:
    desk.rostered()
    signed = desk.signed()
    with pytest.raises(SamePerson):
        relieve(handover=signed, incoming=desk.wang(), by=world.by(desk.wang()), at=LATE_CAME)
    with pytest.raises(SamePerson):
        object_to(
            handover=signed,
            incoming=desk.wang(),
            words="少 1 张",
            by=world.by(desk.wang()),
            at=LATE_CAME,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.filter(pk=signed.pk).update(incoming=desk.wang())


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_at_once_one_takes_over() -> None:
    desk.rostered()
    signed = desk.signed()
    takers = [desk.he(), world.supervisor()]

    results = at_once(
        *(
            lambda who=who: relieve(handover=signed, incoming=who, by=world.by(who), at=LATE_CAME)
            for who in takers
        )
    )

    assert sum(isinstance(each, ForbiddenTransition) for each in results) == 1
    signed.refresh_from_db()
    winner = next(each for each in results if isinstance(each, Handover))
    assert signed.incoming_id == winner.incoming_id
    assert Event.objects.filter(verb="handovers.relieved").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_begin_one_hand_over() -> None:
    desk.rostered()
    colleague = world.person("ouyang", "欧阳", post="receptionist", phone="13812345680")
    tables.arranged(tables.shift("早班"), colleague, days=(23,))

    at_once(lambda: desk.drafted(desk.wang()), lambda: desk.drafted(colleague))

    assert Handover.objects.count() == 1


@pytest.mark.django_db
def test_what_appeared_in_between_is_shown_before_it_is_signed() -> None:
    desk.rostered()
    shift.taken(taker=desk.wang(), at=tables.at(23, "10:00"))
    draft, seen = desk.drafted(), desk.leaving().keys
    new = shift.taken(shift.matter("楼道灯不亮"), taker=desk.wang(), at=tables.at(23, "15:30"))

    def sign(keys: frozenset[str]) -> Handover:
        return sign_off(
            handover=draft,
            span=desk.span(),
            outgoing=desk.wang(),
            notes="",
            seen=keys,
            by=world.by(desk.wang()),
            at=EARLY_OVER,
        )

    with pytest.raises(ItemsAppeared) as refused:
        sign(seen | {"TICKET:999"})
    assert new.pk in {item.ticket_id for item in refused.value.new}
    assert refused.value.gone == 1
    draft.refresh_from_db()
    assert (draft.state, draft.left) == ("DRAFT", [])
    assert sign(refused.value.now.keys).is_signed


@pytest.mark.django_db
def test_an_objection_goes_back_is_answered_and_signed_again() -> None:
    desk.rostered()
    signed, he, by = desk.signed(), desk.he(), world.by(desk.he())
    with pytest.raises(ReasonMissing):
        object_to(handover=signed, incoming=he, words=" ", by=by, at=LATE_CAME)
    object_to(handover=signed, incoming=he, words="收据少 1 张", by=by, at=LATE_CAME)
    with pytest.raises(ForbiddenTransition):
        relieve(handover=signed, incoming=he, by=by, at=LATE_CAME)
    with pytest.raises(NotYours):
        desk.signed(world.supervisor(), LATE_CAME, handover=signed, answer="已补")
    with pytest.raises(AnswerMissing):
        desk.signed(at=LATE_CAME, handover=signed)
    again = desk.signed(at=LATE_CAME, handover=signed, answer="在作废联里")
    object_to(handover=again, incoming=he, words="还是不对", by=by, at=LATE_CAME)
    again = desk.signed(at=LATE_CAME, handover=signed, answer="已当面点清")
    over = relieve(handover=again, incoming=he, by=by, at=LATE_CAME)

    told = list(over.objections.values_list("words", "answer"))
    assert told == [("收据少 1 张", "在作废联里"), ("还是不对", "已当面点清")]


@pytest.mark.django_db
def test_the_supervisor_settles_what_is_open_and_says_how() -> None:
    desk.rostered()
    chen = world.supervisor()
    draft = desk.drafted()
    with pytest.raises(ReasonMissing):
        settle(handover=draft, why="", by=world.by(chen), at=LATE_CAME)
    settled = settle(handover=draft, why="由我顶班", by=world.by(chen), at=LATE_CAME)
    assert (settled.state, settled.settled_by_name) == ("SETTLED", "陈静怡")
    with pytest.raises(ForbiddenTransition):
        desk.signed(handover=draft)


@pytest.mark.django_db
def test_the_duty_record_is_written_until_it_is_signed() -> None:
    desk.rostered()
    draft, by = desk.drafted(), world.by(desk.wang())
    with pytest.raises(NothingWritten):
        add_line(handover=draft, words=" ", happened_at=None, by=by, at=EARLY_OVER)
    with pytest.raises(NotYet):
        add_line(handover=draft, words="停水", happened_at=LATE_CAME, by=by, at=EARLY_OVER)
    add_line(handover=draft, words="电梯困人", happened_at=None, by=by, at=EARLY_OVER)
    desk.signed(handover=draft)
    with pytest.raises(Signed):
        add_line(handover=draft, words="又来一件", happened_at=None, by=by, at=LATE_CAME)
    assert [line.words for line in draft.lines.all()] == ["电梯困人"]
