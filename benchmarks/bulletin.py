"""A bulletin with four charts against bare ReportLab drawing the same: ``python -m benchmarks bulletin``.

The bare side has every place and size from our layout and draws text, rules, bars and labels with the canvas alone, in
the same fonts. Both are timed warm and interleaved. A chart as a picture for Word and the window is timed beside them.
"""

from __future__ import annotations

import io
import statistics
from datetime import datetime
from typing import Any

from reportlab.graphics.shapes import Line as Ruled
from reportlab.graphics.shapes import Rect, String
from reportlab.pdfgen.canvas import Canvas

from benchmarks.offices import sized
from benchmarks.slip import bare_text, timed
from benchmarks.table import Line, show
from petidesk import paths
from petidesk.documents.forms.forms import load_form
from petidesk.documents.layout.marks import ChartMark, LineMark, Page
from petidesk.documents.layout.pages import compose
from petidesk.documents.preview import chart_picture
from petidesk.documents.printing import checked, render
from petidesk.documents.word.papers import write

AT = datetime(2026, 7, 2, 9, 30)
NAME, PAPER, CHARTS = "bulletin_month", "a4", 4
ROUNDS = sized(20, 2)
LIMIT = 2.0
PICTURE_LIMIT_MS = 300.0
WORD_LIMIT_MS = 2000.0


def bare(pages: list[Page]) -> bytes:
    """Draw `pages` with ReportLab's canvas alone."""
    target = io.BytesIO()
    canvas = Canvas(target, pageCompression=1)
    for page in pages:
        canvas.setPageSize((page.width, page.height))
        bare_text(canvas, page)
        for mark in page.marks:
            if isinstance(mark, LineMark):
                canvas.setLineWidth(mark.weight)
                canvas.line(mark.x, page.height - mark.y, mark.to_x, page.height - mark.to_y)
            elif isinstance(mark, ChartMark):
                _chart(canvas, mark, page.height - mark.y - mark.drawn.height)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _chart(canvas: Any, mark: ChartMark, bottom: float) -> None:
    for shape in mark.drawn.drawing.contents:
        if isinstance(shape, String):
            canvas.setFont(shape.fontName, shape.fontSize)
            canvas.setFillColor(shape.fillColor)
            canvas.drawString(mark.x + shape.x, bottom + shape.y, shape.text)
        elif isinstance(shape, Rect):
            canvas.setFillColor(shape.fillColor)
            canvas.setStrokeColor(shape.strokeColor)
            canvas.setLineWidth(shape.strokeWidth)
            canvas.rect(mark.x + shape.x, bottom + shape.y, shape.width, shape.height, stroke=1, fill=1)
        elif isinstance(shape, Ruled):
            canvas.setLineWidth(shape.strokeWidth)
            canvas.line(mark.x + shape.x1, bottom + shape.y1, mark.x + shape.x2, bottom + shape.y2)


def lines() -> list[Line]:
    """What was promised of a bulletin, and what was measured."""
    form = load_form(NAME, [paths.forms()])
    values = form.sample()
    scope = checked(form, values, PAPER)
    pages, _ = compose(form, form.papers[PAPER], scope)
    count = sum(isinstance(mark, ChartMark) for page in pages for mark in page.marks)
    assert count == CHARTS, count
    ours, theirs, word, picture = [], [], [], []
    for _ in range(ROUNDS):
        ours.append(timed(lambda: render(form, values, paper=PAPER, at=AT)))
        theirs.append(timed(lambda: bare(pages)))
    for _ in range(sized(5, 1)):
        word.append(timed(lambda: write(form, values, paper=PAPER, at=AT)))
        picture.append(timed(lambda: chart_picture(scope["走势图"], 440.0)))
    paper, drawn = statistics.median(ours) * 1000, statistics.median(theirs) * 1000
    written, shown = statistics.median(word) * 1000, statistics.median(picture) * 1000
    return [
        Line(
            f"a bulletin with {CHARTS} charts",
            f"within {LIMIT:g}x bare ReportLab",
            f"{paper:.0f} ms to {drawn:.0f} ms, {paper / drawn:.2f}x",
            paper <= LIMIT * drawn,
        ),
        Line("the same as Word", f"under {WORD_LIMIT_MS:g} ms", f"{written:.0f} ms", written < WORD_LIMIT_MS),
        Line("a chart as a picture", f"under {PICTURE_LIMIT_MS:g} ms", f"{shown:.0f} ms", shown < PICTURE_LIMIT_MS),
    ]


if __name__ == "__main__":
    print(show(lines()))
