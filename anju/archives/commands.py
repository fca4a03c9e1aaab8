"""Taking files in, tying them to what they belong to, letting go of what belongs to nothing."""

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction

from anju.archives.images import clean_image
from anju.archives.kinds import kind_of
from anju.archives.locks import wait_for_backup, wait_for_content
from anju.archives.models import Blob, File
from anju.archives.naming import checked_name
from anju.archives.queries import files_of
from anju.archives.shelves import path_of, put
from anju.archives.strays import strays
from anju.archives.uploads import MAX_FILE_BYTES, TOO_LARGE
from anju.archives.verbs import ArchivesVerb as Verb
from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.organization.models import Project

MOST_LOOSE = 200
MOST_PER_SUBJECT = 30
MOST_SWEPT = 500


class FileTooLarge(DomainError):
    """The file has more bytes than we take."""


class EmptyFile(DomainError):
    """The file has no content."""


class TooManyLoose(DomainError):
    """Somebody keeps uploading without saving any form."""


class NotToAttach(DomainError):
    """A file is not there, somebody else's, or belongs to something already."""


class TooManyFiles(DomainError):
    """The thing has as many files as it may have."""


class NotAttachedHere(DomainError):
    """The file does not belong to this thing (any more)."""


@transaction.atomic
def store_upload(
    *, project: Project, upload: "UploadedFile[bytes]", folder: Path, by: Actor, at: datetime
) -> File:
    """Keep an upload as a loose file, to be attached when its form is saved.

    Pictures are turned upright and lose their EXIF. The same content is kept once per project.
    A loose file is a draft of an attachment and leaves no event; its attaching is one.

    :param folder: where files are kept (ANJU_FILES).
    :raises FileTooLarge: above 20 MB.
    :raises EmptyFile: without content.
    :raises KindNotTaken: for what is no picture, PDF or office file, or holds macros.
    :raises NameBelies: if name and content are of different kinds; the sentence names both.
    :raises BrokenImage, ImageTooLarge: for pictures that cannot be read or are a bomb.
    :raises TooManyLoose: beyond 200 files that belong to nothing.
    :raises OSError: if the disk is full; nothing is kept then.
    """
    _refuse_size(upload)
    _refuse_hoard(project, by)
    given = cast(BinaryIO, upload.file)
    kind = kind_of(given)
    name = checked_name(upload.name or "", kind)
    content = BytesIO(clean_image(given, kind)) if kind.is_image else given
    sha256, size = _digest(content)

    wait_for_content(project.pk, sha256)
    put(path_of(folder, project.pk, sha256), _chunks(content), size=size)
    blob, _ = Blob.objects.get_or_create(
        project=project,
        sha256=sha256,
        defaults={"size": size, "media_type": kind.media_type, "created_at": at},
    )
    return File.objects.create(
        project=project,
        blob=blob,
        token=secrets.token_urlsafe(16),
        name=name,
        uploaded_by_id=by.id,
        uploaded_at=at,
        loose_since=at,
    )


@transaction.atomic
def attach_files(
    *,
    subject: models.Model,
    project: Project,
    tokens: Sequence[str],
    by: Actor,
    at: datetime,
) -> list[File]:
    """Tie uploaded files to a thing of the project; returns those that are new to it.

    Only files of this project that this very person uploaded and that belong to nothing yet.
    A file that already belongs to this thing is left as it is, so a form may name it again.

    :raises NotToAttach: if one of them is anything else; none is attached then.
    :raises TooManyFiles: beyond 30 files on one thing.
    """
    wanted = list(dict.fromkeys(token for token in tokens if token))
    files = list(File.objects.of(project).filter(token__in=wanted).locked())
    here = {file.pk for file in files if _is_about(file, subject)}
    new = [file for file in files if file.pk not in here]
    refused = [file for file in new if file.loose_since is None or file.uploaded_by_id != by.id]
    if refused or len(files) < len(wanted):
        raise NotToAttach("有附件已失效或已用在别处。请把它从表单中删去,重新上传后再保存。")
    if not new:
        return []
    before = [file.name for file in files_of(subject)]
    if len(before) + len(new) > MOST_PER_SUBJECT:
        raise TooManyFiles(f"附件最多 {MOST_PER_SUBJECT} 个,请删去一些。")

    File.objects.filter(pk__in=[file.pk for file in new]).update(
        subject_type=subject._meta.label_lower, subject_id=subject.pk, loose_since=None
    )
    changes = {"files": (before, before + [file.name for file in new])}
    record(
        Verb.FILES_ATTACHED, subject=subject, project_id=project.pk, by=by, at=at, changes=changes
    )
    return new


@transaction.atomic
def detach_file(*, subject: models.Model, file: File, by: Actor, at: datetime) -> File:
    """Take a file off a thing; unless used again it is deleted a week later.

    :raises NotAttachedHere: if it does not belong to the thing.
    """
    file = File.objects.locked().get(pk=file.pk)
    if not _is_about(file, subject):
        raise NotAttachedHere(f"附件“{file.name}”已不在这里,请刷新页面查看。")
    before = [other.name for other in files_of(subject)]
    file.subject_type, file.subject_id, file.loose_since = "", None, at
    file.save(update_fields=["subject_type", "subject_id", "loose_since"])
    after = [other.name for other in files_of(subject)]
    record(
        Verb.FILE_DETACHED,
        subject=subject,
        project_id=file.project_id,
        by=by,
        at=at,
        changes={"files": (before, after)},
    )
    return file


@transaction.atomic
def sweep_orphans(*, before: datetime, folder: Path) -> int:
    """Delete files that have belonged to nothing since before a moment, then their contents.

    It leaves no event: nothing that anybody saved is touched. At most 500 contents in one go; call
    it again until it returns 0. The rows go first and the contents when the rows are gone for good,
    in a later call: whatever breaks off in between leaves a content too many, never one too few.
    Waits for a backup that is under way.
    """
    wait_for_backup()
    left = strays(before=before, folder=folder, most=MOST_SWEPT)
    for path in left:
        path.unlink(missing_ok=True)
    File.objects.loose_before(before).delete()
    unused = Blob.objects.unused().order_by("project_id", "sha256")[:MOST_SWEPT]
    gone = 0
    for blob in unused:
        wait_for_content(blob.project_id, blob.sha256)
        gone += Blob.objects.unused().filter(pk=blob.pk).delete()[0]
    return gone + len(left)


def _refuse_size(upload: "UploadedFile[bytes]") -> None:
    if not upload.size:
        raise EmptyFile(f"“{upload.name}”是空文件,请检查后重新选择。")
    if upload.size > MAX_FILE_BYTES:
        raise FileTooLarge(TOO_LARGE)


def _refuse_hoard(project: Project, by: Actor) -> None:
    loose = File.objects.of(project).filter(uploaded_by_id=by.id, loose_since__isnull=False)
    if by.id is not None and loose.count() >= MOST_LOOSE:
        raise TooManyLoose(
            f"您已上传 {MOST_LOOSE} 个文件还没有用到。请先保存正在填写的内容,再继续上传。"
        )


def _digest(content: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in _chunks(content):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


def _chunks(content: BinaryIO) -> Iterator[bytes]:
    content.seek(0)
    while chunk := content.read(256 * 1024):
        yield chunk


def _is_about(file: File, subject: models.Model) -> bool:
    return file.subject_type == subject._meta.label_lower and file.subject_id == subject.pk
