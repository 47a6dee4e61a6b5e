"""Every benchmark in one run and one table: ``python -m benchmarks [NAME ...]``.

PETIDESK_BENCH names a folder where the sample offices are kept; PETIDESK_BENCH_MIDDLE and PETIDESK_BENCH_LARGE their
sizes (100,000 and 1,000,000). With PETIDESK_BENCH_TINY all is so small that it only shows that every part runs.
A part that fails is told in the table, and the others still run.
"""

from __future__ import annotations

import sys
import time
import traceback

from benchmarks import (
    attaching,
    backing_up,
    bulletin,
    cases,
    county,
    encrypted,
    figures,
    hint,
    home,
    importing,
    ledger,
    letters,
    memory,
    opening,
    saving,
    schedule,
    searching,
    slip,
    starting,
)
from benchmarks.offices import LARGE, MIDDLE, SMALL, office
from benchmarks.table import Line, show


def _slip_lines() -> list[Line]:
    ratios = slip.main()
    return [
        Line(f"one slip, {paper}", f"within {slip.LIMIT:g}x bare ReportLab", f"{ratio:.2f}x", ratio <= slip.LIMIT)
        for paper, ratio in ratios.items()
    ]


def _sample_lines() -> list[Line]:
    found = []
    for size in (SMALL, MIDDLE, LARGE):
        _, seconds = office(size)
        if seconds is not None:
            limit = 120 * size / 100_000
            kept = seconds <= max(limit, 10)
            found.append(Line(f"sample office, {size:,}", "100,000 well under two minutes", f"{seconds:.0f} s", kept))
    return found


PARTS = {
    "sample": _sample_lines,
    "saving": saving.lines,
    "hint": hint.lines,
    "searching": searching.lines,
    "cases": cases.lines,
    "home": home.lines,
    "figures": figures.lines,
    "starting": starting.lines,
    "opening": opening.lines,
    "listing": memory.lines,
    "slip": _slip_lines,
    "letters": letters.lines,
    "bulletin": bulletin.lines,
    "attaching": attaching.lines,
    "encrypted": encrypted.lines,
    "backup": backing_up.lines,
    "schedule": schedule.lines,
    "ledger": ledger.lines,
    "importing": importing.lines,
    "county": county.lines,
}


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all; 1 when a promise was missed or a part failed."""
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; known: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    found: list[Line] = []
    for name in names or list(PARTS):
        start = time.perf_counter()
        try:
            found += PARTS[name]()
        except Exception as error:
            traceback.print_exc()
            found.append(Line(name, "runs to its end", f"{type(error).__name__}: {error}", False))
        print(f"{name}: {time.perf_counter() - start:.0f} s", file=sys.stderr)
    print(show(found))
    return 0 if all(line.kept for line in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
