"""What the service desk costs with 50 busy users: list, board, ticket, first screen, an intake.

A project of the data set gets 50,000 tickets, 5,000 of them open with a work order in somebody's
hands (at `--size town`; a tenth of it with ANJU_BENCH_SHARE=0.1). The users ask over HTTP, each
every 3 seconds, exponentially, from this same machine; `generator_share` is what asking cost of one
core. `list_ratio` is the list's page against its one query, bare. `save` posts the desk's form with
a promised repair; `intake_*` is its command alone: rules, dispatch and deadlines included.
"""

import http.client
import os
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection, models, transaction
from django.test import Client

from anju.clocks.models import Clock
from anju.core.actors import SYSTEM
from anju.core.periods import local_date
from anju.estate.models import Unit
from anju.organization.models import Post, Project, User
from anju.tickets.commands.taking import take_ticket
from anju.tickets.contents import Matter, Promised
from anju.tickets.models import Category, Ticket, WorkOrder
from anju.tickets.states import MatterKind
from config.founding import found
from config.seeding import seed
from runtime.options import read_options
from runtime.serving import THREADS
from tests import world

TICKETS, OPEN = 50_000, 5_000
USERS, SECONDS, EVERY = 50, 40, 3.0
CREW = 30
INTAKES = 40
# How often each is asked for; fifty users who save an intake a second together are very busy.
PAGES = {"list": 4, "board": 4, "ticket": 5, "home": 3, "save": 1}
TOKEN = "b" * 32  # any will do: cookie and header must agree


def run() -> dict[str, float]:
    """Return p50 and p95 of each page in milliseconds, and what they are compared with."""
    now, size = datetime.now(UTC), os.environ.get("ANJU_BENCH_SIZE", "town")
    found(by=SYSTEM, at=now)
    for _ in seed(size, today=local_date(now), by=SYSTEM, at=now):
        pass
    project = Project.objects.get(code=f"{size}-001")
    share = float(os.environ.get("ANJU_BENCH_SHARE", "1"))
    people = _staff(project)
    _fill(project, people, now, count=int(TICKETS * share), is_open=int(OPEN * share))
    sessions = [_session(people[number % 10]) for number in range(USERS)]
    open_ids = list(
        Ticket.objects.of(project).open().order_by("pk").values_list("pk", flat=True)[:500]
    )
    found_numbers = {
        "tickets": float(Ticket.objects.of(project).count()),
        "open_orders": float(WorkOrder.objects.of(project).unfinished().count()),
        "load_average": os.getloadavg()[0],
    }
    intake = _intakes(project, people[0])
    bare = _bare(project)
    with _served() as port:
        spent, share_of_core = _asked(port, sessions, project, open_ids)
    connection.close()
    measured = {
        f"{name}_{label}_ms": value
        for name in PAGES
        for label, value in (
            ("p50", _quantile(spent[name], 50)),
            ("p95", _quantile(spent[name], 95)),
        )
    }
    return {
        **found_numbers,
        **measured,
        "asked": float(sum(len(each) for each in spent.values())),
        "intake_p50_ms": _quantile(intake, 50),
        "intake_p95_ms": _quantile(intake, 95),
        "list_bare_ms": bare,
        "list_ratio": _quantile(spent["list"], 50) / bare,
        "generator_share": share_of_core,
    }


def _staff(project: Project) -> list[User]:
    people = [
        world.person(f"bench-desk{number}", "王婷", project=project, post="supervisor")
        for number in range(10)
    ]
    for number in range(CREW):
        world.person(f"bench-crew{number}", "赵志强", project=project, post="engineering")
    return people


def _matter(project: Project) -> Matter:
    unit = Unit.objects.of(project).select_related("building", "entrance").order_by("pk").first()
    category = Category.objects.of(project).filter(name="漏水").order_by("pk").first()
    return Matter(
        kind=MatterKind.REPAIR, words="厨房水龙头漏水,一直滴", unit=unit, category=category
    )


def _take(project: Project, taker: User, at: datetime) -> Ticket:
    post = Post.objects.select_related("reports_to").get(code="supervisor")
    return take_ticket(
        project=project,
        matter=_matter(project),
        out=Promised(),
        taker=taker,
        post=post,
        by=world.by(taker),
        at=at,
    )


@transaction.atomic
def _fill(project: Project, people: list[User], now: datetime, *, count: int, is_open: int) -> None:
    """Multiply one ticket taken by the command, its order and its clocks, in the database."""
    if Ticket.objects.of(project).count() >= count:
        return
    template = _take(project, people[0], now)
    units = list(Unit.objects.of(project).order_by("pk").values_list("pk", flat=True))
    crew = list(
        User.objects.filter(login__startswith="bench-crew")
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    spread = f"now() - make_interval(mins => (series::bigint * 525600 / {count})::int)"
    ended = f"series > {is_open}"
    _multiply(
        template,
        f"generate_series(1, {count}) AS series",
        {
            "number": "'GB-' || series",
            "once": "''",
            "unit_id": f"(ARRAY{units})[1 + series %% {len(units)}]",
            "received_at": spread,
            "state": f"CASE WHEN {ended} THEN 'CLOSED' ELSE 'OPEN' END",
            "answered_at": f"CASE WHEN {ended} THEN {spread} END",
            "closed_at": f"CASE WHEN {ended} THEN {spread} END",
            "closed_by": f"CASE WHEN {ended} THEN 'TIME' ELSE '' END",
        },
    )
    order = WorkOrder.objects.get(ticket=template)
    others = "tickets_ticket AS other WHERE other.number LIKE 'GB-%%'"
    over = "other.state = 'CLOSED'"
    _multiply(
        order,
        others,
        {
            "number": "other.number || '-1'",
            "ticket_id": "other.id",
            "ordered_at": "other.received_at",
            "assigned_at": "other.received_at",
            "accepted_at": "other.received_at",
            "assignee_id": f"(ARRAY{crew})[1 + other.id %% {len(crew)}]",
            "state": f"CASE WHEN {over} THEN 'CHECKED' ELSE 'ACCEPTED' END",
            "done_at": f"CASE WHEN {over} THEN other.received_at END",
            "checked_at": f"CASE WHEN {over} THEN other.received_at END",
        },
    )
    running = f"{others} AND other.state = 'OPEN'"
    for clock in Clock.objects.about(template).open().order_by("pk"):
        _multiply(clock, running, {"subject_id": "other.id", "next_at": "NULL"})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _multiply(row: models.Model, source: str, changes: dict[str, str]) -> None:
    """Insert a copy of a row for each row of a source, with some columns reckoned from it."""
    table = row._meta.db_table
    fields = [each for each in row._meta.concrete_fields if not each.primary_key]
    columns = [each.column for each in fields if each.column is not None]
    values = ", ".join(changes.get(each, f"template.{each}") for each in columns)
    where = "AND" if " WHERE " in source else "WHERE"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values}"  # noqa: S608  names of ours
            f" FROM {table} AS template, {source} {where} template.id = %s",
            [row.pk],
        )


def _session(user: User) -> str:
    client = world.sign_in(Client(), user)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def _intakes(project: Project, taker: User) -> list[float]:
    spent = []
    for _ in range(INTAKES):
        started = time.perf_counter()
        _take(project, taker, datetime.now(UTC))
        spent.append((time.perf_counter() - started) * 1000)
    return spent


def _bare(project: Project) -> float:
    spent = []
    for _ in range(30):
        started = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM tickets_ticket WHERE project_id = %s"
                " ORDER BY received_at DESC, id DESC LIMIT 50",
                [project.pk],
            )
            cursor.fetchall()
        spent.append((time.perf_counter() - started) * 1000)
    return statistics.median(spent)


@contextmanager
def _served() -> Iterator[int]:
    """Serve the pages as `bin/anju serve` does, on a free port of the loopback address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", str(read_options({}).processes)]
    command += ["--blocking-threads", THREADS]
    command += ["--log-level", "warning", "config.wsgi:application"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603  our own list
    try:
        for _ in range(200):
            with socket.socket() as asks:
                if asks.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _asked(
    port: int, sessions: Sequence[str], project: Project, ids: Sequence[int]
) -> tuple[dict[str, list[float]], float]:
    """Let every user ask for a while; returns what each kind of page took, and our own cost."""
    spent: dict[str, list[float]] = defaultdict(list)
    units = [str(each) for each in Unit.objects.of(project).order_by("pk")[:500]]
    askers = [
        Asker(
            http.client.HTTPConnection("127.0.0.1", port, timeout=60),
            session,
            project.code,
            ids,
            units,
        )
        for session in sessions
    ]
    _warm(askers)
    started, used = time.perf_counter(), time.process_time()
    until = started + SECONDS
    threads = [
        # The draw is a sample, not a secret.
        threading.Thread(target=_user, args=(asker, random.Random(number), until, spent))  # noqa: S311
        for number, asker in enumerate(askers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return spent, (time.process_time() - used) / (time.perf_counter() - started)


def _user(asker: "Asker", draw: random.Random, until: float, spent: dict[str, list[float]]) -> None:
    while (wait := draw.expovariate(1 / EVERY)) + time.perf_counter() < until:
        time.sleep(wait)
        name = draw.choices(list(PAGES), list(PAGES.values()))[0]
        spent[name].append(asker.ask(name, draw))


def _warm(askers: Sequence["Asker"]) -> None:
    """Ask for each kind of page until every process of the server has given it: a house serves
    all day, and its first minute is no measure of it."""
    draw = random.Random(0)  # noqa: S311  a sample, not a secret
    for name in PAGES:
        for asker in askers:
            asker.ask(name, draw)


@dataclass(frozen=True, slots=True)
class Asker:
    """One user at a browser that keeps its connection."""

    asks: http.client.HTTPConnection
    session: str
    code: str
    ids: Sequence[int]
    units: Sequence[str]

    def ask(self, name: str, draw: random.Random) -> float:
        """Ask for one kind of page, or save an intake; returns the milliseconds it took."""
        paths = {
            "list": "tickets/?state=OPEN",
            "board": "tickets/board/",
            "ticket": f"tickets/{draw.choice(self.ids)}/",
            "home": "",
            "save": "desk/?slot=1",
        }
        session = f"{settings.SESSION_COOKIE_NAME}={self.session}"
        cookies = f"{session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        headers = {"Cookie": cookies, "X-CSRFToken": TOKEN}
        body = None
        if name == "save":
            body = urlencode(_intake(draw, self.units))
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        method = "POST" if body else "GET"
        self.asks.request(method, f"/p/{self.code}/{paths[name]}", body, headers)
        answer = self.asks.getresponse()
        answer.read()
        if answer.status != (302 if body else 200):
            raise RuntimeError(f"{name} answered {answer.status}")
        return (time.perf_counter() - began) * 1000


def _intake(draw: random.Random, units: Sequence[str]) -> dict[str, str]:
    """Return a promised repair as the desk's page sends it."""
    return {
        "slot": "1",
        "once": f"bench-{time.time_ns():x}-{draw.getrandbits(30):x}",
        "kind": "REPAIR",
        "words": "厨房水龙头漏水,一直滴",
        "unit": draw.choice(units),
        "urgency": "USUAL",
        "level": "NORMAL",
        "source": "PHONE",
        "out": "PROMISED",
    }


def _quantile(spent: Sequence[float], percent: int) -> float:
    return sorted(spent)[max(0, len(spent) * percent // 100 - 1)] if spent else float("nan")
