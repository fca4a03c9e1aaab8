"""How soon an event of the exchange is answered, and its card is on the screens that ring.

A thousand screens are connected to the hub; five of them are a project's desk and ask for their
card when the ping comes, over HTTP like a browser. `answer_*` is the event's own answer, `card_*`
the time from that answer until the last of the five has its card. The plainest way beside it keeps
one row and says NOTIFY (`plain_ms`); `answer_ratio` compares. All from this same machine.
"""

import asyncio
import http.client
import json
import os
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from statistics import median

import psycopg
from django.conf import settings
from django.db import connection

from anju.core.actors import SYSTEM
from anju.core.periods import local_date
from anju.live.tickets import sign, ticket_key
from anju.organization.models import Project
from anju.residents.models import Phone
from anju.telephony.commands.lines import change_line, make_token
from bench.hub import _SECRET, _hub, _open_screens, _Screen
from bench.tickets import _quantile, _served, _session
from config.founding import found
from config.seeding import seed
from tests import world

SCREENS, DESKS, CALLS, WARM = 1_000, 5, 40, 5
OURS = "057187650000"
_PING = b"event: ping"


def run() -> dict[str, float]:
    """Return p50 and p95 of answer and card in milliseconds, and what they are compared with."""
    now, size = datetime.now(UTC), os.environ.get("ANJU_BENCH_SIZE", "town")
    found(by=SYSTEM, at=now)
    for _ in seed(size, today=local_date(now), by=SYSTEM, at=now):
        pass
    project = Project.objects.get(code=f"{size}-001")
    desks = [
        world.person(f"bench-call{number}", "王婷", project=project, post="receptionist")
        for number in range(DESKS)
    ]
    change_line(
        project=project,
        is_enabled=True,
        area_code="0571",
        numbers=[OURS],
        addresses=[],
        by=SYSTEM,
        at=now,
    )
    token = make_token(project=project, by=SYSTEM, at=now)
    phones = Phone.objects.filter(project=project).order_by("pk")
    numbers = list(phones.values_list("number", flat=True)[: CALLS + WARM])
    sessions = [_session(user) for user in desks]
    topics = [f"calls:{user.pk}" for user in desks]
    plain = _plain_ms()
    connection.close()
    answers, cards = asyncio.run(_measure(project.code, token, numbers, topics, sessions))
    return {
        "screens": float(SCREENS),
        "desks": float(DESKS),
        "calls": float(len(answers)),
        "answer_p50_ms": _quantile(answers, 50),
        "answer_p95_ms": _quantile(answers, 95),
        "card_p50_ms": _quantile(cards, 50),
        "card_p95_ms": _quantile(cards, 95),
        "plain_ms": plain,
        "answer_ratio": _quantile(answers, 50) / plain,
        "load_average": os.getloadavg()[0],
    }


def _plain_ms() -> float:
    """Return the median of keeping one row and saying so, in a transaction of its own."""
    spent = []
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as bare:
        bare.execute("CREATE TEMP TABLE heard (said text)")
        for _ in range(50):
            began = time.perf_counter()
            with bare.transaction():
                bare.execute("INSERT INTO heard VALUES ('newCall')")
                bare.execute("SELECT pg_notify('bench', 'calls')")
            spent.append((time.perf_counter() - began) * 1000)
    return median(spent)


async def _measure(
    code: str, token: str, numbers: Sequence[str], topics: Sequence[str], sessions: Sequence[str]
) -> tuple[list[float], list[float]]:
    key, at = ticket_key(_SECRET), datetime.now(UTC)
    answers: list[float] = []
    cards: list[float] = []
    async with _hub() as (port, _):
        opened = []
        for topic in topics:
            ticket = sign([topic], user="1", key=key, at=at, seconds=600)
            opened.append(await _screens(port, ticket, 1))
        others = sign(["calls:0", "user:0"], user="1", key=key, at=at, seconds=600)
        opened.append(await _screens(port, others, SCREENS - len(topics)))
        desks = [screens[0] for screens in opened[:-1]]
        loop = asyncio.get_running_loop()
        served = _served()
        pages = await loop.run_in_executor(None, served.__enter__)
        try:
            for turn, number in enumerate(numbers):
                answered, carded = await _ring(
                    pages, code, token, f"b{turn}", number, desks, sessions
                )
                if turn >= WARM:  # the first of each warms its worker
                    answers.append(answered)
                    cards.append(carded)
        finally:
            served.__exit__(None, None, None)
    return answers, cards


async def _screens(port: int, ticket: str, count: int) -> list[_Screen]:
    asked = f"GET /live?t={ticket} HTTP/1.1\r\nHost: hub\r\n\r\n".encode()
    screens, _ = await _open_screens(port, asked, b"event: ready", count)
    return screens


async def _ring(
    port: int,
    code: str,
    token: str,
    call_id: str,
    number: str,
    desks: Sequence[_Screen],
    sessions: Sequence[str],
) -> tuple[float, float]:
    """Let one call ring and end; return what answer and card took in milliseconds."""
    waits = [screen.sees(_PING) for screen in desks]
    shown = [
        asyncio.create_task(_card(port, code, wait, session))
        for wait, session in zip(waits, sessions, strict=True)
    ]
    began = time.perf_counter()
    said = {"event": "newCall", "callId": call_id, "from": number, "to": OURS, "direction": "in"}
    await asyncio.to_thread(_post, port, code, token, said)
    answered = time.perf_counter()
    last = max(await asyncio.gather(*shown))
    over = {**said, "event": "hangup", "cause": "noAnswer"}
    await asyncio.to_thread(_post, port, code, token, over)
    await asyncio.sleep(0.5)
    return (answered - began) * 1000, max(0.0, last - answered) * 1000


async def _card(port: int, code: str, ping: "asyncio.Future[None]", session: str) -> float:
    await ping
    await asyncio.to_thread(_get, port, f"/p/{code}/desk/calls/", session)
    return time.perf_counter()


def _post(port: int, code: str, token: str, said: dict[str, str]) -> None:
    asks = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Content-Type": "application/json"}
    asks.request("POST", f"/api/cti/v1/{code}/{token}", json.dumps(said), headers)
    _read(asks)


def _get(port: int, path: str, session: str) -> None:
    asks = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}", "HX-Request": "true"}
    asks.request("GET", path, headers=headers)
    if b"call--ringing" not in _read(asks):
        raise RuntimeError("the card does not show the call")


def _read(asks: http.client.HTTPConnection) -> bytes:
    answer = asks.getresponse()
    body = answer.read()
    asks.close()
    if answer.status != 200:
        raise RuntimeError(f"the page answered {answer.status}")
    return body
