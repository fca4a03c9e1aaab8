"""What the hub knows, without a socket: who follows what, and what was heard when.

The hub numbers pings as it hears them. One LISTEN connection hears the commits in their order,
so "everything after number n" is complete. The numbering begins anew with each LISTEN; a cursor
of another numbering, or older than the memory, is answered with `resync`: fetch everything once.
"""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

# Pages may be made on another machine with another clock; a ping too many is harmless.
_CLOCK_SLACK_SECONDS = 5.0
_REMEMBERED_TOPICS = 20_000


class Listener:
    """One stream's mailbox. It keeps the newest ping of each topic, so its topics bound it."""

    __slots__ = ("_deaf", "_pings", "_resync", "ended", "topics", "wake")

    def __init__(self, topics: frozenset[str]) -> None:
        self.topics = topics
        self.wake = asyncio.Event()
        self.ended = False
        self._pings: dict[str, tuple[str, int]] = {}
        self._resync = ""
        self._deaf = False

    def ping(self, topic: str, cursor: str, version: int) -> None:
        """Leave a ping; an older one of the same topic, not yet fetched, is forgotten."""
        self._pings.pop(topic, None)
        self._pings[topic] = (cursor, version)
        self.wake.set()

    def resync(self, cursor: str) -> None:
        """Leave word that everything is to be fetched once, in place of all pings."""
        self._pings.clear()
        self._resync, self._deaf = cursor, False
        self.wake.set()

    def deafen(self) -> None:
        """Leave word that the hub hears nothing for now; `resync` follows when it does."""
        self._deaf = True
        self.wake.set()

    def end(self) -> None:
        """Let the stream stop."""
        self.ended = True
        self.wake.set()

    def take(self) -> bytes:
        """Return what lies here as server-sent events, and empty the mailbox."""
        self.wake.clear()
        parts = []
        if self._resync:
            parts.append(f"id: {self._resync}\nevent: resync\ndata: {{}}\n\n")
        for topic, (cursor, version) in self._pings.items():
            news = json.dumps({"topic": topic, "version": version})
            parts.append(f"id: {cursor}\nevent: ping\ndata: {news}\n\n")
        if self._deaf:
            parts.append("event: waiting\ndata: {}\n\n")
        self._pings.clear()
        self._resync, self._deaf = "", False
        return "".join(parts).encode()


@dataclass
class Board:
    """The listeners and the memory of one hub process."""

    remembered: int = _REMEMBERED_TOPICS
    listening: bool = False
    ending: bool = False
    listeners: set[Listener] = field(default_factory=set)
    _by_topic: dict[str, set[Listener]] = field(default_factory=dict)
    _heard: dict[str, tuple[int, float]] = field(default_factory=dict)
    _start: int = 0
    _version: int = 0
    # The memory is complete for numbers after the first and moments after the second.
    _complete_version: int = 0
    _complete_at: float = 0.0

    @property
    def cursor(self) -> str:
        """The place of the newest ping, as `<start of the numbering>-<number>`."""
        return f"{self._start}-{self._version}"

    def end_all(self) -> None:
        """Let every stream stop, also those that come late; the hub is going down."""
        self.ending = True
        for listener in self.listeners:
            listener.end()

    def begin(self) -> None:
        """LISTEN stands: number anew and let every listener fetch everything once.

        Numbers start at the clock in microseconds, so versions also grow across restarts.
        """
        now = time.time()
        self._start = self._version = max(self._version + 1, int(now * 1_000_000))
        self._complete_version, self._complete_at = self._version, now
        self._heard.clear()
        self.listening = True
        for listener in self.listeners:
            listener.resync(self.cursor)

    def lose(self) -> None:
        """LISTEN is gone: say so, since a silent stream would look like a quiet day."""
        self.listening = False
        for listener in self.listeners:
            listener.deafen()

    def hear(self, topic: str) -> None:
        """Number the ping, remember it, and hand it to those who follow the topic."""
        self._version += 1
        self._heard.pop(topic, None)
        self._heard[topic] = (self._version, time.time())
        if len(self._heard) > self.remembered:
            oldest = next(iter(self._heard))
            self._complete_version, self._complete_at = self._heard.pop(oldest)
        cursor = self.cursor
        for listener in self._by_topic.get(topic, ()):
            listener.ping(topic, cursor, self._version)

    def join(self, listener: Listener, *, cursor: str, pages: Mapping[str, float]) -> None:
        """Take the listener in and leave him what he missed, or `resync` where that is not known.

        `pages` maps a topic to the moment (seconds) its page began to be made; what was heard since
        is replayed. The other topics were followed before, and `cursor` says up to where.
        """
        self.listeners.add(listener)
        if self.ending:
            listener.end()
        for topic in listener.topics:
            self._by_topic.setdefault(topic, set()).add(listener)
        if not self.listening:
            listener.deafen()
            return
        seen = self._number(cursor)
        followed_before = len(pages) < len(listener.topics)
        if seen is None or (followed_before and not cursor) or self._has_forgotten(pages):
            listener.resync(self.cursor)
            return
        for version, topic in sorted(self._missed(listener.topics, seen, pages)):
            listener.ping(topic, f"{self._start}-{version}", version)

    def leave(self, listener: Listener) -> None:
        """Forget the listener."""
        self.listeners.discard(listener)
        for topic in listener.topics:
            followers = self._by_topic.get(topic, set())
            followers.discard(listener)
            if not followers:
                self._by_topic.pop(topic, None)

    def _has_forgotten(self, pages: Mapping[str, float]) -> bool:
        return any(page - _CLOCK_SLACK_SECONDS <= self._complete_at for page in pages.values())

    def _missed(
        self, topics: frozenset[str], seen: int, pages: Mapping[str, float]
    ) -> list[tuple[int, str]]:
        missed = []
        for topic in topics & self._heard.keys():
            version, at = self._heard[topic]
            page = pages.get(topic)
            if version > seen or (page is not None and at >= page - _CLOCK_SLACK_SECONDS):
                missed.append((version, topic))
        return missed

    def _number(self, cursor: str) -> int | None:
        """Return the number a cursor stands for, "all seen" for none, None for an unknown one."""
        if not cursor:
            return self._version
        start, _, number = cursor.partition("-")
        if start != str(self._start) or not number.isdecimal() or len(number) > 20:
            return None
        return int(number) if self._complete_version <= int(number) <= self._version else None
