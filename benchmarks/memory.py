"""The list's own figures (benchmarks/listing.py) as lines of the table: first rows, holding the window, memory."""

from __future__ import annotations

from benchmarks import listing
from benchmarks.offices import LARGE, SMALL, office
from benchmarks.table import Line, show


def lines() -> list[Line]:
    """The page 今日来访 on the small and on the large office, each in a process of its own."""
    small = listing.in_own_process(office(SMALL)[0])
    large = listing.in_own_process(office(LARGE)[0])
    first = large["first rows painted ms"] / small["first rows painted ms"]
    held = max(value for name, value in large.items() if "own" in name)
    memory = large["memory MB"]
    return [
        Line(
            f"list, first rows painted at {LARGE:,}",
            f"within {listing.FIRST_ROWS_LIMIT:g}x of {SMALL:,}",
            f"{large['first rows painted ms']:.1f} ms to {small['first rows painted ms']:.1f} ms, {first:.2f}x",
            first <= listing.FIRST_ROWS_LIMIT,
        ),
        Line(
            "list holds the window",
            f"never over {listing.HOLD_LIMIT_MS:g} ms",
            f"{held:.1f} ms",
            held <= listing.HOLD_LIMIT_MS,
        ),
        Line(
            f"memory with {LARGE:,} visits open",
            f"under {listing.MEMORY_LIMIT_MB:g} MB",
            f"{memory:.0f} MB",
            memory < listing.MEMORY_LIMIT_MB,
        ),
    ]


if __name__ == "__main__":
    print(show(lines()))
