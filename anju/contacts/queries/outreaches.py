"""Contacts as screens and tasks look them up."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Q

from anju.contacts.models import Outreach, OutreachQuerySet
from anju.contacts.states import Channel, ContactState
from anju.estate.models import Unit
from anju.organization.models import Project
from anju.residents.models import Person

S = ContactState
SHOWS = {
    "waiting": "等待处理",
    "held": "等合适时间",
    "reason": "待说明原因",
    "copy": "待人工发出",
    "failed": "没有送达",
    "all": "全部",
}
BY_HAND = (Channel.WECHAT, Channel.PHONE, Channel.VISIT, Channel.PAPER)


def outreach_list(project: Project, *, show: str, channel: str = "") -> OutreachQuerySet:
    """Return contacts by what is asked for: what waits by when it goes, else the newest first."""
    rows = Outreach.objects.of(project).loaded()
    if channel in Channel.values:
        rows = rows.filter(channel=channel)
    if show == "all" or show not in SHOWS:
        return rows.newest_first()
    return rows.filter(_shown(show)).order_by("goes_at", "pk")


def counts_of(project: Project) -> dict[str, int]:
    """Return how many contacts each of the shows has, all but the whole list."""
    wanted = {show: Count("pk", filter=_shown(show)) for show in SHOWS if show != "all"}
    return Outreach.objects.of(project).aggregate(**wanted)


def _shown(show: str) -> Q:
    failed = Q(state=S.FAILED, followed_by=None)
    by_hand = Q(state=S.READY, channel__in=BY_HAND)
    return {
        "held": Q(state=S.HELD),
        "reason": Q(state=S.NEEDS_REASON),
        "copy": by_hand,
        "failed": failed,
        "waiting": Q(state__in=(S.HELD, S.NEEDS_REASON)) | by_hand | failed,
    }[show]


def outreach_in(project: Project, outreach_id: int) -> Outreach | None:
    """Return one contact of the project, loaded, else None."""
    return Outreach.objects.of(project).loaded().filter(pk=outreach_id).first()


def outreaches_in(project: Project, ids: Sequence[int]) -> list[Outreach]:
    """Return contacts of the project by their numbers, loaded, the earliest first."""
    return list(Outreach.objects.of(project).loaded().filter(pk__in=ids).order_by("pk"))


def outreach_of_outgoing(project: Project | None, outgoing_id: int) -> Outreach | None:
    """Return the contact that a message of the outbox belongs to, else None."""
    found = Outreach.objects.filter(project=project, outgoing_id=outgoing_id)
    return found.loaded().first()


def due_across_projects(*, at: datetime) -> list[Outreach]:
    """Return what has waited long enough, of all projects; for the house itself."""
    return list(Outreach.objects.filter(state=S.HELD, goes_at__lte=at).loaded().order_by("pk"))


def contacts_of(project: Project, *, person: Person) -> OutreachQuerySet:
    """Return the contacts with a person and with entries merged into theirs, the newest first."""
    theirs = Q(person=person) | Q(person__merged_into=person)
    return Outreach.objects.of(project).filter(theirs).loaded().newest_first()


def contacts_of_unit(project: Project, unit: Unit, *, limit: int = 5) -> list[Outreach]:
    """Return the newest contacts with a household."""
    return list(Outreach.objects.of(project).filter(unit=unit).loaded().newest_first()[:limit])


def beside(project: Project, outreach: Outreach) -> list[Outreach]:
    """Return what waits for the same household and channel, started by us, itself among them."""
    rows = (
        Outreach.objects.of(project)
        .waiting()
        .filter(channel=outreach.channel, is_counted=True, outgoing_id=None)
    )
    rows = rows.of_household(outreach.unit, outreach.person)
    return list(rows.loaded().order_by("pk"))


def waiting_for(project: Project, unit: Unit | None, person: Person) -> list[Outreach]:
    """Return what waits for a household whichever the channel, the earliest first."""
    rows = Outreach.objects.of(project).waiting().of_household(unit, person)
    return list(rows.loaded().order_by("goes_at", "pk"))
