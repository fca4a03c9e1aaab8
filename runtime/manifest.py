"""What a backup says about itself, and how it is checked."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from runtime.refusal import Refusal
from runtime.version import VERSION, as_numbers

FORMAT = 1
NAME = "manifest.json"
DUMP = "database.dump"
FILES = "files"
KEYS = "keys"
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Part:
    """One file of a backup: its path inside, its SHA-256 and its size in bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """The contents of a backup.

    `migrations` names the latest one of each app, `created_at` is ISO 8601 in UTC.
    """

    anju: str
    created_at: str
    migrations: dict[str, str]
    parts: list[Part] = field(repr=False)
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a backup.

    :raises Refusal: if there is none, it is damaged, or a newer Anju wrote it.
    """
    path = folder / NAME
    if not path.is_file():
        raise Refusal(
            f"{folder} is no backup of Anju: it has no {NAME}.", "该文件夹不是安居的备份。"
        )
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        written, form = str(said["anju"]), int(said["format"])
        newer = form > FORMAT or as_numbers(written) > as_numbers(VERSION)
        if not newer:
            parts = [Part(**part) for part in said["parts"]]
            if all(part.path != DUMP for part in parts):
                raise KeyError(DUMP)
            return Manifest(written, str(said["created_at"]), dict(said["migrations"]), parts)
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal(
            f"{path} is damaged and cannot be read. Use another backup.", "备份清单已损坏。"
        ) from error
    raise Refusal(
        f"This backup was made by Anju {written}, which is newer than this one ({VERSION}). "
        "Restore it with that version or a later one.",
        f"备份由更新版本（{written}）生成，请先升级程序。",
    )


def check_parts(folder: Path, manifest: Manifest) -> None:
    """Compare every part of a backup with its checksum.

    :raises Refusal: naming the first part that is missing or damaged, and how many there are.
    """
    wrong = [said for part in manifest.parts if (said := _wrong(folder, part))]
    if wrong:
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        raise Refusal(
            f"The backup {folder} is damaged: {wrong[0]}{more}. Nothing was restored; "
            "use another backup.",
            "备份已损坏,未做任何恢复,请使用其他备份。",
        )


def _wrong(folder: Path, part: Part) -> str:
    path = folder / part.path
    # A manifest is input like any other: it must not lead out of its folder.
    if not path.resolve().is_relative_to(folder.resolve()):
        return f"{part.path} lies outside of it"
    if not path.is_file():
        return f"{part.path} is missing"
    if path.stat().st_size != part.size or sha256_of(path) != part.sha256:
        return f"{part.path} does not match its checksum"
    return ""


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's content in hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
