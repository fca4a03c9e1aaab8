"""A digest edited, signed by the supervisor, read by the project manager (S1)."""

from datetime import datetime, time

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError, StaleEdit
from anju.digests.models import Digest, DigestTerms
from anju.digests.queries.digests import terms_of
from anju.digests.states import LIFE, DigestState
from anju.digests.verbs import DigestVerb
from anju.organization.models import Project


class OnlyDraftsChange(DomainError):
    """A signed digest is not edited."""


class NothingWritten(DomainError):
    """A digest says something."""


class TooEarly(DomainError):
    """The digest is drafted late enough that a day has happened."""


EARLIEST = time(6)


@transaction.atomic
def edit_digest(*, digest: Digest, body: str, seen: int | None, by: Actor, at: datetime) -> Digest:
    """Change the text of a draft, if it still is the edition that the editor looked at.

    :raises OnlyDraftsChange: once it is signed.
    :raises StaleEdit: if somebody saved in between; nothing is overwritten.
    :raises NothingWritten: without a text.
    """
    digest = _locked(digest)
    if not digest.is_draft:
        raise OnlyDraftsChange("日报签发后不能修改。需要补充的,请写进下一份日报。")
    _refuse_stale(digest, seen)
    if not body.strip():
        raise NothingWritten("日报不能是空白的,请至少写一句话。")
    digest.body, digest.edition = body.strip(), digest.edition + 1
    digest.edited_by_name = by.label
    digest.save(update_fields=["body", "edition", "edited_by_name"])
    _record(DigestVerb.EDITED, digest, by=by, at=at)
    return digest


@transaction.atomic
def sign_digest(*, digest: Digest, seen: int | None = None, by: Actor, at: datetime) -> Digest:
    """Sign a draft; the project manager is told by a reaction.

    :raises StaleEdit: if the text is not the one that the signer looked at.
    :raises ForbiddenTransition: if it is signed already.
    """
    digest = _locked(digest)
    LIFE.check(DigestState(digest.state), DigestState.SIGNED)
    _refuse_stale(digest, seen)
    digest.state, digest.signed_at, digest.signed_by_name = DigestState.SIGNED, at, by.label
    digest.save(update_fields=["state", "signed_at", "signed_by_name"])
    _record(DigestVerb.SIGNED, digest, by=by, at=at, before=DigestState.DRAFT)
    return digest


@transaction.atomic
def acknowledge_digest(*, digest: Digest, remark: str = "", by: Actor, at: datetime) -> Digest:
    """Note that the project manager has read a signed digest, with what they say to it.

    :raises ForbiddenTransition: if it is not signed, or was read before.
    """
    digest = _locked(digest)
    LIFE.check(DigestState(digest.state), DigestState.READ)
    digest.state, digest.read_at, digest.read_by_name = DigestState.READ, at, by.label
    digest.remark = remark.strip()[:300]
    digest.save(update_fields=["state", "read_at", "read_by_name", "remark"])
    _record(
        DigestVerb.ACKNOWLEDGED, digest, by=by, at=at, before=DigestState.SIGNED, note=digest.remark
    )
    return digest


@transaction.atomic
def set_hour(
    *, project: Project, hour: time, seen: int | None = None, by: Actor, at: datetime
) -> DigestTerms:
    """Set when the digest is drafted from now on.

    :raises TooEarly: before 06:00, when the day has hardly begun.
    :raises StaleEdit: if somebody set it in between.
    """
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if hour < EARLIEST:
        raise TooEarly("日报请安排在 6:00 以后起草,太早的话当天的事还没有发生。")
    terms = terms_of(project)
    if seen is not None and seen != terms.edition:
        raise StaleEdit(f"同事刚刚把起草时间改成了 {terms.hour:%H:%M},请核对后再保存。")
    before, terms.hour, terms.edition = terms.hour, hour, terms.edition + 1
    terms.save()
    changes = {"hour": (f"{before:%H:%M}", f"{hour:%H:%M}")}
    record(
        DigestVerb.HOUR_SET, subject=project, project_id=project.pk, by=by, at=at, changes=changes
    )
    return terms


def _locked(digest: Digest) -> Digest:
    return Digest.objects.select_related("project").locked().get(pk=digest.pk)


def _refuse_stale(digest: Digest, seen: int | None) -> None:
    if seen is not None and seen != digest.edition:
        who = digest.edited_by_name or "同事"
        raise StaleEdit(f"您编辑期间,{who}已保存了另一版。下面并排显示两份内容,请核对后再保存。")


def _record(
    verb: DigestVerb,
    digest: Digest,
    *,
    by: Actor,
    at: datetime,
    before: DigestState | None = None,
    note: str = "",
) -> None:
    changes = {}
    if before is not None:
        changes["state"] = (before.label, DigestState(digest.state).label)
    record(
        verb,
        subject=digest,
        project_id=digest.project_id,
        by=by,
        at=at,
        changes=changes,
        reason=note,
    )
