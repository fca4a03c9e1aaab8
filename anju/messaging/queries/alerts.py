"""Whether somebody's alerts arrived, and who would get none."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef

from anju.core.periods import local_date
from anju.messaging.models import AlertSettings, Outgoing, StaffMessage, StaffMessageQuerySet
from anju.messaging.models.outgoing import STAFF_MESSAGE
from anju.messaging.seals import mail_purpose, unseal
from anju.messaging.states import AlertKind, OutState
from anju.organization.models import Membership, Project, User


@dataclass(frozen=True, slots=True)
class Told:
    """One message with what became of it outside the house."""

    message: StaffMessage
    ways: list[Outgoing] = field(default_factory=list)

    @property
    def kind_label(self) -> str:
        return str(AlertKind(self.message.kind).label)


@dataclass(frozen=True, slots=True)
class Reached:
    """One of the staff and by what they are reached."""

    user: User
    posts: list[str]
    chosen: AlertSettings | None

    @property
    def has_mail(self) -> bool:
        return self.chosen is not None and bool(self.chosen.mail_shown)

    @property
    def has_robot(self) -> bool:
        return self.chosen is not None and bool(self.chosen.robot_shown)

    @property
    def is_unreached(self) -> bool:
        """Whether not even an emergency would leave the house for them."""
        return not (self.has_mail or self.has_robot)

    @property
    def mail_kinds(self) -> list[str]:
        return _labels(self.chosen.mail_kinds) if self.chosen else []

    @property
    def robot_kinds(self) -> list[str]:
        return _labels(self.chosen.robot_kinds) if self.chosen else []


def settings_of(user: User) -> AlertSettings:
    """Return somebody's settings; unsaved ones where there are none."""
    return AlertSettings.objects.filter(user=user).first() or AlertSettings(user=user)


def mail_of(user: User) -> str:
    """Return one's own mail address, whole: for the form of oneself."""
    return unseal(settings_of(user).mail_sealed, purpose=mail_purpose(user.pk))


def alerts_to(user: User) -> StaffMessageQuerySet:
    """Return what somebody was told, newest first."""
    return StaffMessage.objects.to(user).select_related("project", "user").newest_first()


def alerts_of(project: Project, *, only_failed: bool = False) -> StaffMessageQuerySet:
    """Return what the project's staff was told outside the house or urgently, newest first."""
    found = StaffMessage.objects.of(project).select_related("project", "user").newest_first()
    ways = Outgoing.objects.filter(subject_type=STAFF_MESSAGE, subject_id=OuterRef("pk"))
    if only_failed:
        ways = ways.filter(state=OutState.FAILED)
    return found.filter(Exists(ways))


def with_ways(project: Project | None, messages: Iterable[StaffMessage]) -> list[Told]:
    """Return messages with their ways out, in one query however many there are.

    :param project: the page's own; None on one's own page.
    """
    rows = list(messages)
    told = {message.pk: Told(message) for message in rows}
    found = Outgoing.objects.about(STAFF_MESSAGE, list(told)).order_by("pk")
    if project is not None:
        found = found.filter(project=project)
    for outgoing in found:
        told[outgoing.subject_id].ways.append(outgoing)
    return list(told.values())


def outgoing_to(user: User, pk: int) -> Outgoing | None:
    """Return one way out of a message to somebody, or None."""
    own = StaffMessage.objects.to(user).filter(pk=OuterRef("subject_id"))
    return Outgoing.objects.filter(Exists(own), pk=pk, subject_type=STAFF_MESSAGE).first()


def alert_of(project: Project, pk: int) -> Outgoing | None:
    """Return one way out of a message to the project's staff, or None."""
    return Outgoing.objects.of(project).filter(pk=pk, subject_type=STAFF_MESSAGE).first()


def reached_staff(project: Project, *, at: datetime) -> list[Reached]:
    """Return everybody in post with how they are reached, those without any way first."""
    in_post = (
        Membership.objects.of(project)
        .on(local_date(at))
        .filter(user__is_active=True)
        .select_related("user", "post")
        .order_by("user__name_key", "user_id", "pk")
    )
    posts: dict[User, list[str]] = {}
    for membership in in_post:
        posts.setdefault(membership.user, []).append(membership.post.name)
    chosen = AlertSettings.objects.filter(user__in=posts).in_bulk(field_name="user_id")
    rows = [Reached(user, held, chosen.get(user.pk)) for user, held in posts.items()]
    return sorted(rows, key=lambda row: not row.is_unreached)


def _labels(kinds: Iterable[str]) -> list[str]:
    return [str(AlertKind(kind).label) for kind in kinds]
