"""Where contents lie on the disk: written once, whole or not at all."""

import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_SHA256 = re.compile(r"[0-9a-f]{64}")


def path_of(folder: Path, project_id: int, sha256: str) -> Path:
    """Return where a project's content lies within the folder of files."""
    return folder / str(project_id) / sha256[:2] / sha256


def put(path: Path, chunks: Iterable[bytes], *, size: int) -> None:
    """Write a content to its place unless it is there: temporary name, fsync, rename.

    :raises OSError: as the disk says it (ENOSPC when full); nothing half written is left then.
    """
    with suppress(FileNotFoundError):
        if path.stat().st_size == size:
            return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The backup takes only names that are a checksum, so it never sees this one.
    partial = path.with_name(f".incoming-{secrets.token_hex(8)}")
    try:
        with partial.open("xb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        partial.chmod(0o400)
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)
    with _opened(path.parent) as descriptor:
        os.fsync(descriptor)


def project_ids(folder: Path) -> list[int]:
    """Return the projects that have files here."""
    if not folder.is_dir():
        return []
    return sorted(int(path.name) for path in folder.iterdir() if path.name.isdecimal())


def contents(folder: Path, project_id: int) -> Iterator[list[Path]]:
    """Yield a project's contents, one shelf (the first two digits) after the other."""
    for shelf in sorted((folder / str(project_id)).iterdir()):
        if shelf.is_dir():
            yield sorted(path for path in shelf.iterdir() if _SHA256.fullmatch(path.name))


def leftovers(folder: Path) -> Iterator[Path]:
    """Yield what a crash left half written."""
    yield from folder.glob("*/*/.incoming-*")


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
