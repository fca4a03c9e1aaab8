"""How fast a ping reaches a thousand screens, and what the hub costs.

The plainest possible way runs beside it: a bare asyncio process that writes the same bytes to as
many plain sockets. All of it stays on the loopback address and ends within half a minute.
"""

import asyncio
import os
import socket
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from anju.live.tickets import sign, ticket_key
from anju.live.topics import CHANNEL

SCREENS = 1000
ROUNDS = 9
_LIMIT_SECONDS = 28.0
_SECRET = "the secret of the bench"  # noqa: S105 - it guards nothing
_TOPIC = "project:1:bench"
_PING = b"event: ping"
_HELLO = b"hello\n"
_ROOT = Path(__file__).resolve().parents[1]
_GRANIAN = [sys.executable, "-m", "granian", "--interface", "asgi", "--workers", "1", "--no-log"]
_GRANIAN += ["--backpressure", "20000", "--backlog", "2048", "--host", "127.0.0.1"]
_PLAIN = [sys.executable, "-c", "from bench.hub import broadcast_plainly; broadcast_plainly()"]


def run() -> dict[str, float]:
    """Return `last_screen_ms`, `plain_ms` (medians), their `ratio`, and `rss_mb` of the hub.

    Needs the environment's DATABASE_URL; nothing is written to the database.

    :raises TimeoutError: if it did not end within half a minute.
    """
    return asyncio.run(asyncio.wait_for(_measure(), _LIMIT_SECONDS))


def broadcast_plainly() -> None:
    """Serve as the plainest way: bytes from standard input go to every socket that came."""
    asyncio.run(_broadcast_plainly())


async def _measure() -> dict[str, float]:
    ticket = sign([_TOPIC], user="1", key=ticket_key(_SECRET), at=datetime.now(UTC))
    asked = f"GET /live?t={ticket} HTTP/1.1\r\nHost: hub\r\n\r\n".encode()
    async with _hub() as (port, process):
        screens, transports = await _open_screens(port, asked, b"event: ready")
        last = await _rounds_of_hub(screens)
        megabytes = _megabytes_of_children(process)
        ping = screens[0].seen
        for transport in transports:
            transport.close()
    async with _plain() as (port, standard_input):
        screens, transports = await _open_screens(port, b"\n", _HELLO)

        async def write() -> None:
            standard_input.write(len(ping).to_bytes(4, "big") + ping)

        plain = await _median_ms(screens, write)
        for transport in transports:
            transport.close()
    return {
        "screens": float(SCREENS),
        "last_screen_ms": round(last, 1),
        "plain_ms": round(plain, 1),
        "ratio": round(last / plain, 2),
        "rss_mb": round(megabytes, 1),
    }


async def _rounds_of_hub(screens: list["_Screen"]) -> float:
    url = os.environ["DATABASE_URL"]
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:

        async def publish() -> None:
            await connection.execute("SELECT pg_notify(%s, %s)", [CHANNEL, _TOPIC])

        return await _median_ms(screens, publish)


async def _median_ms(screens: list["_Screen"], publish: Callable[[], Awaitable[None]]) -> float:
    """Return the median time from the word to publish until the last screen has the ping."""
    times = []
    for _ in range(ROUNDS):
        waits = [screen.sees(_PING) for screen in screens]
        began = time.perf_counter()
        await publish()
        await asyncio.gather(*waits)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


class _Screen(asyncio.Protocol):
    """A socket that says when it has seen some bytes."""

    def __init__(self) -> None:
        self.seen = b""
        self._wanted = b""
        self._done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def data_received(self, data: bytes) -> None:
        self.seen += data
        if self._wanted in self.seen and not self._done.done():
            self._done.set_result(None)

    def sees(self, wanted: bytes) -> asyncio.Future[None]:
        """Promise the moment at which these bytes come; what came before is forgotten."""
        self.seen, self._wanted = b"", wanted
        self._done = asyncio.get_running_loop().create_future()
        return self._done


async def _open_screens(
    port: int, asked: bytes, greeting: bytes, count: int = SCREENS
) -> tuple[list[_Screen], list[asyncio.Transport]]:
    """Open the screens one after the other; each has seen the greeting."""
    loop = asyncio.get_running_loop()
    screens, transports = [], []
    for _ in range(count):
        transport, screen = await loop.create_connection(_Screen, "127.0.0.1", port)
        greeted = screen.sees(greeting)
        transport.write(asked)
        await greeted
        screens.append(screen)
        transports.append(transport)
    return screens, transports


@asynccontextmanager
async def _hub() -> AsyncIterator[tuple[int, int]]:
    """Run a hub; give its port and its parent's number."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    process = await asyncio.create_subprocess_exec(
        *_GRANIAN, "--port", str(port), "anju.live.hub:application",
        cwd=_ROOT, env={**os.environ, "ANJU_SECRET_KEY": _SECRET},
    )  # fmt: skip
    try:
        while not await _is_healthy(port):
            await asyncio.sleep(0.05)
        yield port, process.pid
    finally:
        process.terminate()
        await process.wait()


def _megabytes_of_children(parent: int) -> float:
    """Return the resident memory of a process's children; Linux tells it under /proc."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    pages = sum(int(Path(f"/proc/{child}/statm").read_text().split()[1]) for child in children)
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def _is_healthy(port: int) -> bool:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n")
    answer = await reader.read()
    writer.close()
    return b'"ok": true' in answer


@asynccontextmanager
async def _plain() -> AsyncIterator[tuple[int, asyncio.StreamWriter]]:
    """Run the plain broadcaster; give its port and its standard input."""
    process = await asyncio.create_subprocess_exec(
        *_PLAIN, cwd=_ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdin and process.stdout
    try:
        yield int(await process.stdout.readline()), process.stdin
    finally:
        process.stdin.close()
        await process.wait()


async def _broadcast_plainly() -> None:
    writers: list[asyncio.StreamWriter] = []

    async def welcome(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(_HELLO)
        writers.append(writer)

    server = await asyncio.start_server(welcome, "127.0.0.1", 0, backlog=1024)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    words = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(words), sys.stdin
    )
    with suppress(asyncio.IncompleteReadError):
        while True:
            size = int.from_bytes(await words.readexactly(4), "big")
            ping = await words.readexactly(size)
            for writer in writers:
                writer.write(ping)
