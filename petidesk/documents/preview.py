"""Pictures for the screen and for Word, made from the very bytes that are printed (PDFium): pages, and charts alone."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pypdfium2

from petidesk.documents.layout.drawing import Press
from petidesk.documents.layout.marks import ChartMark, Page
from petidesk.domain.statistics.charts import Chart, ChartPicture
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
    # The screen waits for it and nobody keeps it.
    return _png(pdf, dpi, page, compress_level=1)


def _png(pdf: bytes, dpi: float, page: int, compress_level: int) -> bytes:
    with _opened(pdf) as document:
        if not 0 <= page < len(document):
            raise Refused("bad_value", f"这份文书只有{len(document)}页。", field="page")
        sheet = document[page]
        width, height = sheet.get_size()
        scale = min(dpi / 72, (MAX_PIXELS / (width * height)) ** 0.5)
        target = io.BytesIO()
        sheet.render(scale=scale).to_pil().save(target, "PNG", compress_level=compress_level)
        return target.getvalue()


_NO_TIME = datetime(2000, 1, 1)  # a picture does not say when it was made


def chart_picture(chart: Chart, width: float, dpi: float = 192.0) -> ChartPicture:
    """A chart alone, `width` pt wide: what is drawn on paper as vectors. Equal charts give equal bytes."""
    from petidesk.documents.statistics.charts import draw  # a tenth of a second to import

    drawn = draw(chart, width)
    with Press(chart.title, _NO_TIME) as press:
        press.add([Page(drawn.width, drawn.height, [ChartMark(0.0, 0.0, drawn)])])
        pdf = press.finish()
    return ChartPicture(_png(pdf, dpi, 0, compress_level=6), drawn.width, drawn.height, drawn.spots)


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise KnownTrouble("damaged", "这份文书打不开，可能已损坏；请从备份中恢复。") from error
        with document:
            yield document
