"""Which shift is whose, who comes next, and what happens when nobody comes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.handovers import tasks
from anju.handovers.commands.signing import mark_unrelieved, relieve, settle
from anju.handovers.models import Handover
from anju.handovers.queries.handovers import desk_line, unrelieved_count
from anju.handovers.queries.spans import missing_spans
from anju.handovers.states import GRACE
from anju.handovers.tasks import see_unrelieved, tell_of_handover
from anju.messaging.models import StaffMessage
from tests import world
from tests.handovers import desk
from tests.rosters import tables

pytestmark = pytest.mark.django_db


def test_the_early_shift_is_relieved_by_the_late_one_at_its_end() -> None:
    desk.rostered()
    early = desk.span()
    assert (early.name, early.day) == ("早班", tables.day(23))
    assert early.relieve_at == tables.at(23, "16:00")
    assert early.next_ends_at == tables.at(23, "20:00")
    assert early.coming == ("何雨桐",)


def test_the_late_shift_is_relieved_when_the_desk_opens_again() -> None:
    desk.rostered()
    late = desk.span(desk.he(), tables.at(23, "19:50"))
    assert (late.relieve_at, late.coming) == (tables.at(24, "08:00"), ("王婷",))


def test_a_shift_past_midnight_belongs_to_the_date_it_began() -> None:
    world.project()
    night = tables.new_shift("夜班", "22:00", "08:00")
    early = tables.shift("早班")
    tables.arranged(night, desk.he(), days=(23,))
    tables.arranged(early, desk.wang(), days=(24,))
    desk.watched(night, early)

    signed = desk.signed(desk.he(), tables.at(24, "07:58"))

    assert (signed.day, signed.shift_name) == (tables.day(23), "夜班")
    assert signed.relieve_due_at == tables.at(24, "08:00")
    assert str(signed) == "11月23日夜班交接班"


def test_without_a_roster_a_shift_is_handed_over_by_hand() -> None:
    world.project()
    signed = desk.signed(desk.wang())
    assert (signed.shift, signed.shift_name) == (None, "临时交班")
    assert (
        relieve(
            handover=signed, incoming=desk.he(), by=world.by(desk.he()), at=desk.LATE_CAME
        ).incoming
        == desk.he()
    )


def test_a_shift_that_nobody_began_to_hand_over_is_missed_too() -> None:
    desk.rostered()
    before, after = tables.at(23, "15:59"), tables.at(23, "16:00")
    early = [span for span in missing_spans(world.project(), before) if span.day == after.date()]
    assert early == []
    names = [span.name for span in missing_spans(world.project(), after)]
    assert "早班" in names
    desk.drafted()
    late = tables.at(23, "16:20")
    again = [span for span in missing_spans(world.project(), late) if span.day == tables.day(23)]
    assert again == []


def test_not_relieved_is_noted_once_and_only_after_the_grace() -> None:
    desk.rostered()
    signed, due = desk.signed(), tables.at(23, "16:00")
    just_before = due + GRACE - timedelta(minutes=1)

    assert not mark_unrelieved(handover=signed, by=SYSTEM, at=just_before)
    assert mark_unrelieved(handover=signed, by=SYSTEM, at=due + GRACE)
    assert not mark_unrelieved(handover=signed, by=SYSTEM, at=due + GRACE)
    assert unrelieved_count(world.project()) == 1
    line = desk_line(world.project(), due + GRACE)
    assert line is not None and (line.said, line.is_bad) == ("未接班", True)


def test_the_task_sees_it_and_tells_the_supervisor_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk.rostered()
    world.supervisor()
    Handover.objects.all().delete()
    now = tables.at(23, "16:16")
    monkeypatch.setattr(timezone, "now", lambda: now)

    for _ in range(2):
        see_unrelieved(0)
        for event in Event.objects.filter(verb="handovers.unrelieved"):
            tell_of_handover(event.pk)
    missed = Handover.objects.get(day=tables.day(23), shift_name="早班")
    assert (missed.is_unrelieved, missed.outgoing) == (True, desk.wang())
    messages = StaffMessage.objects.filter(title__contains="11月23日早班")
    assert [each.user.name for each in messages] == ["陈静怡"]
    assert "王婷" in messages[0].body


def test_who_took_over_or_was_settled_is_not_missed_any_more() -> None:
    desk.rostered()
    due = tables.at(23, "16:00") + GRACE
    signed = desk.signed()
    mark_unrelieved(handover=signed, by=SYSTEM, at=due)
    settle(handover=signed, why="由我顶班", by=world.by(world.supervisor()), at=due)
    assert unrelieved_count(world.project()) == 0
    assert not mark_unrelieved(handover=signed, by=SYSTEM, at=due)


def test_one_project_that_fails_does_not_hold_up_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk.rostered()
    signed = desk.signed()
    monkeypatch.setattr(timezone, "now", lambda: tables.at(23, "16:30"))

    def broken(*_: object) -> object:
        raise ValueError("a roster that cannot be read")

    monkeypatch.setattr(tasks, "missing_spans", broken)
    with pytest.raises(RuntimeError):
        see_unrelieved(0)
    signed.refresh_from_db()
    assert signed.is_unrelieved
