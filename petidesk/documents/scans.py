"""Scans and photos: what a file is by its content, its pages for the screen, and its pages on A4 for the file.

A picture is read whole before it is kept, so that nothing is kept that cannot be shown.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from petidesk.documents.preview import PDFIUM, page_count, preview
from petidesk.domain.attachments import MEDIA, PDF
from petidesk.domain.trouble import KnownTrouble, Refused

MOST_PIXELS = 120_000_000  # of one picture: an A3 page at 600 dpi has 70 million
MOST_PAGES = 500
A4 = (595.2756, 841.8898)  # points
MARGIN = 28.35  # points: a centimetre of paper around a picture
FILE_DPI = 300  # finer than this a picture on A4 is not printed
_FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp", "BMP": "image/bmp", "TIFF": "image/tiff"}
_PDF_HEAD = 1024  # bytes within which a PDF says what it is
_TOO_MANY = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_UNREADABLE = (OSError, SyntaxError, ValueError, KeyError, IndexError, TypeError, EOFError)
# Pillow warns of large pictures; how large is too large is said here.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


@dataclass(frozen=True, slots=True)
class Sort:
    """What a file is: its media type, and how many pages it has."""

    media: str
    pages: int


def sort_of(data: bytes) -> Sort:
    """What a file is by its content. Refused (bad_value) when it is none that may be kept, or cannot be read."""
    return Sort(PDF, _pdf_pages(data)) if b"%PDF-" in data[:_PDF_HEAD] else _picture(data)


def _pdf_pages(data: bytes) -> int:
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            locked = getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD
            words = "这个PDF设了密码，没有附上。请先去掉密码再附。" if locked else _broken("PDF")
            raise Refused("bad_value", words, field="file") from None
        with document:
            pages = _counted(len(document))
            try:
                for page in range(pages):
                    document[page].close()
            except pypdfium2.PdfiumError:  # what cannot be shown is not kept
                raise Refused("bad_value", _broken("PDF"), field="file") from None
    return pages


def _picture(data: bytes) -> Sort:
    try:
        with _opened(data) as picture:
            media = _FORMATS[str(picture.format)]
            pages = _counted(int(getattr(picture, "n_frames", 1)))
            for page in range(pages):
                picture.seek(page)
                if picture.width * picture.height > MOST_PIXELS:
                    raise Image.DecompressionBombError
                if media == "image/jpeg":
                    # Read to its end, at an eighth of its size: what is broken off is found all the same.
                    picture.draft(picture.mode, (max(picture.width // 8, 1), max(picture.height // 8, 1)))
                picture.load()
    except _TOO_MANY:
        words = "这张图片的像素太多，没有附上。请用300 dpi扫描，或另存为小一些的图片。"
        raise Refused("bad_value", words, field="file") from None
    except UnidentifiedImageError:
        raise Refused("bad_value", _unknown(data), field="file") from None
    except _UNREADABLE:
        raise Refused("bad_value", _broken("图片"), field="file") from None
    return Sort(media, pages)


def _counted(pages: int) -> int:
    if pages < 1:
        raise Refused("bad_value", _broken("文件"), field="file")
    if pages > MOST_PAGES:
        raise Refused("bad_value", f"这个文件有{pages}页，一个附件最多{MOST_PAGES}页，请分成几个文件。", field="file")
    return pages


def _broken(what: str) -> str:
    return f"这个{what}读不出来，可能没有传完或已损坏，没有附上。请重新扫描或重新拷贝。"


def _unknown(data: bytes) -> str:
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"):
        return "这是苹果手机的HEIC照片，不能附上。请在手机上改成“兼容性最佳”再拍，或另存为JPG。"
    return f"不认识这种文件，没有附上。可以附{'、'.join(MEDIA.values())}；Word和Excel文件请另存为PDF。"


@contextlib.contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    with Image.open(io.BytesIO(data), formats=tuple(_FORMATS)) as picture:
        yield picture


# ---- the screen


def pages_of(data: bytes) -> int:
    """How many pages a kept file has. KnownTrouble (damaged) when it cannot be read."""
    if b"%PDF-" in data[:_PDF_HEAD]:
        with _readable():
            return page_count(data)
    with _readable(), _opened(data) as picture:
        return int(getattr(picture, "n_frames", 1))


def page_png(data: bytes, page: int = 0, dpi: float = 96.0) -> bytes:
    """Page `page` (from 0) of a kept file as a PNG, as large as it would be on A4 at `dpi` dots per inch."""
    if b"%PDF-" in data[:_PDF_HEAD]:
        with _readable():
            return preview(data, dpi, page)
    target = io.BytesIO()
    with _readable():
        shown = _upright(data, page, _box(dpi))
        shown.save(target, "PNG")
    return target.getvalue()


@contextlib.contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (*_TOO_MANY, *_UNREADABLE, pypdfium2.PdfiumError) as error:
        raise KnownTrouble("damaged", "这份附件打不开，可能已损坏；请从备份中恢复。") from error


def _box(dpi: float) -> tuple[int, int]:
    """The long and the short side of A4 in pixels; a picture that lies fits into the same."""
    longest = round(A4[1] / 72 * dpi)
    return longest, longest


def _upright(data: bytes, page: int, most: tuple[int, int]) -> Image.Image:
    """One picture as it is meant to be seen: turned as the camera was held, on white, no larger than `most`."""
    with _opened(data) as picture:
        picture.seek(page)
        if picture.format == "JPEG":
            picture.draft("RGB", most)
        turned = ImageOps.exif_transpose(picture)
        if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
            seen = turned.convert("RGBA")
            white = Image.new("RGBA", seen.size, "white")
            turned = Image.alpha_composite(white, seen)
        shown = turned.convert("L" if turned.mode in ("1", "L") else "RGB")
        shown.thumbnail(most)
        return shown


# ---- the file


def on_a4(data: bytes) -> bytes:
    """A kept file as a PDF for 一案一档: a PDF as it is, each picture on an A4 page that lies as the picture does.

    Equal files give equal bytes. KnownTrouble (damaged) when it cannot be read.
    """
    if b"%PDF-" in data[:_PDF_HEAD]:
        return data
    target = io.BytesIO()
    canvas = Canvas(target, pageCompression=1, invariant=1, lang="zh-CN")
    with _readable():
        for page in range(pages_of(data)):
            shown = _upright(data, page, _box(FILE_DPI))
            _place(canvas, shown)
    canvas.save()
    return target.getvalue()


def _place(canvas: Canvas, shown: Image.Image) -> None:
    """The picture in the middle of its page, as large as the margin leaves it, never larger than 100 dots an inch."""
    width, height = A4 if shown.height >= shown.width else (A4[1], A4[0])
    scale = min((width - 2 * MARGIN) / shown.width, (height - 2 * MARGIN) / shown.height, 0.72)
    wide, high = shown.width * scale, shown.height * scale
    canvas.setPageSize((width, height))
    packed = io.BytesIO()
    # Grey scans keep their sharp edges; photographs take a tenth of the room as JPEG.
    shown.save(packed, "PNG") if shown.mode == "L" else shown.save(packed, "JPEG", quality=88)
    packed.seek(0)
    canvas.drawImage(ImageReader(packed), (width - wide) / 2, (height - high) / 2, wide, high)
    canvas.showPage()
