"""What must hold of files and the database cannot hold by itself."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F

from anju.archives.models import Blob, File
from anju.archives.shelves import path_of


def broken(*, deep: bool = False) -> Iterator[str]:
    """Yield a sentence for every content that is missing or damaged and every file gone astray.

    :param deep: also read every content and compare its checksum.
    """
    yield from _broken_contents(settings.ANJU_FILES, deep=deep)
    for file in File.objects.exclude(project_id=F("blob__project_id")).order_by("pk").iterator():
        yield f"附件 {file.pk} 所属项目与其内容所属项目不一致。"
    yield from _broken_subjects()


def _broken_contents(folder: Path, *, deep: bool) -> Iterator[str]:
    for blob in Blob.objects.order_by("project_id", "sha256").iterator():
        name = f"项目 {blob.project_id} 的文件内容 {blob.sha256[:12]}"
        path = path_of(folder, blob.project_id, blob.sha256)
        if not path.is_file():
            yield f"{name}不在磁盘上。"
        elif path.stat().st_size != blob.size:
            yield f"{name}大小不对:应为 {blob.size} 字节。"
        elif deep and _sha256_of(path) != blob.sha256:
            yield f"{name}已损坏:校验值不符。"


def _broken_subjects() -> Iterator[str]:
    """Compare attached files with what they are attached to, one kind after the other."""
    by_kind: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    attached = File.objects.filter(loose_since=None).order_by("pk")
    for pk, kind, subject_id, project_id in attached.values_list(
        "pk", "subject_type", "subject_id", "project_id"
    ).iterator():
        by_kind[kind].append((pk, subject_id or 0, project_id))
    for kind, files in by_kind.items():
        projects = _projects_of(kind, {subject_id for _, subject_id, _ in files})
        for pk, subject_id, project_id in files:
            if projects.get(subject_id) != project_id:
                yield f"附件 {pk} 挂在 {kind} {subject_id} 上,但后者不存在或属于其他项目。"


def _projects_of(kind: str, ids: set[int]) -> dict[int, int | None]:
    try:
        model = apps.get_model(kind)
        model._meta.get_field("project")
    except (LookupError, ValueError, FieldDoesNotExist):
        return {}
    rows = model._default_manager.filter(pk__in=ids)
    return dict(rows.values_list("pk", "project_id"))


def _sha256_of(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
