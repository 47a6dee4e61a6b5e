"""Letters against bare ReportLab drawing the same text with the same fonts: ``python -m benchmarks letters``.

The bare side draws exactly the runs that our layout placed, one `drawString` each, with no lines and no layout. One
letter is timed warm and interleaved; 500 of them one by one, each its own file, and in one file; the first letter of a
process is timed in a process of its own.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from benchmarks.offices import sized
from benchmarks.slip import bare, timed
from benchmarks.table import Line, show
from petidesk import paths
from petidesk.documents.forms.forms import Form, load_form
from petidesk.documents.layout.compose import compose
from petidesk.documents.printing import render, render_many

AT = datetime(2026, 12, 18, 10, 0)
NAME, PAPER = "handling_opinion", "a4"
ROUNDS, MANY = sized(40, 2), sized(500, 4)
LIMIT = 2.0
FIRST_LIMIT_MS = 1000.0
GROWTH_LIMIT_MB = 40.0


def _form() -> Form:
    return load_form(NAME, [paths.forms()])


def letters(form: Form, count: int) -> Iterator[tuple[Form, Mapping[str, Any]]]:
    """`count` letters of one form, each with a number, facts and a matter of its own."""
    values = form.sample()
    for number in range(1, count + 1):
        own = {
            "文号": f"清信处〔2026〕{number}号",
            "经查": f"第{number}户。{values['经查']}",
            "事项概要": f"第{number}户补偿款",
        }
        yield form, {**values, **own}


def one() -> tuple[float, float]:
    """Median seconds of one letter, ours and bare, interleaved."""
    form = _form()
    values = form.sample()
    pages, _ = compose(form, form.papers[PAPER], values)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(timed(lambda: render(_form(), values, paper=PAPER, at=AT)))
        theirs.append(timed(lambda: bare(pages)))
    return statistics.median(ours), statistics.median(theirs)


def many() -> tuple[float, float, float, float]:
    """Seconds for all letters: one by one, in one run, bare one by one, bare in one file."""
    form = _form()
    laid = [compose(form, form.papers[PAPER], values)[0] for _, values in letters(form, MANY)]
    single = timed(lambda: [render(form, values, paper=PAPER, at=AT) for form, values in letters(form, MANY)])
    bare_single = timed(lambda: [bare(pages) for pages in laid])
    run = timed(lambda: render_many(letters(form, MANY), paper=PAPER, title="处理意见书", at=AT))
    bare_run = timed(lambda: bare([page for pages in laid for page in pages]))
    return single, run, bare_single, bare_run


def first() -> float:
    """Seconds of the first letter of this process: form, fonts, layout and drawing."""
    return timed(lambda: render(_form(), _form().sample(), paper=PAPER, at=AT))


def growth() -> float:
    """Megabytes by which this process grows over 500 letters in one run, once the first 20 have warmed it."""
    form = _form()
    render_many(letters(form, sized(20, 2)), paper=PAPER, title="处理意见书", at=AT)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    render_many(letters(form, MANY), paper=PAPER, title="处理意见书", at=AT)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def _in_own_process(measure: str) -> float:
    code = f"from benchmarks import letters; print(letters.{measure}())"
    return float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)


def _ratio(label: str, ours: float, theirs: float, unit: str = "s") -> Line:
    factor = 1000 if unit == "ms" else 1
    measured = f"{ours * factor:.1f} {unit} to {theirs * factor:.1f} {unit}, {ours / theirs:.2f}x"
    return Line(label, f"within {LIMIT:g}x bare ReportLab", measured, ours <= LIMIT * theirs)


def lines() -> list[Line]:
    """What was promised of letters, and what was measured."""
    start = _in_own_process("first") * 1000
    grown = _in_own_process("growth")
    ours, theirs = one()
    single, run, bare_single, bare_run = many()
    return [
        Line("first letter of a process", f"under {FIRST_LIMIT_MS:g} ms", f"{start:.0f} ms", start < FIRST_LIMIT_MS),
        _ratio("one letter", ours, theirs, "ms"),
        _ratio(f"{MANY} letters one by one", single, bare_single),
        _ratio(f"{MANY} letters in one run", run, bare_run),
        Line(
            f"memory over {MANY} letters in one run",
            f"grows under {GROWTH_LIMIT_MB:g} MB",
            f"{grown:.0f} MB",
            grown < GROWTH_LIMIT_MB,
        ),
    ]


if __name__ == "__main__":
    print(show(lines()))
