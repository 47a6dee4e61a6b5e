"""一案一档: finished papers put together in one file, with the page number of the file in the upper outer corner;
and a voided paper as the file keeps it, with 作废 across it.

The papers are taken over as they are (PDFium); the numbers are a layer of their own above them, so that what was
signed is never drawn again. A file numbers every written side through, in the upper right corner of a front and the
upper left of a back, as archives ask.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Sequence
from datetime import datetime

import pypdfium2

from petidesk.documents import fonts
from petidesk.documents.layout.drawing import draw
from petidesk.documents.layout.marks import MM, Page, TextMark
from petidesk.documents.preview import PDFIUM, page_count
from petidesk.domain.trouble import KnownTrouble, Refused

__all__ = ["bind", "page_count", "practised", "struck"]
NUMBER_SIZE = 10.0  # points
FROM_TOP, FROM_SIDE = 8.0, 10.0  # millimetres from the edges of the paper to the number
# PDFium writes the time of the day and a random identifier; both have a fixed length and are put right afterwards.
_WRITTEN = re.compile(rb"/CreationDate\(D:(\d{14})([^)]*)\)")
_IDENTIFIER = re.compile(rb"/ID\[<([0-9A-F]{32})><([0-9A-F]{32})>\]")
TRAILER = 1024  # bytes at the end of a file that hold its identifier


def bind(
    parts: Sequence[bytes],
    *,
    first_page_numbers: Sequence[int | None],
    at: datetime,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bytes:
    """Put the finished PDFs `parts` together.

    `first_page_numbers`: for each part the number stamped on its first page, counted on from there, or None for a part
    without numbers (cover, contents). Odd numbers stand right, even ones left. `at` becomes the creation date; equal
    arguments give equal bytes. `progress` is called with the number of parts taken; when `cancelled` answers True the
    result is empty. Raises Refused (bad_value) when the two lists differ in length or nothing is given, KnownTrouble
    (damaged) with the place of the part that cannot be read.
    """
    if not parts or len(parts) != len(first_page_numbers):
        raise Refused("bad_value", "没有可以装订的文书，或者页码与文书的份数不一致。")
    with PDFIUM, pypdfium2.PdfDocument.new() as whole:
        for order, (part, first) in enumerate(zip(parts, first_page_numbers, strict=True), start=1):
            if cancelled is not None and cancelled():
                return b""
            _take(whole, part, order, first, at)
            if progress is not None:
                progress(order)
        target = io.BytesIO()
        whole.save(target)
    return _settled(target.getvalue(), at)


def struck(pdf: bytes, at: datetime) -> bytes:
    """The finished paper over 作废 on every page, so that it stays readable; equal arguments give equal bytes.

    Raises KnownTrouble (damaged) for bytes that cannot be read.
    """
    with PDFIUM, _opened(pdf) as document:
        sizes = [document.get_page_size(page) for page in range(len(document))]
        under = draw([Page(width, height, []) for width, height in sizes], title="", at=at, void=True)
        with pypdfium2.PdfDocument(under) as whole:
            _overlay(whole, document)
            target = io.BytesIO()
            whole.save(target)
    return _settled(target.getvalue(), at)


def practised(pdf: bytes, at: datetime) -> bytes:
    """A scan that was bound in a practice office: 演练 over every page: a picture hides what is under it.

    Equal arguments give equal bytes. Raises KnownTrouble (damaged) for bytes that cannot be read.
    """
    with PDFIUM, _opened(pdf) as document:
        sizes = [document.get_page_size(page) for page in range(len(document))]
        marks = [Page(width, height, []) for width, height in sizes]
        with pypdfium2.PdfDocument(draw(marks, title="", at=at, practice=True, above=True)) as above:
            _overlay(document, above)
        target = io.BytesIO()
        document.save(target)
    return _settled(target.getvalue(), at)


def _opened(pdf: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise KnownTrouble("damaged", "文书打不开，可能已损坏；请从备份中恢复。") from error


def _take(whole: pypdfium2.PdfDocument, part: bytes, order: int, first: int | None, at: datetime) -> None:
    """Append the pages of `part`, with numbers when it has a `first` one."""
    try:
        document = pypdfium2.PdfDocument(part)
    except pypdfium2.PdfiumError as error:
        raise KnownTrouble("damaged", f"第{order}份文书打不开，可能已损坏；请从备份中恢复。") from error
    with document:
        # Stamped before it is taken: PDFium adds to a page more slowly the larger its document has become.
        if first is not None:
            _stamp(document, first, at)
        whole.import_pages(document)


def _stamp(document: pypdfium2.PdfDocument, first: int, at: datetime) -> None:
    """Lay the numbers from `first` over the pages."""
    sizes = [document.get_page_size(page) for page in range(len(document))]
    layer = draw([_layer(size, number) for number, size in enumerate(sizes, start=first)], title="", at=at)
    with pypdfium2.PdfDocument(layer) as stamps:
        _overlay(document, stamps)


def _overlay(document: pypdfium2.PdfDocument, above: pypdfium2.PdfDocument) -> None:
    """Lay the pages of `above` over those of `document`, one by one."""
    for page in range(len(document)):
        shape = above.page_as_xobject(page, document)
        sheet = document[page]
        sheet.insert_obj(shape.as_pageobject())
        sheet.gen_content()
        shape.close()
        sheet.close()


def _layer(size: tuple[float, float], number: int) -> Page:
    """A page that holds nothing but its number, in the upper outer corner."""
    width, height = size
    runs = tuple(fonts.runs(str(number), fonts.SONG))
    table = fonts.glyphs(fonts.SONG)
    wide = sum(table[digit].width for digit in str(number)) * NUMBER_SIZE
    x = width - FROM_SIDE * MM - wide if number % 2 else FROM_SIDE * MM
    return Page(width, height, [TextMark(x, FROM_TOP * MM + 0.8 * NUMBER_SIZE, runs, NUMBER_SIZE, 0.0, "black")])


def _settled(written: bytes, at: datetime) -> bytes:
    """The bytes with the date `at` and an identifier that follows from the content, so that they can be made again."""
    date = _WRITTEN.search(written)
    identifier = _IDENTIFIER.search(written, max(len(written) - TRAILER, 0))
    result = bytearray(written)
    if date:
        result[date.start(1) : date.end(1)] = f"{at:%Y%m%d%H%M%S}".encode()
    if identifier:
        for group in (1, 2):
            result[identifier.start(group) : identifier.end(group)] = b"0" * 32
        digest = hashlib.md5(result, usedforsecurity=False).hexdigest().upper().encode()
        for group in (1, 2):
            result[identifier.start(group) : identifier.end(group)] = digest
    return bytes(result)
