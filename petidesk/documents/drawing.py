"""Pages of marks become a PDF: the only place that draws with ReportLab's canvas.

Equal pages and an equal date give equal bytes: the canvas is invariant, the creation date is the given one, the file
identifier is ReportLab's digest of the content.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import segno
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from petidesk.documents import fonts
from petidesk.documents.marks import LineMark, Page, QrMark, TextMark

PRACTICE = "演练"
INKS = {"black": (0.0, 0.0, 0.0), "red": (0.85, 0.0, 0.0)}
WATERMARK_GREY = 0.86
_PRESS = threading.Lock()  # a ReportLab font serves one document at a time


def draw(pages: Sequence[Page], *, title: str, at: datetime, practice: bool = False) -> bytes:
    """The PDF of `pages`. `at` becomes its creation date; `practice` puts 演练 under every page, light grey."""
    with _PRESS:
        return _draw(pages, title, at, practice)


def _draw(pages: Sequence[Page], title: str, at: datetime, practice: bool) -> bytes:
    target = io.BytesIO()
    base = fonts.face_source(fonts.SONG).font
    canvas = Canvas(target, pageCompression=1, invariant=1, initialFontName=base, initialFontSize=10, lang="zh-CN")
    canvas.setTitle(title)
    canvas.setAuthor("")
    canvas.setSubject("")
    canvas.setCreator("petidesk")
    _date(canvas, at)
    for page in pages:
        canvas.setPageSize((page.width, page.height))
        if practice:
            _watermark(canvas, page)
        _lines(canvas, page)
        _texts(canvas, page)
        for mark in page.marks:
            if isinstance(mark, QrMark):
                _qr(canvas, mark, page.height)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _date(canvas: Any, at: datetime) -> None:
    stamp = canvas._doc._timeStamp
    offset = int((at.utcoffset() or timedelta()).total_seconds()) // 60
    stamp.YMDhms = (at.year, at.month, at.day, at.hour, at.minute, at.second)
    stamp.dhh, stamp.dmm = divmod(abs(offset), 60)
    if offset < 0:
        stamp.dhh, stamp.dmm = -stamp.dhh, -stamp.dmm


def _texts(canvas: Any, page: Page) -> None:
    text = canvas.beginText()
    ink, stretch = "black", 0.0
    for mark in page.marks:
        if not isinstance(mark, TextMark):
            continue
        if mark.ink != ink:
            ink = mark.ink
            text.setFillColorRGB(*INKS[ink])
        if mark.stretch != stretch:
            stretch = mark.stretch
            text.setCharSpace(stretch)
        text.setTextOrigin(mark.x, page.height - mark.y)
        for run in mark.runs:
            text.setFont(run.font, mark.size)
            text.textOut(run.text)
    canvas.drawText(text)


def _lines(canvas: Any, page: Page) -> None:
    drawn: set[LineMark] = set()
    for mark in page.marks:
        if not isinstance(mark, LineMark) or mark in drawn:
            continue
        drawn.add(mark)
        canvas.setStrokeColorRGB(*INKS[mark.ink])
        canvas.setLineWidth(mark.weight)
        canvas.setDash((2, 2) if mark.dashed else ())
        canvas.line(mark.x, page.height - mark.y, mark.to_x, page.height - mark.to_y)


def _qr(canvas: Any, mark: QrMark, height: float) -> None:
    code = segno.make_qr(mark.text, error="m")
    rows = [list(row) for row in code.matrix_iter(border=2)]
    side = mark.size / len(rows)
    path = canvas.beginPath()
    for number, row in enumerate(rows):
        start = None
        for column, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                bottom = height - mark.y - (number + 1) * side
                path.rect(mark.x + start * side, bottom, (column - start) * side, side)
                start = None
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawPath(path, stroke=0, fill=1)


def _watermark(canvas: Any, page: Page) -> None:
    """演练 across the page, repeated down a long one; large and light, so that the text above stays readable."""
    font = fonts.face_source(fonts.TITLE).font
    size = min(page.width / 3.2, 150.0)
    step = max(page.width * 0.9, 3 * size)
    count = max(1, round(page.height / step))
    width = pdfmetrics.stringWidth(PRACTICE, font, size)
    for number in range(count):
        canvas.saveState()
        canvas.setFillGray(WATERMARK_GREY)
        canvas.translate(page.width / 2, page.height * (number + 0.5) / count)
        canvas.rotate(30)
        canvas.setFont(font, size)
        canvas.drawString(-width / 2, -size * 0.35, PRACTICE)
        canvas.restoreState()
