"""What the sandbox got, and how it is to behave."""

from __future__ import annotations

import threading
import time
from dataclasses import asdict, dataclass, field
from typing import Any

KEY_ID, SECRET = "sandbox", "sandbox-secret-0000"
KEPT = 500
MODES = ("ok", "slow", "silent", "deaf", "error-once", "busy", "refuse", "no-report")
BY_SUFFIX = {
    "0001": "slow",
    "0002": "silent",
    "0003": "error-once",
    "0004": "refuse",
    "0005": "undelivered",
    "0006": "no-report",
}


@dataclass
class Got:
    """One thing that came in. `times` counts how often the same message was sent to us."""

    kind: str
    to: str
    text: str
    number: str = ""
    code: str = "OK"
    times: int = 1
    at: float = field(default_factory=time.time)


@dataclass
class Inbox:
    """Everything that came in, safe to be used by many threads."""

    mode: str = "ok"
    seconds: float = 3.0
    secret: str = SECRET
    asked: int = 0
    _got: list[Got] = field(default_factory=list)
    _failed_once: set[str] = field(default_factory=set)
    _nonces: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, got: Got) -> Got:
        """Keep what came; a message whose number is known is counted, not kept again."""
        with self._lock:
            known = self._known(got.number)
            if known is not None:
                known.times += 1
                return known
            self._got.append(got)
            del self._got[:-KEPT]
            return got

    def known(self, number: str) -> Got | None:
        """Return the message of a number that was taken, or None."""
        with self._lock:
            return self._known(number)

    def fails_first(self, number: str) -> bool:
        """Return True the first time it is asked about a message."""
        with self._lock:
            is_first = number not in self._failed_once
            self._failed_once.add(number)
            return is_first

    def is_new_nonce(self, nonce: str) -> bool:
        with self._lock:
            is_new = nonce not in self._nonces
            self._nonces.add(nonce)
            return is_new

    def newest(self) -> list[dict[str, Any]]:
        """Return what came, newest first."""
        with self._lock:
            return [asdict(got) for got in reversed(self._got)]

    def _known(self, number: str) -> Got | None:
        return next((got for got in self._got if number and got.number == number), None)
