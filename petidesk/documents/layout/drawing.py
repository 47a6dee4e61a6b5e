"""Pages of marks become a PDF: the only place that draws with ReportLab's canvas.

A `Press` takes page after page, so that a run of many papers never holds more than one of them as marks.

Equal pages and an equal date give equal bytes: the canvas is invariant, the creation date is the given one, the file
identifier is ReportLab's digest of the content.
"""

from __future__ import annotations

import io
import itertools
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import segno
from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from petidesk.documents import fonts
from petidesk.documents.layout.marks import ChartMark, LineMark, Page, QrMark, TextMark

PRACTICE, DRAFT, VOID = "演练", "送审稿", "作废"
MOST_CODES = 100  # QR codes that are kept for the next page
INKS = {"black": (0.0, 0.0, 0.0), "red": (0.85, 0.0, 0.0)}
WATERMARK_GREY = 0.86
# Over a picture the mark lets through what lies under it.
ABOVE_GREY, ABOVE_ALPHA = 0.35, 0.3
HEAD_SIZE = 7.0  # points; the top margin of the narrowest paper holds it
QR_MASK = 2
rl_config.useA85 = 0  # plain binary streams: a fifth smaller than base-85 text, and faster
_PRESS = threading.Lock()  # a ReportLab font serves one document at a time


class Press:
    """One PDF in the making: `add` pages, then `finish`. Only one is open at a time; use it as a context."""

    def __init__(
        self,
        title: str,
        at: datetime,
        *,
        practice: bool = False,
        draft: bool = False,
        void: bool = False,
        above: bool = False,
    ) -> None:
        self._title, self._at, self._above = title, at, above
        self._words = ((PRACTICE,) if practice else ()) + ((DRAFT,) if draft else ()) + ((VOID,) if void else ())
        self._codes: dict[str, tuple[int, str]] = {}

    def __enter__(self) -> Press:
        _PRESS.acquire()
        try:
            self._target = io.BytesIO()
            base = fonts.face_source(fonts.SONG).font
            self._canvas = Canvas(
                self._target, pageCompression=1, invariant=1, initialFontName=base, initialFontSize=10, lang="zh-CN"
            )
        except BaseException:
            _PRESS.release()
            raise
        return self

    def __exit__(self, *trouble: object) -> None:
        _PRESS.release()

    def add(self, pages: Sequence[Page]) -> None:
        """Draw `pages` after those that are there."""
        canvas = self._canvas
        for page in pages:
            canvas.setPageSize((page.width, page.height))
            if self._words:
                _watermark(canvas, page, self._words, above=self._above)
            _lines(canvas, page)
            _texts(canvas, page)
            _qrs(canvas, page, self._codes)
            _charts(canvas, page)
            canvas.showPage()
        if len(self._codes) > MOST_CODES:
            self._codes.clear()

    def finish(self) -> bytes:
        """The finished file."""
        canvas = self._canvas
        canvas.setTitle(self._title)
        canvas.setAuthor("")
        canvas.setSubject("")
        canvas.setCreator("petidesk")
        _date(canvas, self._at)
        canvas.save()
        return self._target.getvalue()


def draw(
    pages: Sequence[Page],
    *,
    title: str,
    at: datetime,
    practice: bool = False,
    draft: bool = False,
    void: bool = False,
    above: bool = False,
) -> bytes:
    """The PDF of `pages`. `at` becomes its creation date; 演练, 送审稿, 作废 is put under every page, light grey.

    `above`: the pages will be laid over others, and the words are to be seen through.
    """
    with Press(title, at, practice=practice, draft=draft, void=void, above=above) as press:
        press.add(pages)
        return press.finish()


def _date(canvas: Any, at: datetime) -> None:
    stamp = canvas._doc._timeStamp
    offset = int((at.utcoffset() or timedelta()).total_seconds()) // 60
    stamp.YMDhms = (at.year, at.month, at.day, at.hour, at.minute, at.second)
    stamp.dhh, stamp.dmm = divmod(abs(offset), 60)
    if offset < 0:
        stamp.dhh, stamp.dmm = -stamp.dhh, -stamp.dmm


def _texts(canvas: Any, page: Page) -> None:
    text = canvas.beginText()
    code = text._code.append
    ink, stretch, pen = "black", 0.0, ("", 0.0)
    for mark in page.marks:
        if not isinstance(mark, TextMark):
            continue
        if mark.ink != ink:
            ink = mark.ink
            text.setFillColorRGB(*INKS[ink])
        if mark.stretch != stretch:
            stretch = mark.stretch
            code(f"{stretch:.4f} Tc")
        # What setTextOrigin writes, without its slow way with numbers: a third of the time of a page.
        code(f"1 0 0 1 {mark.x:.3f} {page.height - mark.y:.3f} Tm")
        for run in mark.runs:
            if (run.font, mark.size) != pen:
                pen = (run.font, mark.size)
                text.setFont(*pen)
            text.textOut(run.text)
    canvas.drawText(text)


def _lines(canvas: Any, page: Page) -> None:
    pens: dict[tuple[float, bool, str], list[tuple[float, float, float, float]]] = {}
    for mark in _joined([mark for mark in page.marks if isinstance(mark, LineMark)]):
        line = (mark.x, page.height - mark.y, mark.to_x, page.height - mark.to_y)
        pens.setdefault((mark.weight, mark.dashed, mark.ink), []).append(line)
    for (weight, dashed, ink), lines in pens.items():
        canvas.setStrokeColorRGB(*INKS[ink])
        canvas.setLineWidth(weight)
        canvas.setDash((2, 2) if dashed else ())
        canvas.lines(lines)


def _joined(lines: Sequence[LineMark]) -> list[LineMark]:
    """`lines` without doubles; upright pieces that continue one another, as the borders of rows do, are one line."""
    level = dict.fromkeys(line for line in lines if line.x != line.to_x)
    upright: list[LineMark] = []
    for line in sorted({line for line in lines if line.x == line.to_x}, key=lambda line: (line[4:], line.x, line.y)):
        last = upright[-1] if upright else None
        if last is not None and last[4:] == line[4:] and last.x == line.x and line.y <= last.to_y + 0.01:
            upright[-1] = last._replace(to_y=max(last.to_y, line.to_y))
        else:
            upright.append(line)
    return [*level, *upright]


def _squares(text: str) -> tuple[int, str]:
    """The side in modules with the quiet zone of four (ISO/IEC 18004), and the dark runs of all rows as rectangles.

    The mask pattern is fixed: each of the eight is valid, and trying all of them takes longer than the rest of a slip.
    """
    rows = [list(row) for row in segno.make_qr(text, error="m", mask=QR_MASK).matrix_iter(border=4)]
    squares = []
    for number, row in enumerate(rows, start=1):
        start = 0
        for dark, run in itertools.groupby(row):
            length = len(list(run))
            if dark:
                squares.append(f"{start} {-number} {length} 1 re")
            start += length
    return len(rows), "\n".join(squares)


def _qrs(canvas: Any, page: Page, known: dict[str, tuple[int, str]]) -> None:
    for mark in page.marks:
        if not isinstance(mark, QrMark):
            continue
        if mark.text not in known:
            known[mark.text] = _squares(mark.text)
        count, squares = known[mark.text]
        canvas.saveState()
        canvas.translate(mark.x, page.height - mark.y)
        canvas.scale(mark.size / count, mark.size / count)
        canvas.setFillColorRGB(0, 0, 0)
        canvas._code.append(f"{squares}\nf")
        canvas.restoreState()


def _charts(canvas: Any, page: Page) -> None:
    charts = [mark for mark in page.marks if isinstance(mark, ChartMark)]
    if charts:
        # A tenth of a second to import, which the first slip of a process must not pay.
        from reportlab.graphics import renderPDF

        for mark in charts:
            renderPDF.draw(mark.drawn.drawing, canvas, mark.x, page.height - mark.y - mark.drawn.height)


def _watermark(canvas: Any, page: Page, words: Sequence[str], *, above: bool) -> None:
    """`words` in turn across the page, repeated down a long one; large and light, so that the text stays readable.

    Once more small and level at the top edge, where a search through the file's text finds each as one word.
    """
    font = fonts.face_source(fonts.TITLE).font
    longest = max(len(word) for word in words)
    size = min(page.width / (1.2 + longest), 150.0)
    step = max(page.width * 0.9, 3 * size)
    count = max(len(words), round(page.height / step))
    for number in range(count):
        word = words[number % len(words)]
        canvas.saveState()
        canvas.setFillGray(ABOVE_GREY if above else WATERMARK_GREY)
        if above:
            canvas.setFillAlpha(ABOVE_ALPHA)
        canvas.translate(page.width / 2, page.height * (number + 0.5) / count)
        canvas.rotate(30)
        canvas.setFont(font, size)
        canvas.drawString(-size * len(word) / 2, -size * 0.35, word)
        canvas.restoreState()
    canvas.setFont(font, HEAD_SIZE)
    canvas.drawCentredString(page.width / 2, page.height - HEAD_SIZE - 2, "　".join(words))
