"""Answers kept for a few seconds in one process: for what every page asks and rarely changes."""

from collections.abc import Callable, Hashable
from threading import Lock
from time import monotonic
from typing import Any, ClassVar, Generic, TypeVar
from weakref import WeakSet

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
MOST_KEPT = 2_000


class Fresh(Generic[K, V]):
    """Keep what was found for a key for some seconds.

    Only for what is shown and may be that old: never for a right, nor for what a command decides.
    Two threads that ask at once both find out; that is cheaper than letting one wait.

    :param seconds: how old an answer may be.
    """

    _all: ClassVar["WeakSet[Fresh[Any, Any]]"] = WeakSet()

    def __init__(self, *, seconds: float) -> None:
        self._seconds = seconds
        self._lock = Lock()
        self._kept: dict[K, tuple[float, V]] = {}
        Fresh._all.add(self)

    def get(self, key: K, find: Callable[[], V]) -> V:
        """Return the answer for a key, found now unless it is fresh."""
        now = monotonic()
        kept = self._kept.get(key)
        if kept is not None and now - kept[0] < self._seconds:
            return kept[1]
        answer = find()
        with self._lock:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = (now, answer)
        return answer

    @classmethod
    def forget_all(cls) -> None:
        """Find everything anew; for tests, whose days last milliseconds."""
        for each in cls._all:
            each._kept.clear()
