"""Whatever is lost, repeated or reordered on the way ends as if it had come once and in order."""

from itertools import count
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.drafts.models import Draft
from anju.offline.invariants import broken
from anju.offline.models import OfflineEntry
from tests import world
from tests.offline import work
from tests.offline.chains import Made, chain, deliver
from tests.threads import at_once

_numbers = count()
# An empty tick is refused; a tick before the beginning is refused; the same tick twice is one.
STEPS = st.lists(
    st.sampled_from([("begin", ""), ("tick", "甲"), ("tick", "乙"), ("tick", "丙"), ("tick", "")]),
    min_size=1,
    max_size=6,
)


@st.composite
def deliveries(draw: st.DrawFn, length: int) -> list[int]:
    """Which entry arrives when: each at least once in the end, in any order, any of them again."""
    once = draw(st.permutations(range(length)))
    again = draw(st.lists(st.integers(0, length - 1), max_size=length))
    return draw(st.permutations([*once, *again]))


def _fresh(worker: world.User) -> Draft:
    return work.new_work(worker, name=f"work-{next(_numbers)}")


def _fates(made: list[Made]) -> dict[UUID, tuple[str, str]]:
    found = OfflineEntry.objects.filter(entry__in=[each.entry for each in made])
    return {entry.entry: (entry.state, entry.said) for entry in found}


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_chain_of_one_device_ends_as_in_order(data: st.DataObject) -> None:
    worker = world.engineer()
    steps = data.draw(STEPS)
    straight, shuffled = chain(steps), chain(steps)
    in_order, anyhow = _fresh(worker), _fresh(worker)

    for made in straight:
        deliver(made, in_order, worker)
    answers: dict[UUID, tuple[str, str]] = {}
    for number in data.draw(deliveries(len(steps))):
        entry = deliver(shuffled[number], anyhow, worker)
        said = (entry.state, entry.said)
        # An answer that was lost is given again; only what waited may have another one later.
        assert answers.get(entry.entry, said) == said or answers[entry.entry][0] == "WAITING"
        answers[entry.entry] = said

    assert work.done_of(anyhow) == work.done_of(in_order)
    assert list(_fates(shuffled).values()) != []
    in_turn = [_fates(straight)[made.entry] for made in straight]
    assert [_fates(shuffled)[made.entry] for made in shuffled] == in_turn
    assert list(broken()) == []


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_two_devices_of_one_person_do_not_mix_up_each_others_chains(data: st.DataObject) -> None:
    worker, both = world.engineer(), _fresh(world.engineer())
    first = chain([("begin", ""), ("tick", "甲"), ("tick", "乙"), ("tick", "同")])
    second = chain([("begin", ""), ("tick", "丙"), ("tick", "同"), ("tick", "丁")])
    everything = [*first, *second]

    for number in data.draw(deliveries(len(everything))):
        deliver(everything[number], both, worker)

    done = work.done_of(both)
    assert sorted(done) == sorted({"begin", "tick 甲", "tick 乙", "tick 丙", "tick 丁", "tick 同"})
    assert done.index("tick 甲") < done.index("tick 乙")
    assert done.index("tick 丙") < done.index("tick 丁")
    assert {state for state, _ in _fates(everything).values()} == {"TAKEN"}
    assert list(broken()) == []


@pytest.mark.django_db(transaction=True)
def test_the_same_entry_twice_at_once_is_taken_once() -> None:
    worker = world.engineer()
    place, (made,) = _fresh(worker), chain([("begin", "")])

    results = at_once(*[lambda: deliver(made, place, worker)] * 4)

    assert [getattr(result, "state", result) for result in results] == ["TAKEN"] * 4
    assert OfflineEntry.objects.count() == 1
    assert work.done_of(place) == ["begin"]


@pytest.mark.django_db(transaction=True)
def test_a_whole_chain_at_once_overlooks_nobody() -> None:
    worker = world.engineer()
    place = _fresh(worker)
    made = chain([("begin", ""), ("tick", "甲"), ("tick", "乙"), ("tick", "丙")])

    at_once(*[lambda each=each: deliver(each, place, worker) for each in reversed(made)])

    assert work.done_of(place) == ["begin", "tick 甲", "tick 乙", "tick 丙"]
    assert list(broken()) == []
