"""Who of a department gets a work order: by table, and whatever the crew may be."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.tickets.choosing import Choice, Worker, choose
from anju.tickets.states import Way
from tests.world import AT

HOUR = timedelta(hours=1)


def worker(
    name: str,
    load: int = 0,
    *,
    skilled: bool = True,
    idle: int | None = None,
    pk: int | None = None,
) -> Worker:
    """Return somebody on duty, last busy so many hours ago."""
    number = pk if pk is not None else sum(map(ord, name))
    since = None if idle is None else AT - idle * HOUR
    return Worker(number, name, load, skilled, since)


def chosen(*crew: Worker, way: Way = Way.FEWEST, cap: int = 5, emergency: bool = False) -> Choice:
    return choose(crew, way=way, cap=cap, is_emergency=emergency)


@pytest.mark.parametrize(
    ("crew", "way", "emergency", "name", "why"),
    [
        ([], Way.FEWEST, False, None, "此刻无人当班"),
        ([worker("张", skilled=False)], Way.FEWEST, False, None, "当班 1 人,都不会这项工作"),
        ([worker("张", 5), worker("李", 6)], Way.FEWEST, False, None, "当班 2 人,手上都已满 5 单"),
        ([worker("张", 3)], Way.FEWEST, False, "张", "当班只有张可派"),
        ([worker("张", 3), worker("李", 2)], Way.FEWEST, False, "李", "李手上 2 单最少"),
        # Equal loads: the longest idle; never having worked comes before all.
        ([worker("张", 1, idle=1), worker("李", 1, idle=3)], Way.FEWEST, False, "李", "最少"),
        ([worker("张", 1, idle=9), worker("李", 1)], Way.FEWEST, False, "李", "最少"),
        ([worker("张", 4, idle=9), worker("李", 0, idle=1)], Way.IDLE, False, "张", "张空闲最久"),
        ([worker("张", 5, idle=9), worker("李", 0, idle=1)], Way.IDLE, False, "李", "李空闲最久"),
        ([worker("张", skilled=False), worker("李", 4)], Way.FEWEST, False, "李", "只有李"),
        ([worker("张", 9)], Way.FEWEST, True, "张", "当班只有张可派"),
        ([worker("张", 9), worker("李", 7)], Way.GRAB, True, "李", "李手上 7 单最少"),
        ([worker("张", 9, skilled=False)], Way.FEWEST, True, None, "都不会"),
    ],
)
def test_table(crew: list[Worker], way: Way, emergency: bool, name: str | None, why: str) -> None:
    found = chosen(*crew, way=way, emergency=emergency)

    assert (found.worker.name if found.worker else None) == name
    assert why in found.why
    assert not found.is_grab


def test_what_is_grabbed_goes_to_nobody_and_says_how_many_may() -> None:
    found = chosen(worker("张"), worker("李", 5), worker("王", skilled=False), way=Way.GRAB)

    assert (found.worker, found.is_grab) == (None, True)
    assert found.why == "抢单,当班 1 人可接"
    assert not chosen(worker("李", 5), way=Way.GRAB).is_grab


CREWS = st.lists(
    st.builds(
        Worker,
        id=st.integers(1, 50),
        name=st.sampled_from(["张强", "李军", "王磊", "赵志强"]),
        load=st.integers(0, 8),
        is_skilled=st.booleans(),
        idle_since=st.none() | st.integers(0, 500).map(lambda hours: AT - hours * HOUR),
    ),
    unique_by=lambda each: each.id,
    max_size=8,
)
WAYS = st.sampled_from(Way)
often = settings(deadline=None)


@often
@given(CREWS, WAYS, st.integers(1, 8), st.booleans())
def test_the_chosen_can_do_it_and_has_room(
    crew: list[Worker], way: Way, cap: int, emergency: bool
) -> None:
    found = choose(crew, way=way, cap=cap, is_emergency=emergency)

    able = [each for each in crew if each.is_skilled and (emergency or each.load < cap)]
    assert found.why
    assert not (found.worker and found.is_grab)
    if found.worker is not None:
        assert found.worker in able
    # Nobody only where there is nobody; grabbed only where that is the way and it can wait.
    assert (found.worker is None and not found.is_grab) == (not able)
    assert found.is_grab == (bool(able) and way == Way.GRAB and not emergency)


@often
@given(CREWS, WAYS, st.integers(1, 8), st.booleans(), st.randoms(use_true_random=False))
def test_the_answer_does_not_hang_on_the_order_of_asking(
    crew: list[Worker], way: Way, cap: int, emergency: bool, chance: object
) -> None:
    shuffled = list(crew)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis's own Random

    first = choose(crew, way=way, cap=cap, is_emergency=emergency)
    assert choose(shuffled, way=way, cap=cap, is_emergency=emergency) == first


@often
@given(CREWS, st.integers(1, 8))
def test_nobody_with_less_in_hand_is_passed_over(crew: list[Worker], cap: int) -> None:
    found = choose(crew, way=Way.FEWEST, cap=cap, is_emergency=False)

    if found.worker is not None:
        skilled = [each for each in crew if each.is_skilled]
        assert found.worker.load == min(each.load for each in skilled)
