"""What a file is, told from its content; its name only says what somebody believes it to be."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

import filetype

from anju.archives import office

HEAD_BYTES = 8192


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file.

    :param endings: how names of this kind end, the usual one first.
    :param refusal: why it is not taken; empty for what is.
    """

    label: str
    media_type: str = "application/octet-stream"
    endings: tuple[str, ...] = ()
    is_image: bool = False
    refusal: str = ""


ACCEPTED = "可以上传图片(JPEG、PNG、WebP、GIF)、PDF 和 Office 文件(Word、Excel、PowerPoint)。"
_OOXML = "application/vnd.openxmlformats-officedocument"
_HEIC_REFUSAL = (
    "暂不能接收 HEIC 图片。请在手机“设置 - 相机 - 格式”中选“兼容性最佳”,"
    "或把图片另存为 JPEG 后再上传。"
)
_MACRO_REFUSAL = "这个 Office 文件里有宏,为安全起见不能上传。请另存为不含宏的文件后再传。"
_LOCKED_REFUSAL = "这个 Office 文件加了密码,系统无法检查其内容。请去掉密码后再上传。"

JPEG = Kind("JPEG 图片", "image/jpeg", (".jpg", ".jpeg", ".jfif"), is_image=True)
PNG = Kind("PNG 图片", "image/png", (".png",), is_image=True)
WEBP = Kind("WebP 图片", "image/webp", (".webp",), is_image=True)
GIF = Kind("GIF 图片", "image/gif", (".gif",), is_image=True)
HEIC = Kind("HEIC 图片", "image/heic", (".heic", ".heif"), is_image=True, refusal=_HEIC_REFUSAL)
PDF = Kind("PDF 文件", "application/pdf", (".pdf",))
DOCX = Kind("Word 文件(docx)", f"{_OOXML}.wordprocessingml.document", (".docx",))
XLSX = Kind("Excel 文件(xlsx)", f"{_OOXML}.spreadsheetml.sheet", (".xlsx",))
PPTX = Kind("PowerPoint 文件(pptx)", f"{_OOXML}.presentationml.presentation", (".pptx",))
DOC = Kind("Word 文件(doc)", "application/msword", (".doc", ".wps"))
XLS = Kind("Excel 文件(xls)", "application/vnd.ms-excel", (".xls", ".et"))
PPT = Kind("PowerPoint 文件(ppt)", "application/vnd.ms-powerpoint", (".ppt", ".pps", ".dps"))
MACRO = Kind(
    "含宏的 Office 文件",
    endings=(".docm", ".dotm", ".xlsm", ".xltm", ".xlsb", ".pptm", ".ppsm"),
    refusal=_MACRO_REFUSAL,
)
LOCKED = Kind("加密的 Office 文件", endings=(".docx", ".xlsx", ".pptx"), refusal=_LOCKED_REFUSAL)


def _refused(label: str, *endings: str) -> Kind:
    return Kind(label, endings=endings, refusal=f"不能上传{label}。{ACCEPTED}")


SVG = _refused("SVG 图形", ".svg", ".svgz")
HTML = _refused("网页文件", ".html", ".htm", ".xhtml", ".mht", ".mhtml")
PROGRAM = _refused("程序文件", ".exe", ".dll", ".msi", ".apk", ".bat", ".cmd", ".com", ".js", ".sh")
PACKED = _refused("压缩包", ".zip", ".rar", ".7z", ".gz", ".tar")
VIDEO = _refused("视频", ".mp4", ".mov", ".avi", ".mkv", ".webm", ".3gp", ".wmv", ".flv")
AUDIO = _refused("录音", ".mp3", ".wav", ".m4a", ".amr", ".aac", ".ogg", ".flac")
PICTURE = _refused("这种图片", ".bmp", ".tif", ".tiff", ".psd", ".ico", ".avif", ".jxl", ".cr2")
TEXT = _refused("文本文件", ".txt", ".csv", ".md", ".json", ".xml", ".log")
UNKNOWN = _refused("这种文件")

KINDS = (
    *(JPEG, PNG, WEBP, GIF, HEIC, PDF, DOCX, XLSX, PPTX, DOC, XLS, PPT, MACRO),
    *(SVG, HTML, PROGRAM, PACKED, VIDEO, AUDIO, PICTURE, TEXT),
)
_BY_ENDING = {ending: kind for kind in KINDS for ending in kind.endings}
_BY_MEDIA_TYPE = {kind.media_type: kind for kind in (JPEG, PNG, WEBP, GIF, HEIC)}
_BY_OFFICE_PART = {
    office.Part.WORD_X: DOCX,
    office.Part.EXCEL_X: XLSX,
    office.Part.POWERPOINT_X: PPTX,
    office.Part.WORD: DOC,
    office.Part.EXCEL: XLS,
    office.Part.POWERPOINT: PPT,
    office.Part.MACRO: MACRO,
    office.Part.LOCKED: LOCKED,
}
_PROGRAM_TYPES = ("application/x-msdownload", "application/x-executable", "application/x-elf")
_PACKED_TYPES = ("application/zip", "application/x-rar-compressed", "application/x-7z-compressed")


def kind_of(content: BinaryIO) -> Kind:
    """Return what the content is; UNKNOWN where nothing tells."""
    content.seek(0)
    head = content.read(HEAD_BYTES)
    content.seek(0)
    if head.startswith(office.ZIP_HEAD):
        return _BY_OFFICE_PART.get(office.part_of_zip(content), PACKED)
    if head.startswith(office.OLE_HEAD):
        return _BY_OFFICE_PART.get(office.part_of_ole(content), UNKNOWN)
    if head.startswith(b"%PDF-"):
        return PDF
    return _guessed(head) or _written(head)


def kind_named(name: str) -> Kind | None:
    """Return what a file's name says it is; None without an ending."""
    ending = PurePath(name).suffix.lower()
    if len(ending) < 2:
        return None
    return _BY_ENDING.get(ending) or Kind(f"{ending[1:].upper()} 文件", endings=(ending,))


def _guessed(head: bytes) -> Kind | None:
    guess = filetype.guess(head)
    media_type = "" if guess is None else str(guess.mime)
    if media_type in _BY_MEDIA_TYPE:
        return _BY_MEDIA_TYPE[media_type]
    if media_type in _PROGRAM_TYPES:
        return PROGRAM
    if media_type in _PACKED_TYPES:
        return PACKED
    return {"video": VIDEO, "audio": AUDIO, "image": PICTURE}.get(media_type.split("/")[0])


def _written(head: bytes) -> Kind:
    """Return what a text is."""
    if head.startswith(b"#!"):
        return PROGRAM
    start = head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").lower()
    if b"<svg" in start:
        return SVG
    if any(sign in start for sign in (b"<!doctype html", b"<html", b"<script", b"<body")):
        return HTML
    return UNKNOWN if b"\x00" in head else TEXT
