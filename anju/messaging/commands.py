"""Telling people, and their having read it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from anju.live.commands import publish
from anju.messaging import deputyships as words
from anju.messaging.models import StaffMessage
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
    at: datetime,
) -> int:
    """Put a message into each person's inbox, once per key; returns how many are new.

    Safe to run twice: who has a message of this key keeps it as it is. Delivery leaves no event in
    the trail; what it speaks of has its own.

    :param key: what the message is about, e.g. `deputyship:17`; the same for a repeated run.
    :param url: a path of ours from `reverse()`, where the reader can act.
    """
    wanted = {user.pk for user in users}
    told = StaffMessage.objects.filter(user__in=wanted, key=key).values_list("user_id", flat=True)
    new = sorted(wanted - set(told))
    StaffMessage.objects.bulk_create(
        [
            StaffMessage(
                project=project,
                user_id=user_id,
                key=key,
                title=title,
                body=body,
                url=url,
                sent_at=at,
            )
            for user_id in new
        ],
        ignore_conflicts=True,
    )
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
            at=at,
        )
