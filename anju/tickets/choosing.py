"""Who of a department gets a work order, and the sentence why. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from anju.tickets.states import Way


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody on duty, as choosing sees them.

    :param load: work orders in hand.
    :param is_skilled: whether the work is within what they can do.
    :param idle_since: when they last finished or got work; None if never.
    """

    id: int
    name: str
    load: int = 0
    is_skilled: bool = True
    idle_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom it falls to: a worker, anybody who takes it first (`is_grab`), or nobody; and why."""

    worker: Worker | None
    is_grab: bool
    why: str


def choose(workers: Sequence[Worker], *, way: Way, cap: int, is_emergency: bool) -> Choice:
    """Return who gets a work order of a department.

    Only the skilled below the cap count; an emergency disregards the cap and is never left to be
    grabbed. Equal ones: the longest idle, then by name and number, so the answer is always the
    same.

    :param workers: who is on duty in the department, deputies for the absent.
    :param cap: how many one person holds at most.
    """
    if not workers:
        return Choice(None, False, "此刻无人当班")
    skilled = [each for each in workers if each.is_skilled]
    if not skilled:
        return Choice(None, False, f"当班 {len(workers)} 人,都不会这项工作")
    free = skilled if is_emergency else [each for each in skilled if each.load < cap]
    if not free:
        return Choice(None, False, f"当班 {len(skilled)} 人,手上都已满 {cap} 单")
    if way == Way.GRAB and not is_emergency:
        return Choice(None, True, f"抢单,当班 {len(free)} 人可接")
    if way == Way.IDLE:
        chosen = min(free, key=lambda each: (_idle(each), each.load, each.name, each.id))
        return Choice(chosen, False, f"{chosen.name}空闲最久")
    chosen = min(free, key=lambda each: (each.load, _idle(each), each.name, each.id))
    if len(free) == 1:
        return Choice(chosen, False, f"当班只有{chosen.name}可派")
    return Choice(chosen, False, f"{chosen.name}手上 {chosen.load} 单最少")


def _idle(worker: Worker) -> float:
    """Return since when somebody is idle as a number; never having worked comes first."""
    return worker.idle_since.timestamp() if worker.idle_since else 0.0
