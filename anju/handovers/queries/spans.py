"""The shifts that are handed over: which is somebody's, who comes next and by when."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anju.audit.models import Event
from anju.core.periods import local_date
from anju.handovers.models import DeskShift, Handover
from anju.handovers.models.handovers import BY_HAND
from anju.handovers.states import OPEN
from anju.handovers.verbs import HandoverVerb
from anju.organization.models import Department, Membership, Project, User
from anju.rosters.models import Shift
from anju.rosters.queries.lists import live_shifts
from anju.rosters.queries.plan import Stint, plan_of

BACK, AHEAD = timedelta(days=2), timedelta(days=2)  # a shift lasts a day at most
LOOKS_BACK = timedelta(hours=24)  # so long after its end a shift may still be handed over
USUAL = timedelta(hours=8)  # how long a shift counts where no roster says it


@dataclass(frozen=True, slots=True)
class Span:
    """One shift on one date, or (`shift` None) a hand-over by hand where no roster says.

    :param relieve_at: when it is over and the next is there.
    :param until: when the next shift ends: what is due before then is pressing.
    :param coming: who comes next, by name; empty if nobody is rostered.
    """

    department: Department
    shift: Shift | None
    day: date
    name: str
    starts_at: datetime
    ends_at: datetime
    people: tuple[User, ...] = ()
    relieve_at: datetime | None = None
    until: datetime | None = None
    coming: tuple[str, ...] = ()

    def is_of(self, user: User) -> bool:
        return any(each.pk == user.pk for each in self.people)

    @property
    def next_ends_at(self) -> datetime:
        """The end of the next shift, as far as anybody knows."""
        return self.until or self.ends_at + USUAL


def desk_shifts(project: Project) -> list[DeskShift]:
    """Return the names of the shifts that are handed over, by department."""
    found = DeskShift.objects.filter(project=project).select_related("department")
    return list(found.order_by("department__rank", "department_id", "pk"))


def were_set(project: Project) -> bool:
    """Tell whether somebody, or the presets, has said which shifts are handed over."""
    return Event.objects.filter(project_id=project.pk, verb=HandoverVerb.SHIFTS_SET).exists()


def shift_choices(project: Project) -> list[Shift]:
    """Return the live shifts that could be handed over, by department and hour."""
    return list(live_shifts(project))


def desk_of(project: Project, user: User, at: datetime) -> Department | None:
    """Return the desk that somebody hands over: of their own department, else the first.

    Where no shift is handed over it is the department of their own post; None for who has none.
    """
    desks = list({row.department_id: row.department for row in desk_shifts(project)}.values())
    own = Membership.objects.of(project).on(local_date(at)).filter(user=user)
    posts = list(own.select_related("department").order_by("post__rank", "pk"))
    mine = {post.department_id for post in posts}
    found = [desk for desk in desks if desk.pk in mine] or desks
    found += [post.department for post in posts]
    return found[0] if found else None


def spans_of(project: Project, department: Department, at: datetime) -> list[Span]:
    """Return the department's shifts that are handed over, of these days, the first over first."""
    names = {row.name for row in desk_shifts(project) if row.department_id == department.pk}
    if not names:
        return []
    today = local_date(at)
    first, last = today - BACK, today + AHEAD
    plan = plan_of(project, first, last, department=department)
    grouped: dict[tuple[int, date], list[Stint]] = defaultdict(list)
    for day in (first + timedelta(days=count) for count in range((last - first).days + 1)):
        for stint in plan.stints(day):
            if stint.shift.name in names:
                grouped[stint.shift.pk, day].append(stint)
    spans = [_span(department, stints) for stints in grouped.values()]
    ordered = sorted(spans, key=lambda span: (span.ends_at, span.starts_at, span.name))
    return [_with_next(span, ordered) for span in ordered]


def own_span(project: Project, department: Department, user: User, at: datetime) -> Span:
    """Return the shift that somebody hands over now.

    The one they are on; else the last one that ended within a day and is still to be handed over;
    else, without a roster, a hand-over by hand.
    """
    begun = [
        span
        for span in spans_of(project, department, at)
        if span.is_of(user) and span.starts_at <= at < span.ends_at + LOOKS_BACK
    ]
    known = {
        (each.shift_id, each.day): each
        for each in Handover.objects.of(project).filter(
            department=department, shift__isnull=False, day__gte=local_date(at) - BACK
        )
    }
    for span in reversed(begun):
        assert span.shift is not None
        found = known.get((span.shift.pk, span.day))
        if span.ends_at > at and (found is None or found.state in OPEN):
            return span
        if found is None or found.is_draft:
            return span
    return _by_hand(department, at)


def span_behind(project: Project, handover: Handover, at: datetime) -> Span:
    """Return the shift of a hand-over, with who comes next as the roster has it now."""
    for span in spans_of(project, handover.department, at):
        if span.shift is not None and (span.shift.pk, span.day) == (
            handover.shift_id,
            handover.day,
        ):
            return span
    starts = handover.starts_at or handover.drafted_at
    return Span(
        department=handover.department,
        shift=handover.shift,
        day=handover.day,
        name=handover.shift_name,
        starts_at=starts,
        ends_at=handover.ends_at or at,
        relieve_at=handover.relieve_due_at,
    )


def missing_spans(project: Project, at: datetime) -> Iterator[Span]:
    """Yield the shifts that ended within a day and were never begun to be handed over.

    Only those that are over by the roster and whose successor should be there.
    """
    rows = desk_shifts(project)
    since = {(row.department_id, row.name): row.since for row in rows}
    known = set(
        Handover.objects.of(project)
        .filter(shift__isnull=False, day__gte=local_date(at) - BACK)
        .values_list("department_id", "shift_id", "day")
    )
    for department in {row.department_id: row.department for row in rows}.values():
        for span in spans_of(project, department, at):
            assert span.shift is not None and span.relieve_at is not None
            is_known = (department.pk, span.shift.pk, span.day) in known
            is_recent = at - LOOKS_BACK < span.relieve_at <= at
            if not is_known and is_recent and span.ends_at > since[department.pk, span.name]:
                yield span


def desk_projects_across_projects() -> list[Project]:
    """Return the projects in care that hand shifts over, in order of number."""
    with_desk = DeskShift.objects.values("project")
    return list(Project.objects.open().filter(pk__in=with_desk).order_by("pk"))


def _span(department: Department, stints: Sequence[Stint]) -> Span:
    one = stints[0]
    return Span(
        department=department,
        shift=one.shift,
        day=one.day,
        name=one.shift.name,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        people=tuple(stint.user for stint in stints),
    )


def _by_hand(department: Department, at: datetime) -> Span:
    """Return a hand-over that no roster knows; it tells of the last eight hours."""
    return Span(department, None, local_date(at), BY_HAND, at - USUAL, at)


def _with_next(span: Span, spans: Sequence[Span]) -> Span:
    """Return a shift with the next: the one that is there at its end, else the first to begin."""
    others = [each for each in spans if each.ends_at > span.ends_at]
    following = min(
        others, key=lambda each: (max(each.starts_at, span.ends_at), each.ends_at), default=None
    )
    return Span(
        department=span.department,
        shift=span.shift,
        day=span.day,
        name=span.name,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        people=span.people,
        relieve_at=max(following.starts_at, span.ends_at) if following else span.ends_at,
        until=following.ends_at if following else None,
        coming=tuple(user.name for user in following.people) if following else (),
    )
