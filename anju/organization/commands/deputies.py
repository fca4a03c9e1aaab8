"""职务代理: naming who stands in for an absence, and taking it back (S4)."""

from collections.abc import Set
from datetime import datetime

from django.db import IntegrityError, transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.core.periods import local_date, spoken_time
from anju.organization.commands.staffing import refuse_beyond, towards
from anju.organization.models import Deputyship, Membership, Project, User
from anju.organization.models.belonging import AbsenceReason
from anju.organization.verbs import OrganizationVerb as Verb


class NotOnStaff(DomainError):
    """The person holds no post in the project during the absence."""


class AlreadyDeputized(DomainError):
    """Somebody stands in for this person in an overlapping time."""


class AbsenceOver(DomainError):
    """The absence lies in the past."""


@transaction.atomic
def name_deputy(
    *,
    project: Project,
    absent: User,
    deputy: User,
    starts_at: datetime,
    ends_at: datetime,
    reason: AbsenceReason,
    note: str = "",
    held: Set[str],
    by: Actor,
    at: datetime,
) -> Deputyship:
    """Let a colleague do, for exactly the absence, what the absent person may (S4).

    :param held: the rights of whoever names; for another's absence that person's rights must be
        among them, so that nobody lends what is above them.
    :raises NotOnStaff: if either holds no post in the project during the absence.
    :raises AlreadyDeputized: if the absent person has a deputy in an overlapping time.
    :raises AbsenceOver: if it ends before now.
    """
    if absent.pk == deputy.pk:
        raise DomainError("不能由本人代理本人,请另选代理人。")
    if ends_at <= starts_at:
        raise DomainError("结束时间要晚于开始时间,请检查。")
    if ends_at <= at:
        raise AbsenceOver("这段时间已经过去,不能再指定代理人。")
    absent_rights = _rights_during(project, absent, starts_at, ends_at)
    _rights_during(project, deputy, starts_at, ends_at)
    if by.id != absent.pk:
        held = towards(deputy, held, project=project, by=by, at=at)
        refuse_beyond(held, absent_rights, what=absent.name)
    deputyship = Deputyship(
        project=project,
        absent=absent,
        deputy=deputy,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason,
        note=note,
        named_at=at,
    )
    # Two who name at once for one person wait here: under an exclusion constraint each would wait
    # for the other's row, and one of them end in a deadlock instead of a sentence.
    User.objects.select_for_update(no_key=True).get(pk=absent.pk)
    try:
        with transaction.atomic():
            deputyship.save()
    except IntegrityError as error:
        raise AlreadyDeputized(
            f"{absent.name}在这段时间已有代理人。请先撤销原来的代理,或把时间错开。"
        ) from error
    changes = {
        "deputy": (None, deputy),
        "starts_at": (None, spoken_time(starts_at, now=at)),
        "ends_at": (None, spoken_time(ends_at, now=at)),
    }
    record(
        Verb.DEPUTY_NAMED,
        subject=deputyship,
        project_id=project.pk,
        by=by,
        at=at,
        changes=changes,
        reason=f"{reason.label}{':' + note if note else ''}",
    )
    return deputyship


@transaction.atomic
def revoke_deputy(*, deputyship: Deputyship, by: Actor, at: datetime) -> Deputyship:
    """End a deputyship now; what the deputy did until now stays done.

    :raises DomainError: if it was revoked or is over.
    """
    deputyship = Deputyship.objects.locked().get(pk=deputyship.pk)
    if deputyship.revoked_at is not None:
        raise DomainError("这项代理已经撤销过了,无需再撤。")
    if deputyship.ends_at <= at:
        raise AbsenceOver("这项代理已经到期,无需撤销。")
    deputyship.revoked_at = at
    deputyship.save(update_fields=["revoked_at"])
    record(
        Verb.DEPUTY_REVOKED,
        subject=deputyship,
        project_id=deputyship.project_id,
        by=by,
        at=at,
    )
    return deputyship


@transaction.atomic
def shorten_deputy(
    *, deputyship: Deputyship, ends_at: datetime, by: Actor, at: datetime
) -> Deputyship:
    """Let a deputyship end earlier than named; one that has not begun by then is revoked.

    :raises DomainError: if it was revoked or is over.
    """
    deputyship = Deputyship.objects.locked().get(pk=deputyship.pk)
    if ends_at <= max(deputyship.starts_at, at):
        return revoke_deputy(deputyship=deputyship, by=by, at=at)
    if deputyship.revoked_at is not None or deputyship.ends_at <= ends_at:
        raise DomainError("这项代理已经撤销或更早到期,无需缩短。")
    before, deputyship.ends_at = deputyship.ends_at, ends_at
    deputyship.save(update_fields=["ends_at"])
    record(
        Verb.DEPUTY_SHORTENED,
        subject=deputyship,
        project_id=deputyship.project_id,
        by=by,
        at=at,
        changes={"ends_at": (spoken_time(before, now=at), spoken_time(ends_at, now=at))},
    )
    return deputyship


def _rights_during(project: Project, user: User, starts: datetime, ends: datetime) -> set[str]:
    """Return what somebody may by own memberships touching the absence.

    :raises NotOnStaff: if there is none.
    """
    memberships = (
        Membership.objects.of(project)
        .filter(user=user, user__is_active=True, starts_on__lte=local_date(ends))
        .not_over(local_date(starts))
        .select_related("role")
    )
    rights = {right for membership in memberships for right in membership.role.permissions}
    if not memberships:
        raise NotOnStaff(f"{user.name}在这段时间不在本项目任职,请另选一人。")
    return rights
