"""What must hold of backups and the database cannot hold by itself."""

from collections.abc import Iterator

from django.conf import settings

from anju.operations.queries import backup_runs, last_restoration
from runtime.manifest import check_parts, read_manifest
from runtime.refusal import Refusal


def broken(*, deep: bool = False) -> Iterator[str]:
    """Yield a sentence if the newest backup that succeeded is gone, or (deep) no longer whole.

    Backups made before a restoration lie wherever that house kept them, perhaps nowhere any more.
    """
    runs, restored = backup_runs().good(), last_restoration()
    newest = (runs if restored is None else runs.filter(started_at__gt=restored.at)).first()
    if newest is None:
        return
    folder = settings.ANJU_BACKUPS / newest.folder
    if not folder.is_dir():
        yield f"最近一次备份 {newest.folder} 不在备份文件夹中。"
        return
    try:
        manifest = read_manifest(folder)
        if deep:
            check_parts(folder, manifest)
    except Refusal as refusal:
        yield f"备份 {newest.folder}:{refusal.chinese or refusal.sentence}"
