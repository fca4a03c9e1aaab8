"""Drafting a notice and revising the draft."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from anju.archives.commands import attach_files
from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError, StaleEdit
from anju.core.numbering import human_number
from anju.core.periods import local_date
from anju.notices.models import Notice
from anju.notices.verbs import NoticeVerb
from anju.organization.commands.founding import next_number
from anju.organization.models import Project

PREFIX = "TZ"  # 通知


class OnlyDraftsChange(DomainError):
    """What is published stays as it was read."""


@transaction.atomic
def draft_notice(
    *,
    project: Project,
    title: str,
    body: str,
    files: Sequence[str] = (),
    once: str = "",
    by: Actor,
    at: datetime,
) -> Notice:
    """Write a notice that nobody but its writers sees yet, with its number.

    :param files: tokens of files uploaded before by the same person.
    :param once: the key that the form carried; the same form sent again gets the notice that it
        made the first time, and nothing is written twice.
    """
    assert by.id is not None, "a notice is written by a person"
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    made = Notice.objects.of(project).filter(once=once).exclude(once="").first()
    if made is not None:
        return made
    year = local_date(at).year
    count = next_number(project, prefix=PREFIX, year=year)
    notice = Notice.objects.create(
        project=project,
        number=human_number(PREFIX, year=year, count=count),
        title=title,
        body=body,
        once=once,
        written_by_id=by.id,
        written_at=at,
    )
    attach_files(subject=notice, project=project, tokens=files, by=by, at=at)
    record(NoticeVerb.DRAFTED, subject=notice, project_id=project.pk, by=by, at=at)
    return notice


@transaction.atomic
def revise_notice(
    *,
    notice: Notice,
    title: str,
    body: str,
    files: Sequence[str] = (),
    version: int,
    by: Actor,
    at: datetime,
) -> Notice:
    """Change a draft, if it still is the version the writer had before them.

    :raises OnlyDraftsChange: once it is published.
    :raises StaleEdit: if somebody saved in between; nothing is overwritten.
    """
    notice = Notice.objects.locked().get(pk=notice.pk)
    if not notice.is_draft:
        raise OnlyDraftsChange("公告发布后不能修改。如内容有误,请撤下后重新起草。")
    if notice.version != version:
        raise StaleEdit("您编辑期间,同事已保存了另一版。下面并排显示两份内容,请核对后再保存。")
    changes = {"title": (notice.title, title), "body": (notice.body, body)}
    notice.title, notice.body, notice.version = title, body, version + 1
    notice.save(update_fields=["title", "body", "version"])
    attach_files(subject=notice, project=notice.project, tokens=files, by=by, at=at)
    record(
        NoticeVerb.REVISED,
        subject=notice,
        project_id=notice.project_id,
        by=by,
        at=at,
        changes=changes,
    )
    return notice
