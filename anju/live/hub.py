"""The live hub: an ASGI application without Django that sends pings to open screens.

    granian --interface asgi --workers 1 --backpressure 20000 anju.live.hub:application

`GET /live?t=<ticket>&t=…` is a stream of server-sent events; `GET /healthz` says how it fares.
One process: a second one would number its pings apart (correct, but a browser that changes over
fetches everything once).
"""

import asyncio
import contextlib
import json
import logging
import os
import random
import resource
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import FrameType
from urllib.parse import parse_qs

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope, Scope

from anju.live.board import Board, Listener
from anju.live.listening import keep_listening
from anju.live.tickets import Ticket, TicketRefused, pass_key, read, sign, ticket_key

logger = logging.getLogger("anju.live")

# Rights are looked at when a page signs its ticket: after this the browser needs fresh tickets.
# ANJU_LIVE_STREAM_SECONDS may set another time.
_STREAM_SECONDS = "900"
_KEEP_ALIVE_SECONDS = 20.0
# A screen that takes nothing for so long is gone; its browser comes back with its cursor.
_STUCK_SECONDS = 30.0
_MOST_TICKETS = 64
_MOST_TOPICS = 2_000
# Passes ride in the URL too; above this the browser asks its tabs for tickets again.
_MOST_TOPICS_OF_A_PASS = 150

Headers = list[tuple[bytes, bytes]]
# The signed ticket is the only authority, no cookie is asked for or looked at: any page may read
# what its ticket allows, under whatever host name the reader typed.
_FOR_ALL_ORIGINS: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"cache-control", b"no-store"),
]
_EVENT_STREAM: Headers = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"x-accel-buffering", b"no"),
    *_FOR_ALL_ORIGINS,
]
_JSON: Headers = [(b"content-type", b"application/json; charset=utf-8"), *_FOR_ALL_ORIGINS]


@dataclass(frozen=True)
class Wish:
    """What one browser asks for, proven by its tickets and its pass."""

    topics: frozenset[str]
    pages: Mapping[str, float]
    cursor: str
    user: str
    until: float


class Hub:
    """The application: one board, one LISTEN, any number of streams."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._board = Board()
        self._ticket_key = self._pass_key = b""
        self._stream_seconds = 0.0

    async def __call__(
        self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        """Answer one request, or start and stop with the server."""
        if scope["type"] == "lifespan":
            await self._live_through(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live_through(self, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        await receive()
        try:
            database_url = self._environment["DATABASE_URL"]
            secret = self._environment["ANJU_SECRET_KEY"]
        except KeyError as missing:
            await send({"type": "lifespan.startup.failed", "message": f"{missing} is not set"})
            return
        self._ticket_key, self._pass_key = ticket_key(secret), pass_key(secret)
        self._stream_seconds = float(
            self._environment.get("ANJU_LIVE_STREAM_SECONDS", _STREAM_SECONDS)
        )
        _allow_many_sockets()
        _at_stop_signals(self._board.end_all)
        listening = asyncio.create_task(keep_listening(database_url, self._board))
        await send({"type": "lifespan.startup.complete"})
        await receive()
        listening.cancel()
        self._board.end_all()
        with contextlib.suppress(asyncio.CancelledError):
            await listening
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(
        self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        if scope["method"] != "GET":
            await _say(send, 405, {"error": "这里只能读取。"})
        elif scope["path"] == "/healthz":
            health = {
                "ok": self._board.listening,
                "listeners": len(self._board.listeners),
                "listening": self._board.listening,
            }
            await _say(send, 200 if self._board.listening else 503, health)
        elif scope["path"] == "/live":
            try:
                wish = self._read_wish(scope)
            except TicketRefused as refusal:
                await _say(send, 403, {"error": str(refusal)})
                return
            await self._stream(wish, receive, send)
        else:
            await _say(send, 404, {"error": "没有这个地址。"})

    def _read_wish(self, scope: HTTPScope) -> Wish:
        """Return what the request may hear.

        :raises TicketRefused: if any ticket is forged or expired, or there are none or too many.
        """
        at = datetime.now(UTC)
        query = parse_qs(scope["query_string"].decode("ascii", "replace"))
        texts, passes = query.get("t", []), query.get("p", [])
        if not 1 <= len(texts) + len(passes) <= _MOST_TICKETS:
            raise TicketRefused("缺少实时更新的凭证，请刷新页面。")
        tickets = [read(text, key=self._ticket_key, at=at) for text in texts]
        earlier = [read(text, key=self._pass_key, at=at) for text in passes]
        topics = frozenset(topic for grant in (*tickets, *earlier) for topic in grant.topics)
        if len(topics) > _MOST_TOPICS:
            raise TicketRefused("同时打开的页面太多，请关闭一些再刷新。")
        lasts = self._stream_seconds * random.uniform(0.9, 1.0)  # noqa: S311 - spreads load
        return Wish(
            topics=topics,
            pages=_page_moments(tickets),
            cursor=query.get("since", [""])[-1] or _header(scope, b"last-event-id"),
            user=(*tickets, *earlier)[0].user,
            # A pass never outlives the stream it came from: rights are looked at again by then.
            until=min([time.time() + lasts, *(grant.expires_at.timestamp() for grant in earlier)]),
        )

    async def _stream(
        self, wish: Wish, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        listener = Listener(wish.topics)
        leaving = asyncio.create_task(_end_when_gone(listener, receive))
        await send(
            {"type": "http.response.start", "status": 200, "headers": _EVENT_STREAM,
             "trailers": False}
        )  # fmt: skip
        self._board.join(listener, cursor=wish.cursor, pages=wish.pages)
        try:
            await _send_body(send, listener.take() + self._ready(wish))
            await _feed(listener, wish.until, self._still_here, send)
        except (TimeoutError, OSError):
            logger.info("a stream was dropped")
        finally:
            self._board.leave(listener)
            leaving.cancel()

    def _ready(self, wish: Wish) -> bytes:
        """Return the event that ends the replay; its pass reopens this stream with more tickets.

        A browser's tabs come and go. With the pass only the new tab needs a fresh ticket.
        """
        seconds = max(1, int(wish.until - time.time()))
        again = "" if len(wish.topics) > _MOST_TOPICS_OF_A_PASS else sign(
            sorted(wish.topics), user=wish.user, key=self._pass_key, at=datetime.now(UTC),
            seconds=seconds,
        )  # fmt: skip
        state = "live" if self._board.listening else "waiting"
        news = json.dumps({"pass": again, "seconds": seconds, "state": state})
        return f"{self._place()}event: ready\ndata: {news}\n\n".encode()

    def _still_here(self) -> bytes:
        """Return the keep-alive: an event and no comment, so that the browser notices silence."""
        return f"{self._place()}event: beat\ndata: {{}}\n\n".encode()

    def _place(self) -> str:
        return f"id: {self._board.cursor}\n" if self._board.listening else ""


async def _feed(
    listener: Listener, until: float, still_here: Callable[[], bytes], send: ASGISendCallable
) -> None:
    """Send what the mailbox holds until the reader leaves or the time is over."""
    while not listener.ended:
        left = until - time.time()
        if left <= 0:
            await _send_body(send, b"event: renew\ndata: {}\n\n", more=False)
            return
        try:
            async with asyncio.timeout(min(left, _KEEP_ALIVE_SECONDS)):
                await listener.wake.wait()
        except TimeoutError:
            await _send_body(send, listener.take() + still_here())
            continue
        news = listener.take()
        if news:
            await _send_body(send, news)
    await _send_body(send, b"", more=False)


async def _send_body(send: ASGISendCallable, body: bytes, *, more: bool = True) -> None:
    async with asyncio.timeout(_STUCK_SECONDS):
        await send({"type": "http.response.body", "body": body, "more_body": more})


async def _end_when_gone(listener: Listener, receive: ASGIReceiveCallable) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.end()


async def _say(send: ASGISendCallable, status: int, answer: Mapping[str, object]) -> None:
    await send(
        {"type": "http.response.start", "status": status, "headers": _JSON, "trailers": False}
    )
    body = json.dumps(answer, ensure_ascii=False).encode()
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _page_moments(tickets: list[Ticket]) -> dict[str, float]:
    """Return for each topic when the earliest of its pages began to be made, in seconds."""
    moments: dict[str, float] = {}
    for ticket in tickets:
        for topic in ticket.topics:
            at = ticket.issued_at.timestamp()
            moments[topic] = min(at, moments.get(topic, at))
    return moments


def _header(scope: HTTPScope, name: bytes) -> str:
    return next(
        (value.decode("ascii", "replace") for key, value in scope["headers"] if key == name), ""
    )


def _allow_many_sockets() -> None:
    """Raise the soft limit of open files: a thousand screens are more than the usual 1,024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _at_stop_signals(end_streams: Callable[[], None]) -> None:
    """End the streams at SIGTERM and SIGINT, beside what the server does.

    Granian waits for open answers *before* it tells the application to stop, and ours never end.
    """
    loop = asyncio.get_running_loop()

    def in_addition_to(previous: object) -> Callable[[int, FrameType | None], None]:
        def stop(number: int, frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(end_streams)
            if callable(previous):
                previous(number, frame)

        return stop

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, in_addition_to(signal.getsignal(number)))


application = Hub(os.environ)
