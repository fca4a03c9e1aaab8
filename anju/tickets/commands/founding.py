"""What a project starts with: every part of the catalogue that it never had."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.periods import local_date
from anju.core.spelling import sort_key
from anju.organization.models import Project
from anju.organization.queries.staff import departments_of, posts_in_order
from anju.tickets import shipped
from anju.tickets.models import (
    Category,
    Checklist,
    ChecklistEdition,
    ChecklistItem,
    DispatchEdition,
    DispatchRule,
    PriceItem,
    Remit,
)
from anju.tickets.refusals import lock_catalogue
from anju.tickets.shipped_categories import Shipped, shipped_categories
from anju.tickets.verbs import TicketVerb

Part = Callable[[Project, Actor, datetime], int]


@transaction.atomic
def load_catalogue(*, project: Project, by: Actor, at: datetime) -> int:
    """Bring in each part that the project never had anything of; returns how many entries.

    What somebody changed or retired is left alone: a part with any row counts as there.
    """
    lock_catalogue(project)
    parts: tuple[tuple[type, Part], ...] = (
        (Category, _categories),
        (Remit, _remits),
        (DispatchEdition, _rules),
        (Checklist, _checklists),
        (PriceItem, _prices),
    )
    made = 0
    for model, load in parts:
        if not model.objects.filter(project=project).exists():  # type: ignore[attr-defined]
            made += load(project, by, at)
    if made:
        changes = {"count": (None, made)}
        record(
            TicketVerb.CATALOGUE_LOADED,
            subject=project,
            project_id=project.pk,
            by=by,
            at=at,
            changes=changes,
        )
    return made


def _categories(project: Project, by: Actor, at: datetime) -> int:
    departments = {each.name: each for each in departments_of(project)}
    entries = shipped_categories()
    made: dict[tuple[str, ...], Category] = {}
    ranks: dict[tuple[str, ...], int] = {}
    for depth in range(1, max(len(entry.path) for entry in entries) + 1):
        rows: dict[tuple[str, ...], Category] = {}
        for entry in entries:
            if len(entry.path) != depth:
                continue
            above = entry.path[:-1]
            ranks[above] = ranks.get(above, 0) + 1
            row = _category(project, entry, made.get(above), ranks[above])
            row.department = departments.get(entry.department)
            rows[entry.path] = row
        Category.objects.bulk_create(rows.values())
        made |= rows
    return len(made)


def _category(project: Project, entry: Shipped, parent: Category | None, rank: int) -> Category:
    return Category(
        project=project,
        parent=parent,
        name=entry.name,
        name_key=sort_key(entry.name),
        kinds=list(entry.kinds),
        level=entry.level,
        reach=entry.reach,
        keywords=list(entry.keywords),
        spelled=list(entry.spelled),
        minutes=entry.minutes,
        warranty=entry.warranty,
        disturbs=entry.disturbs,
        rank=rank,
    )


def _by_path(project: Project) -> dict[tuple[str, ...], Category]:
    """Return the living entries by the names of their path; the empty path is none."""
    entries = {entry.pk: entry for entry in Category.objects.of(project).live()}
    paths: dict[tuple[str, ...], Category] = {}
    for entry in entries.values():
        names: tuple[str, ...] = (entry.name,)
        above = entry.parent_id
        while above is not None and above in entries:
            names = (entries[above].name, *names)
            above = entries[above].parent_id
        paths[names] = entry
    return paths


def _remits(project: Project, by: Actor, at: datetime) -> int:
    posts = {post.code: post for post in posts_in_order()}
    paths = _by_path(project)
    rows = [
        Remit(
            project=project,
            post=posts[code],
            category=paths.get(path),
            kind=kind,
            may=may,
            note=note,
        )
        for code, path, kind, may, note in shipped.REMITS
        if code in posts and (not path or path in paths)
    ]
    return len(Remit.objects.bulk_create(rows))


def _rules(project: Project, by: Actor, at: datetime) -> int:
    departments = {each.name: each for each in departments_of(project)}
    paths = _by_path(project)
    known = [
        (name, path, hours, departments[department], way)
        for name, path, hours, department, way in shipped.RULES
        if department in departments and (not path or path in paths)
    ]
    if not known:
        return 0
    edition = DispatchEdition.objects.create(
        project=project, number=1, made_by_id=by.id, made_by_name=by.name, made_at=at
    )
    rows = [
        DispatchRule(
            project=project,
            edition=edition,
            rank=rank,
            name=name,
            category=paths.get(path),
            starts=hours[0] if hours else None,
            ends=hours[1] if hours else None,
            department=department,
            way=way,
        )
        for rank, (name, path, hours, department, way) in enumerate(known, start=1)
    ]
    return len(DispatchRule.objects.bulk_create(rows))


def _checklists(project: Project, by: Actor, at: datetime) -> int:
    lists = Checklist.objects.bulk_create(
        Checklist(project=project, name=name, name_key=sort_key(name), use=use)
        for name, use, _ in shipped.CHECKLISTS
    )
    editions = ChecklistEdition.objects.bulk_create(
        ChecklistEdition(
            project=project, checklist=each, number=1, made_by_name=by.name, made_at=at
        )
        for each in lists
    )
    ChecklistItem.objects.bulk_create(
        ChecklistItem(
            project=project, edition=edition, stage=stage, rank=rank, text=text, wants_photo=photo
        )
        for edition, (_, _, items) in zip(editions, shipped.CHECKLISTS, strict=True)
        for rank, (stage, text, photo) in enumerate(items, start=1)
    )
    return len(lists)


def _prices(project: Project, by: Actor, at: datetime) -> int:
    rows = PriceItem.objects.bulk_create(
        PriceItem(
            project=project,
            service=service,
            service_key=sort_key(service),
            measure=measure,
            price=Decimal(price),
            material=material,
            note=note,
            valid_from=local_date(at),
            rank=rank,
        )
        for rank, (service, measure, price, material, note) in enumerate(shipped.PRICES, start=1)
    )
    return len(rows)
