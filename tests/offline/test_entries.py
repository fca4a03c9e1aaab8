"""What becomes of one entry: taken late, refused, held, adopted, discarded, let go."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings as django_settings

from anju.archives.commands import store_upload, sweep_orphans
from anju.archives.models import File
from anju.archives.queries import files_of
from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.core.errors import DomainError, ForbiddenTransition
from anju.messaging.models import StaffMessage
from anju.offline import leaving
from anju.offline.commands.emptying import forget_entries
from anju.offline.commands.receiving import STRANDED, release_entry
from anju.offline.commands.settling import (
    EntryEmptied,
    ReasonMissing,
    adopt_entry,
    discard_entry,
)
from anju.offline.invariants import broken
from anju.offline.models import OfflineEntry
from anju.offline.states import LIFE, EntryState
from anju.offline.tasks import empty_old, release_stranded, tell_of_held
from tests import world
from tests.offline import work
from tests.offline.chains import chain, deliver
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def held() -> tuple[world.User, OfflineEntry]:
    """Return an entry whose work was given to somebody else before it came."""
    worker = world.engineer()
    place = work.new_work(worker)
    work.change(place, hands=world.receptionist().pk)
    return worker, deliver(chain([("begin", "")])[0], place, worker)


def test_what_comes_late_happened_when_it_was_made() -> None:
    worker = world.engineer()
    place = work.new_work(worker)

    entry = deliver(chain([("begin", "")])[0], place, worker)

    place.refresh_from_db()
    assert entry.happened_at == work.moment(9) and entry.received_at == world.AT
    assert place.fields["last"] == {
        "by": "赵志强",
        "happened_at": work.moment(9).isoformat(),
        "is_offline": True,
    }
    assert Event.objects.filter(verb="offline.taken").count() == 1


def test_what_comes_at_once_is_an_ordinary_step() -> None:
    worker = world.engineer()
    place = work.new_work(worker)

    deliver(chain([("begin", "")], begun=world.AT - timedelta(seconds=3))[0], place, worker)

    place.refresh_from_db()
    assert place.fields["last"]["is_offline"] is False
    assert Event.objects.filter(verb="offline.taken").count() == 0


def test_a_refusal_that_can_be_mended_goes_back_to_its_maker() -> None:
    worker = world.engineer()
    place = work.new_work(worker)
    begin, empty = chain([("begin", ""), ("tick", "")])

    deliver(begin, place, worker)
    entry = deliver(empty, place, worker)

    assert (entry.state, entry.said) == (EntryState.REFUSED, "请写明做了什么。")
    assert StaffMessage.objects.count() == 0


def test_what_was_taken_away_is_held_and_told() -> None:
    supervisor = world.supervisor()

    _, entry = held()
    event = Event.objects.get(verb="offline.held")
    tell_of_held(event.pk)
    tell_of_held(event.pk)

    assert (entry.state, entry.said) == (EntryState.HELD, "这项工作已改派给别人。")
    message = StaffMessage.objects.get()
    assert message.user == supervisor
    assert message.title == "请处理补录:赵志强的离线登记“开始”"


def test_late_work_on_what_was_called_off_is_held_but_a_press_just_now_is_refused() -> None:
    worker = world.engineer()
    place = work.new_work(worker)
    work.change(place, is_off=True)
    (late,), (now,) = chain([("begin", "")]), chain([("begin", "")], begun=world.AT)

    assert deliver(late, place, worker).state == EntryState.HELD
    assert deliver(now, place, worker).state == EntryState.REFUSED


def test_photos_of_a_held_entry_are_kept_and_adopted_with_it() -> None:
    worker, supervisor = world.engineer(), world.supervisor()
    place = work.new_work(worker)
    work.change(place, hands=supervisor.pk)
    made = chain([("photo", "")])[0]

    entry = deliver(made, place, worker, files={"photo": [_stored(worker)]})
    month_later = world.AT + timedelta(days=31)
    sweep_orphans(before=month_later, folder=django_settings.ANJU_FILES)
    assert files_of(entry).count() == 1

    adopt_entry(entry=entry, by=world.by(supervisor), at=world.AT)

    assert work.done_of(place) == ["photo 1"]
    assert files_of(place).count() == 1 and files_of(entry).count() == 0
    assert list(broken()) == []


def test_photos_of_an_entry_that_waits_are_kept_until_it_is_taken() -> None:
    worker = world.engineer()
    place = work.new_work(worker)
    begin, photo = chain([("begin", ""), ("photo", "")])

    waiting = deliver(photo, place, worker, files={"photo": [_stored(worker)]})
    sweep_orphans(before=world.AT + timedelta(days=31), folder=django_settings.ANJU_FILES)
    assert waiting.state == EntryState.WAITING and files_of(waiting).count() == 1
    deliver(begin, place, worker)

    assert work.done_of(place) == ["begin", "photo 1"]
    assert files_of(place).count() == 1


def test_an_adopted_entry_happened_when_it_was_made_by_its_maker_and_names_who_adopted() -> None:
    supervisor = world.supervisor()
    _, entry = held()

    adopt_entry(entry=entry, by=world.by(supervisor), at=world.AT + timedelta(hours=3))

    place = work.Draft.objects.get(pk=entry.subject_id)
    assert place.fields["last"] == {
        "by": "赵志强(补录,陈静怡采用)",
        "happened_at": work.moment(9).isoformat(),
        "is_offline": True,
    }
    entry.refresh_from_db()
    assert (entry.state, entry.settled_by) == (EntryState.ADOPTED, supervisor)


def test_an_adoption_that_is_refused_leaves_the_entry_held() -> None:
    supervisor = world.supervisor()
    _, entry = held()
    work.change(work.Draft.objects.get(pk=entry.subject_id), is_off=True)

    with pytest.raises(ForbiddenTransition, match="已取消"):
        adopt_entry(entry=entry, by=world.by(supervisor), at=world.AT)

    entry.refresh_from_db()
    assert entry.is_held


def test_a_discarded_entry_says_why() -> None:
    supervisor = world.supervisor()
    _, entry = held()

    with pytest.raises(ReasonMissing):
        discard_entry(entry=entry, reason=" ", by=world.by(supervisor), at=world.AT)
    discard_entry(entry=entry, reason="已重新上门", by=world.by(supervisor), at=world.AT)

    entry.refresh_from_db()
    assert (entry.state, entry.settle_reason) == (EntryState.DISCARDED, "已重新上门")
    assert Event.objects.get(verb="offline.discarded").reason == "已重新上门"


def test_every_step_of_an_entrys_life_that_the_table_lacks_is_refused() -> None:
    for state in EntryState:
        for then in EntryState:
            if not LIFE.allows(state, then):
                with pytest.raises(ForbiddenTransition):
                    LIFE.check(state, then)


@pytest.mark.django_db(transaction=True)
def test_two_supervisors_at_once_settle_once() -> None:
    supervisor, manager = world.supervisor(), world.manager()
    _, entry = held()

    results = at_once(
        lambda: adopt_entry(entry=entry, by=world.by(supervisor), at=world.AT),
        lambda: discard_entry(entry=entry, reason="重复", by=world.by(manager), at=world.AT),
    )

    assert sum(isinstance(result, ForbiddenTransition) for result in results) == 1
    assert sum(isinstance(result, OfflineEntry) for result in results) == 1


def test_what_waits_for_a_step_that_never_comes_is_held_after_half_a_day() -> None:
    worker = world.engineer()
    place = work.new_work(worker)
    _, tick = chain([("begin", ""), ("tick", "甲")])

    entry = deliver(tick, place, worker)
    release_stranded(0)

    entry.refresh_from_db()
    assert (entry.state, entry.said) == (EntryState.HELD, STRANDED)


def test_release_takes_what_was_overlooked() -> None:
    worker = world.engineer()
    place = work.new_work(worker)
    begin, tick = chain([("begin", ""), ("tick", "甲")])
    deliver(begin, place, worker)
    entry = deliver(tick, place, worker)
    OfflineEntry.objects.filter(pk=entry.pk).update(state=EntryState.WAITING, settled_at=None)
    assert len(list(broken())) == 1

    release_entry(entry=entry, by=SYSTEM, at=world.AT)

    assert list(broken()) == []
    assert work.done_of(place) == ["begin", "tick 甲"]


def test_a_month_after_the_end_the_words_are_gone() -> None:
    worker = world.engineer()
    place = work.new_work(worker)
    begin, tick = chain([("begin", ""), ("tick", "李阿姨家")])
    old = world.AT - timedelta(days=3000)
    deliver(begin, place, worker, at=old)
    entry = deliver(tick, place, worker, at=old)
    _, open_one = held_beside()

    empty_old(0)

    entry.refresh_from_db()
    open_one.refresh_from_db()
    assert entry.fields == {} and entry.emptied_at is not None
    assert open_one.emptied_at is None


def held_beside() -> tuple[world.User, OfflineEntry]:
    """Return a held entry of long ago, which stays until somebody decides."""
    worker = world.engineer()
    place = work.new_work(worker, name="beside")
    work.change(place, hands=world.receptionist().pk)
    old = world.AT - timedelta(days=3000)
    return worker, deliver(chain([("tick", "丙")])[0], place, worker, at=old)


def test_an_erasure_empties_entries_and_lets_their_photos_go() -> None:
    worker, supervisor = world.engineer(), world.supervisor()
    place = work.new_work(worker)
    work.change(place, hands=supervisor.pk)
    photo = chain([("photo", "")])[0]
    entry = deliver(photo, place, worker, files={"photo": [_stored(worker)]})

    count = forget_entries(
        project=world.project(),
        subject_type=work.KIND,
        subject_ids=[place.pk],
        by=SYSTEM,
        at=world.AT,
    )

    entry.refresh_from_db()
    assert count == 1 and entry.fields == {} and files_of(entry).count() == 0
    assert File.objects.get().loose_since == world.AT
    with pytest.raises(EntryEmptied):
        adopt_entry(entry=entry, by=world.by(supervisor), at=world.AT)
    assert list(broken()) == []


def test_a_leavers_entries_are_seen_and_end_nothing() -> None:
    worker, _ = held()

    (duty,) = leaving.open_duties(world.project(), worker, world.AT)

    assert (duty.count, duty.must_go_to) == (1, False)


def test_a_step_that_is_offered_no_more_is_refused_with_a_sentence() -> None:
    worker = world.engineer()
    place = work.new_work(worker)
    made = chain([("begin", "")])[0]
    work.change(place, hands=world.receptionist().pk)
    entry = deliver(made, place, worker)
    OfflineEntry.objects.filter(pk=entry.pk).update(step="test.gone")
    entry.refresh_from_db()

    with pytest.raises(DomainError, match="不再使用"):
        adopt_entry(entry=entry, by=world.by(world.supervisor()), at=world.AT)


def _stored(worker: world.User) -> File:
    return store_upload(
        project=world.project(),
        upload=work.picture(uuid4().hex[:6].join(["#", ""])),
        folder=django_settings.ANJU_FILES,
        by=world.by(worker),
        at=world.AT,
    )
