"""The numbers of a day, each with the address of exactly the list it was counted from."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from anju.digests.models import Digest
from anju.digests.permissions import DigestPermission, DigestReaderPermission
from anju.handovers.permissions import HandoverPermission
from anju.handovers.queries.handovers import unrelieved_count
from anju.offline.permissions import OfflinePermission
from anju.offline.queries import held_count
from anju.organization.access import Access
from anju.organization.models import Project
from anju.tickets.permissions import DeskPermission
from anju.tickets.queries.lists import LIVING, Wanted, count_of


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and where its rows are; `tone` is bad for what must not be left so."""

    label: str
    count: int
    url: str
    tone: str = "plain"


DAY = (
    ("今天必须答复", Wanted(promise="today"), "warn"),
    ("已破诺", Wanted(promise="broken"), "bad"),
    ("无人接单", Wanted(unassigned=True), "bad"),
    ("重大", Wanted(major=True, state=LIVING), "bad"),
    ("不满意卡", Wanted(opinion="unasked"), "bad"),
    ("逾期回访", Wanted(follow_up="late"), "bad"),
)
DESK = (
    ("今天到期的承诺", Wanted(promise="today"), "warn"),
    ("已破诺", Wanted(promise="broken"), "bad"),
    ("待回访", Wanted(follow_up="due"), "warn"),
    ("退回", Wanted(returned=True), "warn"),
    ("我负责的未结", Wanted(mine=True, state=LIVING), "plain"),
)


def day_figures(access: Access, at: datetime) -> list[Figure]:
    """Return the first line of a supervisor's day, the digests that wait for them at its end."""
    found = _counted(access, DAY, at)
    waiting = waiting_digests(access)
    if waiting is not None:
        label, digests = waiting
        state = "SIGNED" if label == "待批阅日报" else "DRAFT"
        assert access.project is not None
        url = f"{reverse('digests:digests', args=[access.project.code])}?state={state}"
        found.append(Figure(label, digests, url, "warn" if digests else "plain"))
    if access.may(HandoverPermission.READ) and (missed := unrelieved_count(_project(access))):
        rows = reverse("handovers:handovers", args=[_project(access).code])
        found.append(Figure("未接班", missed, f"{rows}?state=unrelieved", "bad"))
    if access.may(OfflinePermission.SETTLE) and (held := held_count(_project(access))):
        found.append(
            Figure("补录", held, reverse("offline:entries", args=[_project(access).code]), "warn")
        )
    return found


def desk_figures(access: Access, at: datetime) -> list[Figure]:
    """Return what a receptionist keeps an eye on."""
    return _counted(access, DESK, at)


def waiting_digests(access: Access) -> tuple[str, int] | None:
    """Return which digests wait for this person's hand, and how many; None for other posts.

    Whoever acknowledges (the manager) waits for signed ones, whoever signs for drafts.
    """
    assert access.project is not None
    digests = Digest.objects.of(access.project)
    if access.may(DigestReaderPermission.ACKNOWLEDGE):
        return "待批阅日报", digests.signed().count()
    if access.may(DigestPermission.SIGN):
        return "待签阅日报", digests.drafts().count()
    return None


def rows_url(project: Project, wanted: Wanted) -> str:
    """Return the address of the list that a question makes."""
    rows = reverse("tickets:tickets", args=[project.code])
    return f"{rows}?{urlencode(wanted.query())}"


def _project(access: Access) -> Project:
    assert access.project is not None
    return access.project


def _counted(
    access: Access, asked: tuple[tuple[str, Wanted, str], ...], at: datetime
) -> list[Figure]:
    project = access.project
    assert project is not None
    if not access.may(DeskPermission.READ):
        return []
    found = []
    for label, wanted, tone in asked:
        count = count_of(project, wanted, user=access.user, now=at)
        url = rows_url(project, wanted)
        found.append(Figure(label, count, url, tone if count else "plain"))
    return found
