"""The one copy of a printed paper that goes into the file: of several copies the last, of a strip a sheet of A4.

Papers are frozen with all their copies in one PDF (第一联 handed over, 第二联 kept). What is taken stays as it was.
"""

from __future__ import annotations

import io
import re

import pypdfium2

from petidesk.documents.forms.forms import Paper
from petidesk.documents.layout.marks import MM
from petidesk.documents.preview import PDFIUM

A4 = (210 * MM, 297 * MM)
STRIP = 100 * MM  # a page narrower than this is a strip of a roll
# A page that counts itself in its copy: 第2页, — 2 —; without one, or with 1, it is the first of its copy.
_LATER = re.compile(r"第\s*([2-9]|\d{2,})\s*页\s*共|[—一-]\s*([2-9]|\d{2,})\s*[—一-]\s*$")


def file_copy(pdf: bytes, paper: Paper) -> bytes:
    """Of a PDF printed on `paper` the last copy alone, on pages that a file can hold; else the very bytes."""
    with PDFIUM, pypdfium2.PdfDocument(pdf) as document:
        count = len(document)
        pages = list(range(_last_copy(document, len(paper.copies)), count))
        half = paper.halves and len(paper.copies) == 2 and count == 1
        strip = document.get_page_size(0)[0] < STRIP
        if len(pages) == count and not half and not strip:
            return pdf
        with pypdfium2.PdfDocument.new() as taken:
            if strip:
                _lay(document, taken, pages)
            elif half:
                _lay(document, taken, pages, down=-A4[1] / 2)
            else:
                taken.import_pages(document, pages)
            target = io.BytesIO()
            taken.save(target)
    return target.getvalue()


def _last_copy(document: pypdfium2.PdfDocument, copies: int) -> int:
    """The page (from 0) on which the last copy begins; 0 when that cannot be told."""
    if copies < 2:
        return 0
    first = [
        page
        for page in range(len(document))
        if not _LATER.search(document[page].get_textpage().get_text_range().strip())
    ]
    return first[-1] if len(first) == copies else 0


def _lay(document: pypdfium2.PdfDocument, taken: pypdfium2.PdfDocument, pages: list[int], *, down: float = 0.0) -> None:
    """Each page at the top of a sheet of A4, in the middle; `down`: so much lower, what leaves the sheet is cut off."""
    for page in pages:
        width, height = document.get_page_size(page)
        scale = min(1.0, A4[1] * 0.94 / height) if not down else 1.0
        form = document.page_as_xobject(page, taken)
        placed = form.as_pageobject()
        top = A4[1] if down else A4[1] * 0.97
        matrix = pypdfium2.PdfMatrix().scale(scale, scale)
        placed.set_matrix(matrix.translate((A4[0] - width * scale) / 2, top - height * scale - down))
        sheet = taken.new_page(*A4)
        sheet.insert_obj(placed)
        sheet.gen_content()
        form.close()
        sheet.close()
