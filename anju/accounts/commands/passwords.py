"""Changing one's own password."""

from datetime import datetime

from django.db import transaction

from anju.accounts.models import SessionEnd, StaffSession
from anju.accounts.verbs import AccountVerb as Verb
from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.organization.models import User


class SamePassword(DomainError):
    """The new password is the old one."""


@transaction.atomic
def change_password(
    *, user: User, password: str, session: StaffSession, by: Actor, at: datetime
) -> User:
    """Give oneself a new password; every other device is signed out.

    The old password was asked for before. Whether the new one is good enough was the form's
    question (AUTH_PASSWORD_VALIDATORS).

    :param session: the one that goes on.
    :raises SamePassword: if it is the old one: a first password must really be replaced.
    """
    user = User.objects.locked().get(pk=user.pk)
    if user.check_password(password):
        raise SamePassword("新密码不能与原密码相同,请换一个。")
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    others = StaffSession.objects.filter(user=user).exclude(pk=session.pk)
    ending = {"end": SessionEnd.PASSWORD, "ended_at": at, "ended_by_id": by.id}
    count = others.live(at).update(**ending)
    others.vouching(at).update(**ending)
    record(
        Verb.PASSWORD_CHANGED,
        subject=user,
        project_id=None,
        by=by,
        at=at,
        changes={"count": (count, 0)},
    )
    return user
