"""What the search box costs at the size of a city: each keystroke of those who look for somebody.

`p99_ms` is the search in the server, hits and their lines included, for one project's staff;
`ratio` is its median against the plainest query that could answer (one index lookup by hand).
`office_p99_ms` is the head office's search over all projects. `--size town` is quick.
"""

import os
import random
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from django.db import connection
from django.test import Client

from anju.core.actors import SYSTEM
from anju.core.periods import local_date
from anju.estate.models import Unit
from anju.organization.access import access_to_project
from anju.organization.models import Project
from anju.residents.models import Person, Vehicle
from anju.search.models import Term
from anju.search.queries import Scope, scopes_across_projects, search
from config.founding import found
from config.seeding import seed
from tests import world

ROUNDS = 400
PAGES = 100


def run() -> dict[str, float]:
    """Return percentiles in milliseconds and how big the place was."""
    size = os.environ["ANJU_BENCH_SIZE"]
    now = datetime.now(UTC)
    started = time.perf_counter()
    found(by=SYSTEM, at=now)
    *_, last = seed(size, today=local_date(now), by=SYSTEM, at=now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    seeded = time.perf_counter() - started
    project = Project.objects.get(code=f"{size}-001")
    user = world.person("bench-wang", "王婷", project=project, post="supervisor")
    scope = Scope(access_to_project(user, project, at=now), [project])
    words = _keystrokes(project)
    server = _spent(lambda each: search([scope], each), words)
    bare = _spent(lambda each: _bare(project, each), words)
    office = scopes_across_projects(world.head_office("bench-zong"), at=now)
    wide = _spent(lambda each: search(office, each), words[:ROUNDS])
    client = world.sign_in(Client(), user)
    letters = [each for each in words if not each[0].isdigit()][:PAGES]
    page = _spent(
        lambda each: client.get(
            f"/p/{project.code}/search/", {"q": each}, headers={"HX-Request": "true"}
        ),
        letters,
    )
    connection.close()
    return {
        "seed_s": seeded,
        "units": float(last.units),
        "people": float(last.people),
        "terms": float(last.terms),
        "p50_ms": statistics.median(server),
        "p99_ms": _p99(server),
        "ratio": statistics.median(server) / statistics.median(bare),
        "office_p50_ms": statistics.median(wide),
        "office_p99_ms": _p99(wide),
        "page_p50_ms": statistics.median(page),
        "page_p99_ms": _p99(page),
    }


def _keystrokes(project: Project) -> list[str]:
    """Return what is in the box after each key, for people looked for in every way there is."""
    draw = random.Random(7)  # noqa: S311  a sample, not a secret
    people = list(Person.objects.of(project).prefetch_related("phones").order_by("pk")[:3000])
    units = list(Unit.objects.of(project).by_code().values_list("code", flat=True))
    plates = list(Vehicle.objects.filter(project=project).values_list("plate", flat=True)[:500])
    found: list[str] = []
    while len(found) < ROUNDS * 3:
        person, unit, plate = draw.choice(people), draw.choice(units), draw.choice(plates)
        phone = next((phone.number for phone in person.phones.all()), "13800000000")
        terms = Term.objects.filter(project=project, subject_id=person.pk, kind="SPELLING")
        spelled = terms.order_by("-term").values_list("term", flat=True).first() or "li"
        for whole in (person.name, person.form_of_address, spelled, unit, plate, phone[-4:], phone):
            found += [whole[:end] for end in range(1, len(whole) + 1)]
    draw.shuffle(found)
    return found[: ROUNDS * 3]


def _bare(project: Project, words: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject_id FROM search_term WHERE project_id = %s AND kind = 'SPELLING'"
            " AND term >= %s AND term < %s ORDER BY term LIMIT 12",
            [project.pk, words.lower(), words.lower() + "\U0010ffff"],
        )
        cursor.fetchall()


def _spent(work: Callable[[str], object], words: Sequence[str]) -> list[float]:
    for each in words[:20]:
        work(each)
    spent = []
    for each in words:
        started = time.perf_counter()
        work(each)
        spent.append((time.perf_counter() - started) * 1000)
    return spent


def _p99(spent: Sequence[float]) -> float:
    return sorted(spent)[int(len(spent) * 0.99) - 1]
