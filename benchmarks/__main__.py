"""Every benchmark in one run and one table: ``python -m benchmarks [NAME ...]``.

PETIDESK_BENCH names a folder where the sample offices are kept; PETIDESK_BENCH_MIDDLE and PETIDESK_BENCH_LARGE their
sizes (100,000 and 1,000,000).
"""

from __future__ import annotations

import sys
import time

from benchmarks import cases, hint, home, ledger, letters, memory, saving, schedule, searching, slip, starting
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


_PARTS = {
    "sample": _sample_lines,
    "saving": saving.lines,
    "hint": hint.lines,
    "searching": searching.lines,
    "cases": cases.lines,
    "home": home.lines,
    "starting": starting.lines,
    "listing": memory.lines,
    "slip": _slip_lines,
    "letters": letters.lines,
    "schedule": schedule.lines,
    "ledger": ledger.lines,
}


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all; 1 when a promise was missed."""
    unknown = [name for name in names if name not in _PARTS]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; known: {', '.join(_PARTS)}", file=sys.stderr)
        return 2
    found: list[Line] = []
    for name in names or list(_PARTS):
        start = time.perf_counter()
        found += _PARTS[name]()
        print(f"{name}: {time.perf_counter() - start:.0f} s", file=sys.stderr)
    print(show(found))
    return 0 if all(line.kept for line in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
