"""What is taken in, under which name, and what is left of it."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from anju.archives.commands import EmptyFile, FileTooLarge, store_upload
from anju.archives.images import BrokenImage, ImageTooLarge
from anju.archives.models import Blob, File
from anju.archives.naming import KindNotTaken, NameBelies
from anju.archives.shelves import path_of
from anju.archives.uploads import MAX_FILE_BYTES
from anju.audit.models import Event
from tests import world
from tests.archives import samples

pytestmark = pytest.mark.django_db


def by_name(value: object) -> str:
    """Name a case by its file's name, not by its bytes."""
    return value if isinstance(value, str) else "-"


def store(content: bytes, name: str, folder: Path, login: str = "wang") -> File:
    user = world.User.objects.filter(login=login).first() or world.person(login)
    return store_upload(
        project=world.project(),
        upload=samples.upload(content, name),
        folder=folder,
        by=world.by(user),
        at=world.AT,
    )


def kept(file: File, folder: Path) -> bytes:
    return path_of(folder, file.project_id, file.blob.sha256).read_bytes()


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (samples.picture(), "门禁.jpg", "image/jpeg"),
        (samples.picture(), "门禁.JPEG", "image/jpeg"),
        (samples.picture("PNG"), "门禁.png", "image/png"),
        (samples.picture("WEBP"), "门禁.webp", "image/webp"),
        (samples.picture("GIF"), "门禁.gif", "image/gif"),
        (samples.PDF, "通知.pdf", "application/pdf"),
        (samples.office("docx"), "通知.docx", None),
        (samples.office("xlsx"), "名册.xlsx", None),
        (samples.office("pptx"), "培训.pptx", None),
        (samples.ole("WordDocument", "1Table"), "通知.doc", "application/msword"),
        (samples.ole("WordDocument", inside="Workbook"), "通知.wps", "application/msword"),
        (samples.ole("Workbook"), "名册.xls", "application/vnd.ms-excel"),
        (samples.ole("PowerPoint Document"), "培训.ppt", "application/vnd.ms-powerpoint"),
    ],
    ids=by_name,
)
def test_takes_what_people_work_with(
    folder: Path, content: bytes, name: str, media_type: str | None
) -> None:
    file = store(content, name, folder)

    assert file.name == name
    assert media_type is None or file.blob.media_type == media_type
    assert len(kept(file, folder)) == file.size
    assert Event.objects.filter(verb__startswith="archives.").count() == 0


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (samples.PDF, "照片.jpg", ("JPEG 图片", "PDF 文件")),
        (samples.picture(), "照片.png", ("PNG 图片", "JPEG 图片")),
        (samples.HTML, "合同.pdf", ("PDF 文件", "网页文件")),
        (samples.SVG, "图标.png", ("PNG 图片", "SVG 图形")),
        (samples.PROGRAM, "照片.jpg", ("JPEG 图片", "程序文件")),
        (samples.packed(), "合同.docx", ("Word 文件(docx)", "压缩包")),
        (samples.office("xlsx"), "合同.docx", ("Word 文件(docx)", "Excel 文件(xlsx)")),
        (samples.ole("Workbook"), "合同.doc", ("Word 文件(doc)", "Excel 文件(xls)")),
        (samples.PDF, "病毒.exe", ("程序文件", "PDF 文件")),
        (samples.PDF, "文档.xyz", ("XYZ 文件", "PDF 文件")),
    ],
    ids=by_name,
)
def test_refuses_a_name_that_belies_its_content(
    folder: Path, content: bytes, name: str, words: tuple[str, str]
) -> None:
    with pytest.raises(NameBelies) as refused:
        store(content, name, folder)

    said, is_really = words
    assert f"“{name}”的名称表示{said},内容却是{is_really}" in str(refused.value)
    assert Blob.objects.count() == 0
    assert not folder.exists()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (samples.SVG, "图标.svg", "不能上传SVG 图形"),
        (b"\xef\xbb\xbf  " + samples.SVG, "图标.svg", "不能上传SVG 图形"),
        (samples.HTML, "页面.html", "不能上传网页文件"),
        (samples.PROGRAM, "安装.exe", "不能上传程序文件"),
        (samples.packed(), "资料.zip", "不能上传压缩包"),
        (b"a,b\n1,2\n", "数据.csv", "不能上传文本文件"),
        (b"\x00\x01\x02" * 40, "未知", "不能上传这种文件"),
        (samples.office(extra="word/vbaProject.bin"), "合同.docm", "有宏"),
        (samples.office(extra="word/vbaProject.bin"), "合同.docx", None),
        (samples.office(types="macroEnabled.main+xml"), "合同.docm", "有宏"),
        (samples.ole("WordDocument", "Macros"), "合同.docm", "有宏"),
        (samples.ole("EncryptedPackage", "EncryptionInfo"), "合同.docx", "加了密码"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "照片.heic", "HEIC"),
    ],
    ids=by_name,
)
def test_refuses_what_can_do_harm(
    folder: Path, content: bytes, name: str, words: str | None
) -> None:
    with pytest.raises((KindNotTaken, NameBelies)) as refused:
        store(content, name, folder)

    assert (words or "含宏的 Office 文件") in str(refused.value)
    assert not folder.exists()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_leaves_nothing_of_what_the_camera_wrote(folder: Path, form: str) -> None:
    original = samples.photo(form)
    assert samples.PLACE.encode() in original

    file = store(original, f"照片.{form.lower()}", folder)

    content = kept(file, folder)
    image = Image.open(BytesIO(content))
    assert dict(image.getexif()) == {}
    assert samples.PLACE.encode() not in content
    assert b"SpyPhone" not in content
    assert image.size == (20, 40)  # upright


def test_keeps_the_colour_profile_and_nothing_else(folder: Path) -> None:
    original = samples.picture(icc_profile=b"profile" * 20, comment=samples.PLACE)
    assert samples.PLACE.encode() in original

    content = kept(store(original, "照片.jpg", folder), folder)

    assert Image.open(BytesIO(content)).info["icc_profile"] == b"profile" * 20
    assert samples.PLACE.encode() not in content


def test_a_moving_picture_goes_on_moving_without_its_comment(folder: Path) -> None:
    original = samples.moving()
    assert samples.PLACE.encode() in original

    content = kept(store(original, "步骤.gif", folder), folder)

    image = Image.open(BytesIO(content))
    assert (image.n_frames, image.info["duration"]) == (3, 80)
    assert samples.PLACE.encode() not in content


@pytest.mark.parametrize("form", ["PNG", "GIF"])
def test_transparency_survives(folder: Path, form: str) -> None:
    buffer = BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(buffer, form)

    content = kept(store(buffer.getvalue(), f"印章.{form.lower()}", folder), folder)

    assert Image.open(BytesIO(content)).convert("RGBA").getpixel((1, 1))[3] == 0


@pytest.mark.filterwarnings("ignore:Image size")
def test_refuses_a_decompression_bomb(folder: Path) -> None:
    content = samples.bomb()
    assert len(content) < 100_000

    with pytest.raises(ImageTooLarge, match="5000 万像素"):
        store(content, "照片.png", folder)


@pytest.mark.parametrize(("frames", "size"), [(600, (1, 1)), (60, (1000, 1000))])
def test_refuses_a_bomb_of_many_frames(folder: Path, frames: int, size: tuple[int, int]) -> None:
    with pytest.raises(ImageTooLarge):
        store(samples.moving(frames=frames, size=size), "步骤.gif", folder)


def test_refuses_half_a_picture(folder: Path) -> None:
    whole = samples.picture(size=(400, 400))

    with pytest.raises(BrokenImage, match="已损坏"):
        store(whole[: len(whole) // 2], "照片.jpg", folder)


def test_refuses_nothing_and_too_much(folder: Path) -> None:
    with pytest.raises(EmptyFile, match="空文件"):
        store(b"", "通知.pdf", folder)
    with pytest.raises(FileTooLarge, match="20 MB"):
        store(samples.PDF.ljust(MAX_FILE_BYTES + 1), "通知.pdf", folder)


@pytest.mark.parametrize(
    ("given", "kept_as"),
    [
        ("../../etc/通知.pdf", "通知.pdf"),
        ("C:\\桌面\\通知.pdf", "通知.pdf"),
        ("通\u202e知\n.pdf", "通知.pdf"),
        ("扫描件", "扫描件.pdf"),
        ("长" * 180 + ".pdf", "长" * 180 + ".pdf"),
    ],
)
def test_keeps_a_harmless_name(folder: Path, given: str, kept_as: str) -> None:
    assert store(samples.PDF, given, folder).name == kept_as


def test_an_encrypted_pdf_is_fine(folder: Path) -> None:
    content = samples.PDF.replace(b"/Root", b"/Encrypt 2 0 R/Root")

    assert store(content, "工资.pdf", folder).blob.media_type == "application/pdf"
