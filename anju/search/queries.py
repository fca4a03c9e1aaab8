"""Looking up what somebody types, within the rights of whoever types it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection

from anju.organization.access import Access, access_to_office, access_to_project
from anju.organization.models import Project, User
from anju.organization.queries.places import projects_of
from anju.search.hooks import Hit, codes, hits
from anju.search.models import Probe, TermKind
from anju.search.permissions import SearchPermission
from anju.search.reading import Wanted, digits_of, read

SHOWN = 12
PER_KIND = 60
PROBES, PROBES_WITHIN = 60, timedelta(minutes=5)

_ORDER = list(TermKind)
_LAST = "\U0010ffff"  # sorts behind whatever continues a prefix
_NEXT = "\x01"  # sorts before whatever continues it

# One index scan for each reading, cut short; a range, because a pattern that comes from a row
# cannot use an index.
_READINGS = """
    SELECT wanted.place, found.* FROM unnest(%s::text[], %s::text[], %s::text[])
        WITH ORDINALITY AS wanted(kind, low, high, place)
    CROSS JOIN LATERAL (
        SELECT kind, term, subject_type, subject_id, project_id, weight FROM search_term
        WHERE kind = wanted.kind
            AND term >= wanted.low COLLATE "C" AND term < wanted.high COLLATE "C"
            AND permission = ANY(%s) AND {where}
        ORDER BY term LIMIT %s
    ) AS found
"""
_IN_ONE = _READINGS.format(where="project_id = %s")
_IN_MANY = _READINGS.format(where="project_id = ANY(%s)")


@dataclass(frozen=True, slots=True)
class Scope:
    """Projects in which somebody has the same rights."""

    access: Access
    projects: Sequence[Project]


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit with the name of its project, where several were searched."""

    hit: Hit
    place: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, best first, and whether there is more than is shown.

    `by_digits` counts, by project, what was found by digits of a telephone: the trail keeps that.
    """

    lines: list[Shown]
    is_cut: bool = False
    by_digits: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Match:
    subject_type: str
    subject_id: int
    project_id: int
    rank: tuple[object, ...]
    kind: TermKind


def search(scopes: Sequence[Scope], text: str, *, without_digits: bool = False) -> Found:
    """Return what a text finds in the scopes, ranked: whole before begun, present before past.

    Every row carries the right it takes to see it; how a hit looks is asked of its app, masked
    for this person, in one question per kind of subject.

    :param without_digits: leaves telephones out, for somebody who tried too many.
    """
    matches: dict[tuple[str, int], _Match] = {}
    owners: dict[int, tuple[Scope, str]] = {}
    is_cut = False
    for scope in scopes:
        inner = scope.access.may(SearchPermission.INNER_DIGITS)
        wanted = read(text, codes(text), inner_digits=inner)
        if without_digits:
            wanted = [each for each in wanted if not _is_digits(each.kind)]
        for match, cut in _matches(scope, wanted):
            is_cut = is_cut or cut
            key = (match.subject_type, match.subject_id)
            if key not in matches or match.rank < matches[key].rank:
                matches[key] = match
        owners.update((each.pk, (scope, each.name)) for each in scope.projects)
    best = sorted(matches.values(), key=lambda match: match.rank)
    lines = _shown(best[:SHOWN], owners, has_many=len(owners) > 1)
    if len(lines) < SHOWN:  # an app left some out: what comes behind them moves up
        lines += _shown(best[SHOWN : SHOWN * 2], owners, has_many=len(owners) > 1)
    by_digits = Counter(match.project_id for match in best[:SHOWN] if _is_digits(match.kind))
    return Found(lines[:SHOWN], is_cut or len(best) > SHOWN, by_digits)


def scopes_across_projects(user: User, *, at: datetime) -> list[Scope]:
    """Return where somebody may search: the head office everywhere, others in their projects."""
    projects = list(projects_of(user, at=at))
    office = access_to_office(user, at=at)
    if office.is_inside:
        return [Scope(office, projects)] if projects else []
    return [Scope(access_to_project(user, each, at=at), [each]) for each in projects]


def has_probed_too_often(user: User, text: str, *, at: datetime) -> bool:
    """Tell whether somebody has looked up so many digits lately that they get no more."""
    if not digits_of(text):
        return False
    return Probe.objects.filter(user_id=user.pk, at__gt=at - PROBES_WITHIN).count() >= PROBES


def _matches(scope: Scope, wanted: Sequence[Wanted]) -> Iterator[tuple[_Match, bool]]:
    if not wanted or not scope.access.held:
        return
    held = sorted(scope.access.held)
    kinds = [each.kind.value for each in wanted]
    lows = [each.term for each in wanted]
    highs = [each.term + (_NEXT if each.is_whole else _LAST) for each in wanted]
    projects = [each.pk for each in scope.projects]
    sql, where = (_IN_ONE, projects[0]) if len(projects) == 1 else (_IN_MANY, projects)
    with connection.cursor() as cursor:
        cursor.execute(sql, [kinds, lows, highs, held, where, PER_KIND])
        rows = [(lows[row[0] - 1], *row[1:]) for row in cursor.fetchall()]
    counts = Counter(row[0] for row in rows)
    for looked_for, kind, term, subject_type, subject_id, project_id, weight in rows:
        rank = (
            term != looked_for,
            weight,
            _ORDER.index(TermKind(kind)) if term != looked_for else 0,
            len(term),
            term,
            subject_id,
        )
        match = _Match(subject_type, subject_id, project_id, rank, TermKind(kind))
        yield match, counts[looked_for] >= PER_KIND


def _is_digits(kind: TermKind) -> bool:
    return kind in (TermKind.PHONE, TermKind.TAIL, TermKind.INNER)


def _shown(
    best: Sequence[_Match], owners: dict[int, tuple[Scope, str]], *, has_many: bool
) -> list[Shown]:
    asked: dict[tuple[int, str], list[int]] = {}
    for match in best:
        scope = owners[match.project_id][0]
        asked.setdefault((id(scope), match.subject_type), []).append(match.subject_id)
    access = {id(scope): scope.access for scope, _ in owners.values()}
    looks = {
        (subject_type, subject_id): hit
        for (scope_id, subject_type), ids in asked.items()
        for subject_id, hit in hits(subject_type, ids, access[scope_id]).items()
    }
    return [
        Shown(looks[key], owners[match.project_id][1] if has_many else "")
        for match in best
        if (key := (match.subject_type, match.subject_id)) in looks
    ]
