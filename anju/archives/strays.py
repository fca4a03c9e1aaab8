"""Contents on the disk that no row names: left by a crash, or by files that are gone."""

from datetime import UTC, datetime
from pathlib import Path

from anju.archives.locks import wait_for_content
from anju.archives.models import Blob
from anju.archives.shelves import contents, leftovers, project_ids


def strays(*, before: datetime, folder: Path, most: int) -> list[Path]:
    """Return contents that no row names, held until the transaction ends.

    An upload that wants to bring one back waits meanwhile.
    """
    found: list[Path] = [path for path in leftovers(folder) if _changed_at(path) < before]
    for project_id in project_ids(folder):
        for shelf in contents(folder, project_id):
            found += _unnamed(project_id, shelf, before)
            if len(found) >= most:
                return found
    return found


def _unnamed(project_id: int, shelf: list[Path], before: datetime) -> list[Path]:
    blobs = Blob.objects.filter(project_id=project_id)
    named = set(
        blobs.filter(sha256__in=[path.name for path in shelf]).values_list("sha256", flat=True)
    )
    found = []
    for path in shelf:
        if path.name in named or _changed_at(path) >= before:
            continue
        wait_for_content(project_id, path.name)
        if not blobs.filter(sha256=path.name).exists():
            found.append(path)
    return found


def _changed_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
