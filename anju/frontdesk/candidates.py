"""Who and where a typed text may mean: what the one search finds, ready to be put into the form."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.urls import Resolver404, resolve

from anju.core.periods import local_date
from anju.core.phones import parse_phone
from anju.estate.queries.buildings import buildings_of
from anju.frontdesk.queries.households import first_homes
from anju.frontdesk.queries.places import units_by_id
from anju.organization.doors import StaffRequest
from anju.residents import sight
from anju.residents.queries.households import occupants_by_unit
from anju.search.commands import note_probe
from anju.search.queries import Found, Scope, has_probed_too_often, search
from anju.search.reading import digits_of

PERSON, UNIT, TICKET = "residents:person", "estate:unit", "tickets:ticket"
PLACE, BUILDING = "estate:place", "estate:building"
OPENED_UP = 2  # units whose people are listed below them
FEWEST = 7  # digits of a number that one can call back


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line to choose: what it puts into the form, by the names of the fields.

    `url` opens a ticket instead.
    """

    title: str
    detail: str
    icon: str
    fields: dict[str, str] = field(default_factory=dict)
    url: str = ""

    @property
    def value(self) -> str:
        """The fields as a plain form's button carries them."""
        return urlencode(self.fields)


@dataclass(frozen=True, slots=True)
class Candidates:
    """The lines, and whether telephones were left out for having been tried too often."""

    lines: list[Candidate]
    is_asked: bool = True
    is_barred: bool = False
    is_cut: bool = False


def candidates(request: StaffRequest, words: str) -> Candidates:
    """Return whom a text means; looking up digits is counted as everywhere.

    A number that nobody has may be taken as the caller's.
    """
    if not words:
        return Candidates([], is_asked=False)
    is_barred = has_probed_too_often(request.user, words, at=request.at)
    found = search([Scope(request.access, [request.project])], words, without_digits=is_barred)
    digits = digits_of(words)
    if digits and not is_barred:
        counts = {request.project: found.by_digits.get(request.project.pk, 0)}
        noted = {project: count for project, count in counts.items() if count}
        note_probe(digits=digits, found=noted, by=request.by, at=request.at)
    lines = [*_lines(request, found), *_number(words)]
    lines.sort(key=lambda line: bool(line.url))  # what is chosen comes before what leaves the desk
    return Candidates(lines, is_barred=is_barred, is_cut=found.is_cut)


def _lines(request: StaffRequest, found: Found) -> Iterator[Candidate]:
    day = local_date(request.at)
    seen = [(line.hit, *_place(line.hit.url)) for line in found.lines]
    homes = first_homes(
        request.project, [number for _, kind, number in seen if kind == PERSON], day=day
    )
    units = [number for _, kind, number in seen if kind == UNIT][:OPENED_UP]
    buildings = {each.name: each.pk for each in buildings_of(request.project)}
    inside = _inside(request, units, day)
    for hit, kind, number in seen:
        if kind == PERSON:
            fields = {"person": str(number), "unit": homes.get(number, "")}
            yield Candidate(hit.title, hit.detail, hit.icon, fields)
        elif kind == UNIT:
            yield from inside.get(number, [])
        elif kind == PLACE:
            yield Candidate(hit.title, f"公共位置 · {hit.kind}", hit.icon, {"place": str(number)})
        elif kind == BUILDING and (pk := buildings.get(hit.title)):
            yield Candidate(hit.title, "整栋楼", hit.icon, {"building": str(pk)})
        elif kind == TICKET:
            yield Candidate(hit.title, f"打开工单 · {hit.detail}", hit.icon, url=hit.url)


def _inside(request: StaffRequest, units: list[int], day: date) -> dict[int, list[Candidate]]:
    """Return a line for each unit, followed by its people."""
    found: dict[int, list[Candidate]] = {}
    people = occupants_by_unit(request.project, units, day=day)
    for unit in units_by_id(request.project, units):
        fields = {"person": "", "unit": unit.code}
        lines = [Candidate(unit.spoken, "只选房屋", "home", fields)]
        for each in people.get(unit.pk, []):
            title = sight.full_title(each.person, request.access)
            detail = f"{unit.code} {each.role_name}"
            fields = {"person": str(each.person_id), "unit": unit.code}
            lines.append(Candidate(title, detail, "user-circle", fields))
        found[unit.pk] = lines
    return found


def _number(words: str) -> Iterator[Candidate]:
    """Yield the typed number as the caller's own."""
    number = parse_phone(words)
    if number is not None and len(number.number) >= FEWEST:
        fields = {"person": "", "caller_phone": number.number}
        title = f"来电号码 {number.number}"  # as it was just typed here
        yield Candidate(title, "没有登记的人,只记号码", "phone", fields)


def _place(url: str) -> tuple[str, int]:
    """Return what a hit's address opens, and the number of it."""
    try:
        match = resolve(url)
    except Resolver404:
        return "", 0
    numbers = [value for name, value in match.kwargs.items() if name.endswith("_id")]
    return match.view_name, int(numbers[0]) if numbers else 0
