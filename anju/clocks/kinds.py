"""Kinds of deadlines, which apps register by having a `clock_kinds.py` with `KINDS`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from anju.clocks.reckoning.targets import Stage, Target
from anju.clocks.rungs import Rung

CHAIN = (
    Rung("handler", Stage(0)),
    Rung("supervisor", Stage(30), "post:supervisor", ("raise",)),
    Rung("manager", Stage(120), "post:manager", ("raise", "reason")),
)
"""Handler at due, supervisor +30 min, project manager +2 h (clocks.md, Defaults)."""


@dataclass(frozen=True, slots=True)
class DefaultPolicy:
    """A policy that a new project starts with; `calendar` is the code of a preset."""

    name: str
    target: Target
    calendar: str = "desk"
    conditions: Mapping[str, Any] = field(default_factory=dict)
    chain: tuple[Rung, ...] = CHAIN


@dataclass(frozen=True, slots=True)
class ClockKind:
    """A kind of deadline.

    :param pauses: whether a pause of the case stops it; a promise never pauses (rule 4).
    :param is_promise: told to the owner: moved by renewal only, kept by an answer only.
    :param by_a_person: fulfilled by a person's contact with the owner only (rule 7).
    :param defaults: the ordered list a new project starts with.
    """

    code: str
    label: str
    pauses: bool = True
    is_promise: bool = False
    by_a_person: bool = False
    defaults: tuple[DefaultPolicy, ...] = ()
