"""Typed holes that a low floor leaves and the roof fills (config/wiring.py)."""

from collections.abc import Callable
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Hook(Generic[P, R]):
    """A question that a low floor must ask a high one.

    Declared with the answer given while nothing is wired, so that every floor runs alone.
    """

    def __init__(self, unwired: Callable[P, R]) -> None:
        self._answer = unwired

    def fill(self, answer: Callable[P, R]) -> None:
        """Wire the hook; only config/wiring.py does this (a test lists every wire)."""
        self._answer = answer

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self._answer(*args, **kwargs)
