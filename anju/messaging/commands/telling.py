"""Telling people, and their having read it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from anju.core.actors import SYSTEM
from anju.live.commands import publish
from anju.messaging import deputyships as words
from anju.messaging.commands.alerting import let_out
from anju.messaging.models import AlertSettings, StaffMessage
from anju.messaging.planning import plan
from anju.messaging.states import AlertKind, StaysIn
from anju.organization.models import Deputyship, Project, User


@transaction.atomic
def tell_staff(
    *,
    users: Iterable[User],
    title: str,
    body: str = "",
    url: str = "",
    key: str,
    project: Project | None,
    kind: AlertKind = AlertKind.OTHER,
    is_emergency: bool = False,
    at: datetime,
) -> int:
    """Put a message into each person's inbox, once per key; returns how many are new.

    It follows by mail or robot where the person wants this kind there: an emergency at once,
    anything else only on duty and after their quiet time. Safe to run twice: who has a message of
    this key keeps it as it is. Delivery leaves no event in the trail; what it speaks of has its
    own.

    :param title: leaves the house as it stands, so nobody outside the staff is named in it; the
        body never leaves.
    :param key: what the message is about, e.g. `deputyship:17`; the same for a repeated run.
    :param url: a path of ours from `reverse()`, where the reader can act.
    """
    wanted = {user.pk: user for user in users}
    told = StaffMessage.objects.filter(user__in=wanted, key=key).values_list("user_id", flat=True)
    new = sorted(wanted.keys() - set(told))
    chosen = AlertSettings.objects.filter(user__in=new).in_bulk(field_name="user_id")
    plans = {pk: plan(wanted[pk], chosen.get(pk), kind, is_emergency, project, at) for pk in new}
    StaffMessage.objects.bulk_create(
        [
            StaffMessage(
                project=project,
                user_id=user_id,
                key=key,
                title=title,
                body=body,
                url=url,
                kind=kind,
                is_emergency=is_emergency,
                stays_in=plans[user_id].stays_in,
                sent_at=at,
            )
            for user_id in new
        ],
        ignore_conflicts=True,
    )
    leaving = [user_id for user_id in new if plans[user_id].ways]
    if leaving:
        rows = StaffMessage.objects.filter(user__in=leaving, key=key).select_related("project")
        for message in rows.order_by("pk"):
            let_out(message, plans[message.user_id], by=SYSTEM, at=at)
    publish(*(f"user:{user_id}" for user_id in new))
    return len(new)


@transaction.atomic
def mark_read(*, user: User, message: StaffMessage | None = None, at: datetime) -> int:
    """Note that somebody has read a message of theirs, or (None) all; returns how many were new.

    Another person's message stays as it is. Reading leaves no event in the trail.
    """
    messages = StaffMessage.objects.to(user).unread()
    if message is not None:
        messages = messages.filter(pk=message.pk)
    read = messages.update(read_at=at)
    if read:
        publish(f"user:{user.pk}")
    return read


@transaction.atomic
def tell_of_deputyship(*, deputyship: Deputyship, is_revoked: bool, key: str, at: datetime) -> None:
    """Tell the deputy and the absent person of a deputyship that was named or taken back.

    Safe to run twice. It leaves no event: the deputyship has its own.

    :param key: the same for a repeated run, another one for naming and for revoking.
    """
    to_deputy, to_absent = words.to_deputy, words.to_absent
    if is_revoked:
        to_deputy, to_absent = words.to_deputy_revoked, words.to_absent_revoked
    for user, said in (
        (deputyship.deputy, to_deputy(deputyship)),
        (deputyship.absent, to_absent(deputyship)),
    ):
        tell_staff(
            users=[user],
            title=said.title,
            body=said.body,
            key=key,
            project=deputyship.project,
            kind=AlertKind.DEPUTYSHIP,
            at=at,
        )


@transaction.atomic
def tell_oneself(*, user: User, url: str, at: datetime) -> int:
    """Send oneself a test by every way one has, quiet time or not; returns how many ways.

    It leaves no event.
    """
    chosen = AlertSettings.objects.filter(user=user).first()
    ways = plan(user, chosen, AlertKind.OTHER, True, None, at)
    if not ways.ways:
        return 0
    message, _ = StaffMessage.objects.get_or_create(
        user=user,
        key=f"trial:{at.timestamp():.0f}",
        defaults={
            "title": "这是一条测试提醒",
            "body": "收到说明提醒已经设置好。",
            "url": url,
            "stays_in": StaysIn.NONE,
            "sent_at": at,
        },
    )
    let_out(message, ways, by=SYSTEM, at=at)
    publish(f"user:{user.pk}")
    return len(ways.ways)
