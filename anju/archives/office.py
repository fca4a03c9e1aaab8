"""What an office file is, by a look at its parts: nothing is unpacked, no macro gets by."""

import struct
import zipfile
from collections.abc import Iterator
from enum import Enum, auto
from typing import BinaryIO

ZIP_HEAD = b"PK\x03\x04"
OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MOST_DIRECTORY_BYTES = 2 * 1024 * 1024
_MOST_LIST_BYTES = 1024 * 1024
_MOST_SECTORS = 4096
_NO_ENTRY = 0xFFFFFFFF
_LAST_SECTOR = 0xFFFFFFFA


class Part(Enum):
    """The part that makes a container what it is."""

    WORD_X = auto()
    EXCEL_X = auto()
    POWERPOINT_X = auto()
    WORD = auto()
    EXCEL = auto()
    POWERPOINT = auto()
    MACRO = auto()
    LOCKED = auto()
    OTHER = auto()


_BY_CONTENT_TYPE = {
    b"wordprocessingml.document.main+xml": Part.WORD_X,
    b"spreadsheetml.sheet.main+xml": Part.EXCEL_X,
    b"presentationml.presentation.main+xml": Part.POWERPOINT_X,
    b"presentationml.slideshow.main+xml": Part.POWERPOINT_X,
}
_BY_STREAM = {
    "WordDocument": Part.WORD,
    "Workbook": Part.EXCEL,
    "Book": Part.EXCEL,
    "PowerPoint Document": Part.POWERPOINT,
}
_MACRO_STORAGES = {"Macros", "_VBA_PROJECT_CUR", "VBA", "_VBA_PROJECT"}
_MACRO_SIGNS = (b"macroenabled", b"vbaproject", b"ms-office.vba", b"macrosheet")


def part_of_zip(content: BinaryIO) -> Part:
    """Return what a zip is by the list of content types that every OOXML file carries."""
    if not _has_small_directory(content):
        return Part.OTHER
    try:
        with zipfile.ZipFile(content) as archive:
            names = [name.lower() for name in archive.namelist()]
            with archive.open("[Content_Types].xml") as part:
                types = part.read(_MOST_LIST_BYTES + 1)
    except (KeyError, ValueError, OSError, NotImplementedError, RuntimeError, EOFError):
        return Part.OTHER
    except (zipfile.BadZipFile, zipfile.LargeZipFile, struct.error):
        return Part.OTHER
    finally:
        content.seek(0)
    if len(types) > _MOST_LIST_BYTES:
        return Part.OTHER
    has_macro_part = any("vbaproject" in name or "macrosheets/" in name for name in names)
    if has_macro_part or any(sign in types.lower() for sign in _MACRO_SIGNS):
        return Part.MACRO
    found = [part for sign, part in _BY_CONTENT_TYPE.items() if sign in types]
    return found[0] if found else Part.OTHER


def part_of_ole(content: BinaryIO) -> Part:
    """Return what an OLE container (doc, xls, ppt) is by the names in its directory.

    The kind is told by the root's own children, so that a table inside a letter leaves it a
    letter; a macro storage counts wherever it lies.
    """
    try:
        entries = list(_ole_entries(content))
        if any(name in _MACRO_STORAGES for name, *_ in entries):
            return Part.MACRO
        names = _names_in_root(entries)
    except (struct.error, IndexError, ValueError):
        return Part.OTHER
    finally:
        content.seek(0)
    if "EncryptedPackage" in names:
        return Part.LOCKED
    return next((part for stream, part in _BY_STREAM.items() if stream in names), Part.OTHER)


def _has_small_directory(content: BinaryIO) -> bool:
    """Tell whether the directory is of a size that an office file has, before it is read."""
    size = content.seek(0, 2)
    content.seek(max(0, size - 65_557))
    tail = content.read()
    content.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 20:
        return False
    directory_bytes: int = struct.unpack_from("<I", tail, at + 12)[0]
    return directory_bytes <= _MOST_DIRECTORY_BYTES


Entry = tuple[str, int, int, int]


def _ole_entries(content: BinaryIO) -> Iterator[Entry]:
    """Yield (name, left, right, child) of every directory entry.

    :raises ValueError: for a chain that does not end.
    """
    content.seek(0)
    header = content.read(512)
    shift: int = struct.unpack_from("<H", header, 30)[0]
    if shift not in (9, 12):
        raise ValueError("no sector size that OLE has")
    sector_bytes = 1 << shift

    def sector(number: int) -> bytes:
        content.seek((number + 1) * sector_bytes)
        return content.read(sector_bytes)

    fat_sectors = struct.unpack_from("<109I", header, 76)
    number: int = struct.unpack_from("<I", header, 48)[0]
    per_sector = sector_bytes // 4
    for _ in range(_MOST_SECTORS):
        if number >= _LAST_SECTOR:
            return
        block = sector(number)
        for at in range(0, len(block), 128):
            name_bytes: int = struct.unpack_from("<H", block, at + 64)[0]
            name = block[at : at + max(0, min(name_bytes, 64) - 2)].decode("utf-16-le", "replace")
            yield (name, *struct.unpack_from("<3I", block, at + 68))
        fat = sector(fat_sectors[number // per_sector])
        number = struct.unpack_from("<I", fat, number % per_sector * 4)[0]
    raise ValueError("the directory does not end")


def _names_in_root(entries: list[Entry]) -> set[str]:
    names: set[str] = set()
    seen: set[int] = set()
    open_ends = [entries[0][3]]
    while open_ends:
        number = open_ends.pop()
        if number == _NO_ENTRY or number in seen:
            continue
        seen.add(number)
        name, left, right, _ = entries[number]
        names.add(name)
        open_ends += [left, right]
    return names
