"""Pictures as they are kept: upright, and without what the camera wrote about place and person."""

from io import BytesIO
from threading import BoundedSemaphore
from typing import Any, BinaryIO

from PIL import Image, ImageOps

from anju.archives.kinds import GIF, JPEG, PNG, WEBP, Kind
from anju.core.errors import DomainError

MOST_PIXELS = 50_000_000
MOST_FRAMES = 500
# A large picture takes half a gigabyte while it is turned: so many at a time in one process.
_TURNS = BoundedSemaphore(2)
_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", GIF: "GIF"}
# What a moving or see-through picture needs to look the same; everything else is left behind.
_LOOKS = ("transparency", "duration", "loop", "disposal", "background")


class BrokenImage(DomainError):
    """The content begins like a picture and is none that can be read."""


class ImageTooLarge(DomainError):
    """The picture would take more memory than anybody needs for a picture."""


def clean_image(content: BinaryIO, kind: Kind) -> bytes:
    """Return the picture encoded anew: turned upright, without EXIF, XMP, comments or thumbnails.

    Its colour profile is kept on purpose: it names a kind of screen, not a person, and without it
    colours come out wrong. Frames of a moving picture count together.

    :raises ImageTooLarge: above 50 megapixels, told from the header before anything is unpacked.
    :raises BrokenImage: if it cannot be read to its end.
    """
    content.seek(0)
    try:
        with _TURNS, Image.open(content, formats=_opened_as(kind)) as image:
            _refuse_large(image)
            return _encoded(image, kind)
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except (OSError, SyntaxError, ValueError, TypeError, EOFError, IndexError) as error:
        raise BrokenImage("图片已损坏,无法读取。请重新拍摄或另存后再上传。") from error


def _opened_as(kind: Kind) -> list[str]:
    # A telephone's picture with a preview of its own (MPO) begins as JPEG does.
    return ["JPEG", "MPO"] if kind == JPEG else [_FORMATS[kind]]


def _refuse_large(image: Image.Image) -> None:
    pixels = image.width * image.height
    if pixels > MOST_PIXELS:
        raise _too_large()
    if image.format not in ("GIF", "WEBP", "PNG"):
        return
    for number in range(1, MOST_FRAMES + 1):
        try:
            image.seek(number)
        except EOFError:
            break
        if pixels * (number + 1) > MOST_PIXELS or number == MOST_FRAMES:
            raise _too_large()
    image.seek(0)


def _encoded(image: Image.Image, kind: Kind) -> bytes:
    buffer = BytesIO()
    options: dict[str, Any] = {"format": _FORMATS[kind]}
    if profile := image.info.get("icc_profile"):
        options["icc_profile"] = profile
    if kind in (JPEG, WEBP):
        options["quality"] = 90
    frames = [_upright(frame) for frame in _frames(image, kind)]
    if len(frames) > 1:
        options |= {"save_all": True, "append_images": frames[1:]}
        durations = [frame.info.get("duration", 100) for frame in frames]
        options["duration"] = [max(0, int(duration)) for duration in durations]
    frames[0].save(buffer, **options)
    return buffer.getvalue()


def _frames(image: Image.Image, kind: Kind) -> list[Image.Image]:
    if kind == JPEG or not getattr(image, "is_animated", False):
        return [image]
    frames = []
    for number in range(getattr(image, "n_frames", 1)):
        image.seek(number)
        frames.append(image.copy())
    return frames


def _upright(frame: Image.Image) -> Image.Image:
    turned = ImageOps.exif_transpose(frame)
    turned.info = {name: turned.info[name] for name in _LOOKS if name in turned.info}
    return turned


def _too_large() -> ImageTooLarge:
    return ImageTooLarge("图片尺寸太大(超过 5000 万像素)。请缩小后再上传。")
