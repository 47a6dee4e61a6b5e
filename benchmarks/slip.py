"""One slip against bare ReportLab drawing the same text with the same fonts: ``python -m benchmarks.slip``.

Both are timed warm, interleaved, in one process; the first slip of a process (fonts read from disk) is given beside it.
The bare side draws exactly the runs that our layout placed, one `drawString` each, with no lines, QR code or layout.
"""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable
from datetime import datetime

from reportlab.pdfgen.canvas import Canvas

from benchmarks.offices import sized
from petidesk import paths
from petidesk.documents.forms.forms import Form, load_form
from petidesk.documents.layout.marks import Page, TextMark
from petidesk.documents.layout.pages import compose
from petidesk.documents.printing import render

AT = datetime(2026, 11, 19, 9, 42)
ROUNDS = sized(60, 2)
LIMIT = 2.0


def bare(pages: list[Page]) -> bytes:
    """Draw the text of `pages` with ReportLab alone."""
    target = io.BytesIO()
    canvas = Canvas(target, pageCompression=1)
    for page in pages:
        canvas.setPageSize((page.width, page.height))
        bare_text(canvas, page)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def bare_text(canvas: Canvas, page: Page) -> None:
    """The text of a page, one `drawString` for every run."""
    for mark in page.marks:
        if isinstance(mark, TextMark):
            x = mark.x
            for run in mark.runs:
                canvas.setFont(run.font, mark.size)
                canvas.drawString(x, page.height - mark.y, run.text)
                x += canvas.stringWidth(run.text, run.font, mark.size)


def timed(work: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(form: Form, paper: str) -> tuple[float, float]:
    """Median seconds of our slip and of the bare drawing on `paper`."""
    values = form.sample()
    pages, _ = compose(form, form.papers[paper], values)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(timed(lambda: render(form, values, paper=paper, at=AT)))
        theirs.append(timed(lambda: bare(pages)))
    return statistics.median(ours), statistics.median(theirs)


def main() -> dict[str, float]:
    """Print the table and give the ratio for each paper."""
    start = time.perf_counter()
    form = load_form("visit_slip", [paths.forms()])
    loaded = time.perf_counter() - start
    first = timed(lambda: render(form, form.sample(), paper="a4", at=AT))
    print(f"first slip of the process: {first * 1000:.0f} ms, form loaded in {loaded * 1000:.1f} ms")
    ratios = {}
    print(f"{'paper':8}{'ours ms':>10}{'bare ms':>10}{'ratio':>8}")
    for paper in form.papers:
        ours, theirs = measure(form, paper)
        ratios[paper] = ours / theirs
        verdict = "" if ratios[paper] <= LIMIT else f"  over {LIMIT:g}"
        print(f"{paper:8}{ours * 1000:10.1f}{theirs * 1000:10.1f}{ratios[paper]:8.2f}{verdict}")
    return ratios


if __name__ == "__main__":
    main()
