"""From a file that came in to the PDF that is read. Runs in a process of its own (``sandbox``).

A picture becomes one A4 page: turned as its EXIF says, scaled to 200 dpi, compressed again;
nothing of its metadata (place, time, telephone) goes over. A PDF stays byte for byte, with its
signatures, unless it is encrypted without a password or carries something active; then its pages
are written anew without that.
"""

import io
import math
import struct
import warnings
from typing import Final

import pikepdf
import pillow_heif
from pikepdf import Dictionary, Name
from PIL import Image, ImageFile, ImageOps

from thongsuot.domains.documents import disarming, rules
from thongsuot.domains.documents.terms import (
    FileLocked,
    FileNeedsItsProgram,
    FileUnreadable,
    MediaType,
    PictureTooLarge,
    Readable,
    TooManyPages,
)

A4_POINTS: Final = (595.276, 841.890)
MARGIN_POINTS: Final = 17.0
PICTURE_DPI: Final = 200
LEAST_DPI: Final = 100
"""A small picture is not blown up beyond this."""
JPEG_QUALITY: Final = 80
POINTS_PER_INCH: Final = 72
TAIL_BYTES: Final = 2048
BOMB_BYTES: Final = 256 * 1024 * 1024
"""Most that one compressed stream of a PDF may unfold to while its structure is read."""

_FORMATS: Final = {
    MediaType.JPEG: "JPEG",
    MediaType.PNG: "PNG",
    MediaType.HEIC: "HEIF",
    MediaType.WEBP: "WEBP",
}


def make_readable(content: bytes, media_type: MediaType) -> Readable:
    """Return the PDF to read of a file whose type is known.

    Raises:  FileUnreadable; FileLocked; FileNeedsItsProgram; PictureTooLarge; TooManyPages.
    """
    if media_type is MediaType.PDF:
        return _read_pdf(content)
    return Readable(_page_of(_picture(content, media_type)), pages=1, disarmed=False)


def _picture(content: bytes, media_type: MediaType) -> Image.Image:
    """Return the picture upright, opaque, and no finer than the page needs."""
    _set_up_decoders()
    unreadable = FileUnreadable("the picture is cut off or damaged", media_type=media_type.value)
    try:
        with (
            warnings.catch_warnings(action="ignore"),
            Image.open(io.BytesIO(content), formats=[_FORMATS[media_type]]) as opened,
        ):
            if opened.width * opened.height > rules.MAX_PIXELS:
                megapixels = rules.MAX_PIXELS // 1_000_000
                raise PictureTooLarge("too many pixels", max_megapixels=megapixels)
            opened.draft("RGB", _most_pixels())
            opened.load()
            return _opaque(ImageOps.exif_transpose(_fitted(_true_colour(opened))))
    except (OSError, ValueError, SyntaxError, EOFError, struct.error) as error:
        raise unreadable from error


def _set_up_decoders() -> None:
    pillow_heif.register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = None  # ours is checked before a pixel is decoded, and says more
    ImageFile.LOAD_TRUNCATED_IMAGES = False


def _true_colour(picture: Image.Image) -> Image.Image:
    """Return the picture in grey, RGB or RGBA: the modes that can be scaled and laid on paper."""
    if picture.mode.startswith("I;16"):
        return picture.point(lambda level: level / 256).convert("L")
    if picture.mode in {"1", "L"} and not picture.has_transparency_data:
        return picture.convert("L")
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _opaque(picture: Image.Image) -> Image.Image:
    """Return the picture with white paper where it was transparent."""
    if picture.mode != "RGBA":
        return picture
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _most_pixels() -> tuple[int, int]:
    """Return the pixels of a square in which an A4 page of the wanted sharpness fits."""
    longest = math.ceil(A4_POINTS[1] / POINTS_PER_INCH * PICTURE_DPI)
    return longest, longest


def _fitted(picture: Image.Image) -> Image.Image:
    across, along = (side - 2 * MARGIN_POINTS for side in A4_POINTS)
    if picture.width > picture.height:
        across, along = along, across
    scale = PICTURE_DPI / POINTS_PER_INCH
    most = (math.floor(across * scale), math.floor(along * scale))
    picture.thumbnail(most, Image.Resampling.LANCZOS)
    return picture


def _page_of(picture: Image.Image) -> bytes:
    """Return a PDF of one A4 page, upright or across as the picture is, the picture amid it."""
    compressed = io.BytesIO()
    picture.save(compressed, "JPEG", quality=JPEG_QUALITY, optimize=True)
    page = A4_POINTS if picture.height >= picture.width else A4_POINTS[::-1]
    room = [side - 2 * MARGIN_POINTS for side in page]
    points = min(
        room[0] / picture.width, room[1] / picture.height, POINTS_PER_INCH / LEAST_DPI
    )  # of one pixel
    width, height = picture.width * points, picture.height * points
    left, bottom = (page[0] - width) / 2, (page[1] - height) / 2
    pdf = pikepdf.new()
    image = pdf.make_stream(
        compressed.getvalue(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=Name.DeviceGray if picture.mode == "L" else Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    placed = f"q {width:.3f} 0 0 {height:.3f} {left:.3f} {bottom:.3f} cm /Photo Do Q"
    pdf.add_blank_page(page_size=page)
    first = pdf.pages[0].obj
    first.Resources = Dictionary(XObject=Dictionary(Photo=image))
    first.Contents = pdf.make_stream(placed.encode())
    return _written(pdf)


def _written(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, encryption=False)
    return out.getvalue()


def _read_pdf(content: bytes) -> Readable:
    pikepdf.settings.set_qpdf_limits(flate_max_memory=BOMB_BYTES, run_length_max_memory=BOMB_BYTES)
    if b"%%EOF" not in content[-TAIL_BYTES:]:
        raise FileUnreadable("the end of the PDF is missing", media_type=MediaType.PDF.value)
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            return _examined(pdf, content)
    except pikepdf.PasswordError as error:
        raise FileLocked("the PDF opens with a password only") from error
    except (pikepdf.PikepdfError, ValueError, RecursionError, RuntimeError) as error:
        raise FileUnreadable("the PDF is damaged", media_type=MediaType.PDF.value) from error


def _examined(pdf: pikepdf.Pdf, content: bytes) -> Readable:
    pages = len(pdf.pages)
    if pages > rules.MAX_PAGES:
        raise TooManyPages("too many pages", max_pages=rules.MAX_PAGES)
    if pages == 0:
        raise FileUnreadable("the PDF has no page", media_type=MediaType.PDF.value)
    if found := disarming.needed_program(pdf):
        raise FileNeedsItsProgram("the pages are not in the file as pages", found=found)
    disarmed = disarming.disarm(pdf)
    if not disarmed and not pdf.is_encrypted:
        return Readable(content, pages, disarmed=False)
    return Readable(_written(pdf), pages, disarmed)
