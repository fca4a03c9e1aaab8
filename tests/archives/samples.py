"""Contents as people (and attackers) upload them, made on the spot."""

import struct
import zipfile
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><body onload=alert(1)>"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PROGRAM = b"MZ" + bytes(200)
PLACE = "Kunming Road 7"
_MAIN = {
    "docx": "wordprocessingml.document.main+xml",
    "xlsx": "spreadsheetml.sheet.main+xml",
    "pptx": "presentationml.presentation.main+xml",
}


def upload(content: bytes, name: str) -> "SimpleUploadedFile":
    """Return a content as a view gets it."""
    return SimpleUploadedFile(name, content)


def picture(
    form: str = "JPEG", size: tuple[int, int] = (40, 20), *, colour: str = "red", **options: object
) -> bytes:
    """Return a plain picture."""
    buffer = BytesIO()
    Image.new("RGB", size, colour).save(buffer, form, **options)
    return buffer.getvalue()


def photo(form: str = "JPEG") -> bytes:
    """Return a picture as a phone writes it: on its side, with place, author and camera."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter to the right to see it upright
    exif[0x010F] = "SpyPhone"
    exif[0x013B] = PLACE
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (25.0, 2.0, 11.5)
    return picture(form, exif=exif.tobytes())


def moving(form: str = "GIF", *, frames: int = 3, size: tuple[int, int] = (8, 8)) -> bytes:
    """Return a picture that moves, with a comment."""
    images = [Image.new("RGB", size, (40 * n % 256, n % 251, 0)) for n in range(frames)]
    buffer = BytesIO()
    images[0].save(
        buffer, form, save_all=True, append_images=images[1:], duration=80, comment=PLACE.encode()
    )
    return buffer.getvalue()


def bomb() -> bytes:
    """Return a few kilobytes that unpack to 100 million pixels."""
    buffer = BytesIO()
    Image.new("1", (10_000, 10_000)).save(buffer, "PNG")
    return buffer.getvalue()


def office(kind: str = "docx", *, extra: str = "", types: str = "") -> bytes:
    """Return the skeleton of an OOXML file."""
    main = f"application/vnd.openxmlformats-officedocument.{_MAIN[kind]}"
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{main}"/>{types}')
        archive.writestr("word/document.xml", "<w/>")
        if extra:
            archive.writestr(extra, "x")
    return buffer.getvalue()


def packed() -> bytes:
    """Return an ordinary zip."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "x")
    return buffer.getvalue()


def ole(*streams: str, inside: str = "") -> bytes:
    """Return an OLE container whose root holds the streams, and `inside` within a storage."""
    none, end, fat_sector = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    first = 1 if streams or inside else none
    entries = [_entry("Root Entry", 5, none, none, first)]
    for number, name in enumerate(streams, start=1):
        right = number + 1 if number < len(streams) or inside else none
        entries.append(_entry(name, 2, none, right, none))
    if inside:
        entries.append(_entry("ObjectPool", 1, none, none, len(entries) + 1))
        entries.append(_entry(inside, 2, none, none, none))
    entries += [bytes(64) + struct.pack("<HBB3I", 0, 0, 0, none, none, none) + bytes(48)] * (
        -len(entries) % 4
    )
    sectors = len(entries) // 4
    chain = [*range(2, sectors + 1), end]
    fat = struct.pack("<128I", *[fat_sector, *chain, *[none] * (127 - sectors)])
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[none] * 108)
    return header + fat + b"".join(entries)


def _entry(name: str, kind: int, left: int, right: int, child: int) -> bytes:
    text = name.encode("utf-16-le")
    return (
        text.ljust(64, b"\x00")
        + struct.pack("<HBB3I", len(text) + 2, kind, 1, left, right, child)
        + bytes(48)
    )
