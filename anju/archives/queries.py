"""Which files there are."""

from collections import defaultdict
from collections.abc import Sequence

from django.db import models

from anju.archives.models import File, FileQuerySet
from anju.organization.models import Project


def files_of(subject: models.Model) -> FileQuerySet:
    """Return the files attached to one thing with their contents, in the order they came."""
    return File.objects.about(subject).select_related("blob").order_by("pk")


def files_of_each(subjects: Sequence[models.Model]) -> dict[int, list[File]]:
    """Return the files of several things of one kind by their numbers, in one query."""
    found: dict[int, list[File]] = defaultdict(list)
    if subjects:
        kind = subjects[0]._meta.label_lower
        ids = [subject.pk for subject in subjects]
        files = File.objects.filter(subject_type=kind, subject_id__in=ids)
        for file in files.select_related("blob").order_by("pk"):
            found[file.subject_id or 0].append(file)
    return dict(found)


def file_of(project: Project, token: str) -> File | None:
    """Return a project's file by its token, or None; whose it is, the caller's door decides."""
    return File.objects.of(project).filter(token=token).select_related("blob").first()


def attached_file(subject: models.Model, token: str) -> File | None:
    """Return the file of this token if it is attached to this very thing, or None."""
    return files_of(subject).filter(token=token).first()
