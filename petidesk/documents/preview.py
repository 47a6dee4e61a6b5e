"""Pictures of printed pages for the screen, made from the very bytes that are printed and kept (PDFium)."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2

from petidesk.domain.trouble import KnownTrouble, Refused

MAX_PIXELS = 40_000_000  # of one picture; a long roll is shown smaller rather than refused
PDFIUM = threading.Lock()  # PDFium may be used by one thread at a time only


def page_count(pdf: bytes) -> int:
    """How many pages `pdf` has. Raises KnownTrouble (damaged) when it cannot be read."""
    with _opened(pdf) as document:
        return len(document)


def preview(pdf: bytes, dpi: float = 96.0, page: int = 0) -> bytes:
    """Page `page` (from 0) as a PNG of `dpi` dots per inch.

    Raises Refused for a page or resolution that does not exist, KnownTrouble (damaged) when `pdf` cannot be read.
    """
    if not 10 <= dpi <= 1200:
        raise Refused("bad_value", "预览的分辨率应当在10到1200之间。", field="dpi")
    with _opened(pdf) as document:
        if not 0 <= page < len(document):
            raise Refused("bad_value", f"这份文书只有{len(document)}页。", field="page")
        sheet = document[page]
        width, height = sheet.get_size()
        scale = min(dpi / 72, (MAX_PIXELS / (width * height)) ** 0.5)
        target = io.BytesIO()
        sheet.render(scale=scale).to_pil().save(target, "PNG")
        return target.getvalue()


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise KnownTrouble("damaged", "这份文书打不开，可能已损坏；请从备份中恢复。") from error
        with document:
            yield document
