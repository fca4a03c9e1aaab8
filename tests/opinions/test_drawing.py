"""The sample of a week: fair to buildings and workers, about the share, the same by its seed."""

from datetime import timedelta
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.clocks.commands.policies import change_setting
from anju.clocks.states import Setting
from anju.core.actors import SYSTEM
from anju.core.errors import DomainError
from anju.opinions.commands.drawing import draw_week, pick_ticket
from anju.opinions.drawing import Candidate, Drawn, drawn, place
from anju.opinions.invariants import broken
from anju.opinions.models import DrawnTicket, FollowUpDraw
from anju.opinions.refusals import NoRepairs
from anju.opinions.states import DrawnFor
from anju.opinions.tasks import draw_samples
from anju.tickets.commands.answering import owes_follow_up
from anju.tickets.commands.closing import close_by_time, follow_up
from anju.tickets.models import Ticket
from anju.tickets.standing import wrong_lives
from anju.tickets.states import ContactWay, Rating, TicketState
from tests import world
from tests.opinions.house import answered, complaint, fresh, now, running
from tests.tickets import shift

MONDAY, NEXT = shift.AT.date(), shift.AT + timedelta(days=7)
BUILDINGS = st.one_of(st.none(), st.sampled_from([("1", "1栋"), ("2", "2栋"), ("3", "3栋")]))
WORKERS = st.lists(
    st.sampled_from([("7", "赵志强"), ("8", "孙立"), ("9", "马强")]), max_size=2, unique=True
)
WEEKS = st.lists(st.tuples(BUILDINGS, WORKERS), max_size=60).map(
    lambda rows: [
        Candidate(number, f"GD-2026-{number:04}", building, tuple(workers))
        for number, (building, workers) in enumerate(rows, start=1)
    ]
)
SEEDS, SHARES = st.text("0123456789abcdef", min_size=1, max_size=16), st.integers(0, 100)


@given(week=WEEKS, seed=SEEDS, share=SHARES)
def test_every_building_and_worker_is_there_and_about_the_share(
    week: list[Candidate], seed: str, share: int
) -> None:
    found = {each.id for each in drawn(week, seed=seed, share=share)}
    if share == 0:
        assert found == set()
        return

    picked = [each for each in week if each.id in found]
    assert {each.building for each in picked} == {each.building for each in week} or not all(
        each.building for each in week
    )
    assert {b for each in picked if (b := each.building)} == {
        b for each in week if (b := each.building)
    }
    everybody = {worker for each in week for worker in each.workers}
    assert {worker for each in picked for worker in each.workers} == everybody
    wanted = ceil(len(week) * share / 100)
    groups = len({each.building for each in week if each.building}) + len(everybody)
    assert wanted <= len(found) <= max(wanted, groups)


@given(week=WEEKS, seed=SEEDS, share=st.integers(1, 100), turn=st.randoms())
def test_the_seed_gives_the_same_sample_by_another_way_and_in_any_order(
    week: list[Candidate], seed: str, share: int, turn: object
) -> None:
    """Recomputed group by group: the first of each, then the first of the rest up to the share."""
    found = [each.id for each in drawn(week, seed=seed, share=share)]

    by_place = {each.id: place(seed, each.number) for each in week}
    groups: dict[object, list[int]] = {}
    for each in week:
        for key in (*([("b", each.building)] if each.building else []), *each.workers):
            groups.setdefault(key, []).append(each.id)
    first = {min(ids, key=by_place.__getitem__) for ids in groups.values()}
    rest = sorted((each.id for each in week if each.id not in first), key=by_place.__getitem__)
    more = max(0, ceil(len(week) * share / 100) - len(first))
    assert set(found) == first | set(rest[:more])

    mixed = list(week)
    turn.shuffle(mixed)  # type: ignore[attr-defined]
    assert [each.id for each in drawn(mixed, seed=seed, share=share)] == found


@given(seeds=st.sets(SEEDS, min_size=12, max_size=12))
def test_another_seed_is_another_chance(seeds: set[str]) -> None:
    week = [Candidate(number, f"GD-2026-{number:04}", None) for number in range(1, 61)]

    samples = {tuple(each.id for each in drawn(week, seed=seed, share=10)) for seed in seeds}

    assert len(samples) > 1


def test_what_is_first_for_whom_is_said() -> None:
    week = [Candidate(1, "GD-1", ("3", "3栋"), (("7", "赵志强"),))]

    assert drawn(week, seed="s", share=1) == [Drawn(1, DrawnFor.BUILDING, "3栋、赵志强")]


@pytest.mark.django_db
def test_a_week_is_drawn_once_with_clocks_and_kept_as_it_was() -> None:
    order, second = answered(), answered(words="阳台水管漏")
    draw = draw_week(project=world.project(), day=MONDAY, seed="s", by=SYSTEM, at=NEXT)
    again = draw_week(project=world.project(), day=MONDAY, seed="other", by=SYSTEM, at=NEXT)

    assert draw == again == FollowUpDraw.objects.get()
    assert draw.seed == "s"
    assert len(draw.candidates) == 2
    kept = list(draw.tickets.all())
    assert {each.ticket_id for each in kept} <= {order.ticket_id, second.ticket_id}
    for each in kept:
        clock = running(each.ticket)
        assert clock is not None and clock.policy is not None
        assert clock.policy.name == "维修抽样:7 天内回访"
    assert list(broken()) == list(wrong_lives()) == []
    FollowUpDraw.objects.update(seed="forged", share=0)
    assert "算出来的不一致" in "".join(broken())


@pytest.mark.django_db
def test_a_closed_repair_may_be_drawn_and_asked() -> None:
    order = answered()
    assert close_by_time(ticket=order.ticket, by=SYSTEM, at=NEXT)

    draw_week(project=world.project(), day=MONDAY, seed="s", by=SYSTEM, at=NEXT)

    assert fresh(order.ticket).state == TicketState.CLOSED
    assert list(wrong_lives()) == []
    follow_up(
        ticket=order.ticket,
        way=ContactWay.CALL,
        rating=Rating.GOOD,
        by=world.by(world.receptionist()),
        at=NEXT,
    )
    assert running(order.ticket) is None


@pytest.mark.django_db
def test_repairs_owe_nothing_by_their_number_and_complaints_do() -> None:
    assert not owes_follow_up(Ticket.objects.get(pk=answered().ticket_id))
    assert owes_follow_up(complaint())
    draws = [running(answered(words=f"第 {number} 处漏水").ticket) for number in range(4)]
    assert draws == [None] * 4


@pytest.mark.django_db
def test_a_week_that_is_not_over_and_a_share_of_nothing_draw_nothing() -> None:
    answered()
    with pytest.raises(NoRepairs, match="还没有过完"):
        draw_week(project=world.project(), day=MONDAY, seed="s", by=SYSTEM, at=shift.later(60))
    change_setting(
        project=world.project(),
        name=Setting.REPAIR_SAMPLE_PERCENT,
        value=0,
        by=SYSTEM,
        at=shift.AT,
    )

    draw = draw_week(project=world.project(), day=MONDAY, seed="s", by=SYSTEM, at=NEXT)

    assert list(draw.tickets.all()) == []


@pytest.mark.django_db
def test_the_house_draws_last_week_by_itself_and_twice_is_once() -> None:
    order = answered(now(days=-7))

    draw_samples(0)
    draw_samples(0)

    draw = FollowUpDraw.objects.get()
    assert draw.by_name == "系统"
    assert [each.ticket_id for each in draw.tickets.all()] == [order.ticket_id]


@pytest.mark.django_db
def test_one_more_by_hand_is_marked() -> None:
    order = answered()

    assert pick_ticket(ticket=order.ticket, reason="老人独居", by=shift.desk(), at=shift.later(5))
    assert not pick_ticket(ticket=order.ticket, reason="再来", by=shift.desk(), at=shift.later(6))

    picked = DrawnTicket.objects.get()
    assert (picked.why, picked.named, picked.draw) == (DrawnFor.HAND, "老人独居", None)
    assert running(order.ticket) is not None
    with pytest.raises(DomainError, match="只有已答复"):
        pick_ticket(ticket=shift.taken(), reason="x", by=shift.desk(), at=shift.later(5))
