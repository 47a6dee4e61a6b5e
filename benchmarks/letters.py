"""Letters against bare ReportLab drawing the same text with the same fonts: ``python -m benchmarks letters``.

The bare side draws exactly the runs that our layout placed, one `drawString` each, with no lines and no layout. One
letter is timed warm and interleaved; 500 of them one by one, each its own file, and in one file; the first letter of a
process is timed in a process of its own. A batch of notices goes through the desk with all that it records, against
bare ReportLab drawing the very same text into one file a letter; both in seconds of the processor, not of the disk.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.offices import sized
from benchmarks.slip import bare, timed
from benchmarks.table import Line, show
from petidesk import paths
from petidesk.desk.desk import Desk
from petidesk.desk.letters import batch as desk_batch
from petidesk.desk.opening import create_office, open_desk
from petidesk.documents.forms.forms import Form, load_form
from petidesk.documents.layout.pages import compose
from petidesk.documents.printing import render, render_many

AT = datetime(2026, 12, 18, 10, 0)
NAME, PAPER = "handling_opinion", "a4"
ROUNDS, MANY = sized(40, 2), sized(500, 4)
LIMIT = 2.0
BATCH_LIMIT = 3.0
NOTICE = "acceptance_notice"
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


def batch() -> tuple[float, float]:
    """Processor seconds of `MANY` notices issued in one batch, and of their bare drawing into a file each."""
    with tempfile.TemporaryDirectory() as folder:
        create_office(Path(folder) / "data", office="清溪镇", county="安平县", villages=["东村"])
        desk = open_desk(Path(folder) / "data")
        try:
            cases = [_case(desk, number) for number in range(MANY + 1)]
            _issued(desk, cases[:1])  # fonts and forms are read
            ours, drawn = _issued(desk, cases[1:])
        finally:
            desk.close()
        laid = [compose(form, form.papers[PAPER], values)[0] for form, values in drawn]
        start = time.process_time()
        for number, pages in enumerate(laid):
            (Path(folder) / f"{number}.pdf").write_bytes(bare(pages))
        return ours, time.process_time() - start


def _case(desk: Desk, number: int) -> str:
    """A case that owes its notice, with a visitor and a matter of its own."""
    visitor = {"name": "王李张刘"[number % 4] + "大山", "village": "东村", "address": f"东村{number}号"}
    matter = {
        "purpose": "appeal",
        "route": 6,
        "title": f"第{number}户征地补偿款未到账",
        "statement": "协议已签，补偿款到现在没有收到。",
        "requests": ["补发征地补偿款", "书面说明补偿标准"],
    }
    at = f"{(desk.today() - timedelta(days=3)).isoformat()}T09:20"
    document = {"at": at, "channel": "visit", "petitioners": [visitor], "matters": [matter]}
    return desk.visits.add(document)[0].matters[0].case_no


def _issued(desk: Desk, cases: list[str]) -> tuple[float, list[tuple[Form, Mapping[str, Any]]]]:
    """Processor seconds of the batch, and what its letters were filled with."""
    drawn: list[tuple[Form, Mapping[str, Any]]] = []
    usual = desk_batch.render_many

    def kept(papers: Iterable[tuple[Form, Mapping[str, Any]]], **more: Any) -> Any:
        drawn.extend(papers)
        return usual(drawn, **more)

    desk_batch.render_many = kept
    try:
        start = time.process_time()
        done = desk.letters.batch(NOTICE, cases, signed_by="赵建国", signed_on=desk.today())
        seconds = time.process_time() - start
    finally:
        desk_batch.render_many = usual
    if len(done.issued) != len(cases):
        raise RuntimeError(f"{len(done.refused)} of {len(cases)} notices were refused")
    return seconds, drawn


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


def _ratio(label: str, ours: float, theirs: float, unit: str = "s", limit: float = LIMIT) -> Line:
    factor = 1000 if unit == "ms" else 1
    measured = f"{ours * factor:.1f} {unit} to {theirs * factor:.1f} {unit}, {ours / theirs:.2f}x"
    return Line(label, f"within {limit:g}x bare ReportLab", measured, ours <= limit * theirs)


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
        _ratio(f"{MANY} notices in one batch, processor", *batch(), limit=BATCH_LIMIT),
        Line(
            f"memory over {MANY} letters in one run",
            f"grows under {GROWTH_LIMIT_MB:g} MB",
            f"{grown:.0f} MB",
            grown < GROWTH_LIMIT_MB,
        ),
    ]


if __name__ == "__main__":
    print(show(lines()))
