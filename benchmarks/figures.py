"""Figures against the bare SQL of the same numbers on the same file: ``python -m benchmarks.figures``.

A year's cross table (months by channels, months by villages) over the large office, with the year before; what 统计
opens with, over the middle one.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from benchmarks.offices import LARGE, MIDDLE, office, sized
from benchmarks.table import Line, show
from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.statistics.figures import Asked, Table
from petidesk.domain.statistics.spans import Span, around, compared

ROUNDS = sized(7, 2)
OPENINGS = sized(40, 2)
# The last day of the sample office, and the year whose twelve months lie before it.
DAY = datetime(2026, 10, 31, 10)
YEAR = Span(date(2025, 11, 1), date(2026, 10, 31))
CROSS_LIMIT, OPENING_LIMIT = 3.0, 5.0
_KEYS: Mapping[str, str] = {
    "month": "substr(v.at, 1, 7)",
    "channel": "v.channel",
    "village": "CASE WHEN m.village <> '' THEN m.village ELSE v.village END",
}
_CLOSED = "v.purposes = 'accusation' OR v.purposes LIKE 'accusation,%'"
_SUMS = (
    "count(*), sum(v.channel = 'visit'), sum(CASE v.channel WHEN 'visit' THEN v.people ELSE 0 END), "
    "sum(v.channel = 'letter' AND v.signatories >= 5), "
    "sum(CASE WHEN v.channel = 'letter' AND v.signatories >= 5 THEN v.signatories ELSE 0 END)"
)


def _bare(desk: Desk, asked: Asked) -> list[list[Any]]:
    """The rows of the span and of the one that it is compared with, with nothing around the SQL."""
    keys = ", ".join(f"CASE WHEN {_CLOSED} THEN 'unlisted' ELSE {_KEYS[name]} END" for name in asked.by)
    tables = "visit v" + (" JOIN matter m ON m.visit_id = v.id AND m.place = 0" if "village" in asked.by else "")
    statement = (
        f"SELECT {keys}, {_SUMS} FROM {tables} WHERE v.at >= ? AND v.at < ? AND NOT v.voided "
        f"AND v.channel <> 'hotline' GROUP BY {', '.join(str(place + 1) for place in range(len(asked.by)))}"
    )
    found = []
    with desk.reading() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        for span in (asked.span, compared(asked.span, asked.compare)):
            if span is not None:
                days = (span.since.isoformat(), f"{span.until.isoformat()}~")
                found.append(driver.execute(statement, days).fetchall())
    return found


def _agree(table: Table, found: list[list[Any]]) -> bool:
    """Whether both say the same, so that a ratio compares the same work."""
    ours = [figure.value for figure in table.total.values()]
    return ours == [sum(row[place] for row in found[0]) for place in range(len(table.asked.by), len(found[0][0]))]


def measure(desk: Desk, asked: Asked, rounds: int) -> tuple[float, float]:
    """Medians in milliseconds of the table and of the bare SQL."""
    if not _agree(desk.statistics.table(asked), _bare(desk, asked)):
        raise RuntimeError("the table and the bare SQL do not count the same")
    ours, theirs = [], []
    for _ in range(rounds):
        start = time.perf_counter()
        _bare(desk, asked)
        middle = time.perf_counter()
        desk.statistics.table(asked)
        theirs.append(middle - start)
        ours.append(time.perf_counter() - middle)
    return statistics.median(ours) * 1000, statistics.median(theirs) * 1000


def _lines(folder: Path, name: str, tables: Mapping[str, Asked], rounds: int, limit: float) -> list[Line]:
    found = []
    desk = open_desk(folder, purpose="read", clock=lambda: DAY)
    try:
        for words, asked in tables.items():
            ours, theirs = measure(desk, asked, rounds)
            said = f"{ours:.1f} ms, {theirs:.1f} ms bare: {ours / theirs:.2f}x"
            found.append(Line(f"{name}, {words}", f"within {limit:g}x bare SQL", said, ours <= limit * theirs))
    finally:
        desk.close()
    return found


def lines() -> list[Line]:
    """The promises at both offices."""
    crossed = {
        "months by channels": Asked("visits", YEAR, ("month", "channel")),
        "months by villages": Asked("visits", YEAR, ("month", "village")),
    }
    opened = {
        "a month by channels": Asked("visits", around("month", DAY.date()), ("channel",)),
        "a year by months": Asked("visits", around("year", DAY.date()), ("month",)),
    }
    return [
        *_lines(office(LARGE)[0], f"a year's cross table over {LARGE:,}", crossed, ROUNDS, CROSS_LIMIT),
        *_lines(office(MIDDLE)[0], f"统计 opens over {MIDDLE:,}", opened, OPENINGS, OPENING_LIMIT),
    ]


if __name__ == "__main__":
    print(show(lines()))
