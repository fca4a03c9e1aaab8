"""Hand-overs as screens show them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from anju.core.periods import local_date
from anju.handovers.models import Handover, HandoverQuerySet
from anju.handovers.permissions import HandoverPermission
from anju.handovers.states import OPEN, HandoverState
from anju.organization.models import Department, Membership, Project, User
from anju.tickets.queries.promising import who_may
from anju.tickets.queries.telling import SUPERVISOR

STAYS = timedelta(hours=12)  # so long what the last shift left stays at the desk's foot


@dataclass(frozen=True, slots=True)
class DeskLine:
    """What the desk's foot says of the hand-over: 未接班, 上一班留下 7 项."""

    said: str
    is_bad: bool
    handover_id: int | None


def handover_list(
    project: Project, *, state: str = "", since: date | None = None, until: date | None = None
) -> HandoverQuerySet:
    """Return a project's hand-overs, the newest first, ready to list.

    :param state: a value of `HandoverState`, or `unrelieved` for those nobody has come for.
    """
    found = Handover.objects.of(project)
    if state == "unrelieved":
        found = found.unrelieved()
    elif state in HandoverState.values:
        found = found.filter(state=state)
    if since is not None:
        found = found.filter(day__gte=since)
    if until is not None:
        found = found.filter(day__lte=until)
    loaded = found.select_related("project", "department", "outgoing", "incoming")
    return loaded.prefetch_related("objections").newest_first()


def handover_in(project: Project, handover_id: int) -> Handover | None:
    """Return one hand-over of a project with its lines and objections, else None."""
    found = Handover.objects.of(project).filter(pk=handover_id)
    loaded = found.select_related("project", "department", "shift", "outgoing", "incoming")
    return loaded.prefetch_related("lines", "objections").first()


def handover_of(
    project: Project, department: Department, user: User, *, shift_id: int | None, day: date
) -> Handover | None:
    """Return the hand-over of a shift on a date, or somebody's own by hand that is still open."""
    found = Handover.objects.of(project).filter(department=department)
    if shift_id is not None:
        found = found.filter(shift=shift_id, day=day)
    else:
        found = found.open().filter(shift=None, outgoing=user)
    return found.select_related("outgoing").prefetch_related("lines", "objections").first()


def waiting_for(project: Project, user: User) -> list[Handover]:
    """Return what somebody may take over: signed by others, the longest waiting first."""
    waiting = Handover.objects.of(project).waiting().exclude(outgoing=user)
    return list(waiting.select_related("outgoing", "department").order_by("signed_at", "pk"))


def own_open(project: Project, user: User) -> list[Handover]:
    """Return what somebody has signed and nobody has taken over, or was objected to."""
    states = (HandoverState.SIGNED, HandoverState.DISPUTED)
    mine = Handover.objects.of(project).filter(outgoing=user, state__in=states)
    return list(mine.prefetch_related("objections").order_by("signed_at", "pk"))


def unrelieved(project: Project) -> list[Handover]:
    """Return the hand-overs nobody has come for, the longest waiting first."""
    found = Handover.objects.of(project).unrelieved().select_related("outgoing", "department")
    return list(found.order_by("relieve_due_at", "pk"))


def unrelieved_count(project: Project) -> int:
    """Return how many shifts nobody has taken over."""
    return Handover.objects.of(project).unrelieved().count()


def desk_line(project: Project, at: datetime) -> DeskLine | None:
    """Return what the desk's foot says; None when there is nothing. One query."""
    last = Q(state=HandoverState.RELIEVED, relieved_at__gte=at - STAYS)
    open_now = Q(state__in=(HandoverState.SIGNED, HandoverState.DISPUTED))
    missed = Q(state=HandoverState.DRAFT, unrelieved_at__isnull=False)
    found = list(
        Handover.objects.of(project)
        .filter(last | open_now | missed)
        .only("state", "unrelieved_at", "left", "project", "day", "shift_name")
        .order_by("-drafted_at", "-pk")[:20]
    )
    for each in found:
        if each.is_unrelieved:
            return DeskLine("未接班", True, each.pk)
    for each in found:
        if each.is_disputed:
            return DeskLine("有异议", True, each.pk)
    for each in found:
        return DeskLine(f"上一班留下 {len(each.left)} 项", False, each.pk)
    return None


def left_behind(project: Project, at: datetime) -> list[Handover]:
    """Return what the desk must see at the beginning of a shift, the most pressing first.

    What nobody has taken over; where there is none, what was taken over last.
    """
    seen = Q(state=HandoverState.SIGNED) | Q(state__in=OPEN, unrelieved_at__isnull=False)
    found = Handover.objects.of(project).filter(seen).select_related("outgoing", "project")
    waiting = list(found.order_by("-drafted_at", "-pk")[:3])
    if waiting:
        return waiting
    last = Handover.objects.of(project).filter(
        state=HandoverState.RELIEVED, relieved_at__gte=at - STAYS
    )
    return list(last.select_related("outgoing", "project").order_by("-relieved_at", "-pk")[:1])


def supervisors(project: Project, at: datetime) -> list[User]:
    """Return who settles that nobody has come: the supervisors in post, on duty or not.

    It waits for them in their inbox. Where there is none, whoever may settle it.
    """
    posts = Membership.objects.of(project).on(local_date(at)).filter(post__code=SUPERVISOR)
    found = list(User.objects.active().filter(pk__in=posts.values("user")).by_name())
    return found or list(who_may(project, HandoverPermission.SETTLE, at=at))


def late_across_projects(at: datetime) -> HandoverQuerySet:
    """Return the hand-overs that should have been taken over, and nobody was told yet."""
    late = Handover.objects.all().late_by(at)
    return late.select_related("project", "department").order_by("pk")
