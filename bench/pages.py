"""What a staff page costs: the staff list of 1,000 people against its one query, bare."""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime

from django.db import connection
from django.test import Client

from anju.core.periods import local_date
from anju.organization.models import Membership, Project, User
from anju.organization.queries.staff import staff_list
from tests import world

PEOPLE = 1000
ROUNDS = 30


def run() -> dict[str, float]:
    """Return medians in milliseconds: the page, its query alone, and their `ratio`."""
    project = world.project(code="bench", name="样例小区")
    supervisor = world.person("bench-chen", "陈静怡", project=project, post="supervisor")
    if User.objects.count() < PEOPLE:
        _fill(project)
    client = Client()
    world.sign_in(client, supervisor)
    address = f"/p/{project.code}/staff/"
    page = _median(lambda: client.get(address))
    now = datetime.now(UTC)
    rows = staff_list(project, at=now)
    query = _median(lambda: list(rows.all()[:50]))
    part = _median(lambda: client.get(address, headers={"HX-Request": "true"}))
    connection.close()
    return {
        "page_ms": page,
        "part_ms": part,
        "query_ms": query,
        "ratio": page / query,
        "people": float(Membership.objects.of(project).on(local_date(now)).count()),
    }


def _fill(project: Project) -> None:
    post, department = world.post("engineering"), world.department(project, "工程部")
    people = User.objects.bulk_create(
        User(login=f"bench{number:04d}", name=f"赵志强{number}", name_key=f"zhao {number:04d}")
        for number in range(PEOPLE)
    )
    Membership.objects.bulk_create(
        Membership(
            project=project,
            user=user,
            department=department,
            post=post,
            role=post.role,
            starts_on=date(2020, 1, 1),
        )
        for user in people
    )


def _median(work: Callable[[], object]) -> float:
    work()
    spent = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        spent.append((time.perf_counter() - started) * 1000)
    return statistics.median(spent)
