"""How cases are counted (rules/counting.md, 6): by the times that they were in hand, so that every row balances.

A table by month or quarter counts each case in each month in which it was in hand: what is carried over and what is
outstanding is the stock at its beginning and its end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from petidesk.domain.statistics.figures import CountedRow, Number
from petidesk.domain.statistics.spans import month_of, named, quarter_of
from petidesk.storage.file.json_text import dumps
from petidesk.storage.statistics.counting import Counted, Question
from petidesk.storage.statistics.known import Rewound
from petidesk.storage.statistics.lives import lives

OF_CASE = {
    "id": "c.id",
    "no": "c.case_no",
    "title": "c.title",
    "purpose": "c.purpose",
    "route": "c.route",
    "unit": "c.unit",
    "leader": "c.leader",
    "closed": "c.restricted",
    "category": "r.category",
    "village": "r.village",
}
COURSE = ("r", "JOIN case_course r ON r.case_id = c.id")
SHARED_DIMENSIONS = {
    "purpose": "s.purpose",
    "route": "CAST(s.route AS TEXT)",
    "category": "substr(s.category, 1, instr(s.category || '/', '/') - 1)",
    "village": "s.village",
    "unit": "s.unit",
}
TIMES = ("month", "quarter")


def parts_then(name: str, renamed: Mapping[str, str] | None = None) -> Callable[[Connection, Question], Rewound]:
    """The parts of the cases that something happened to since, each with the columns of its case."""
    new = renamed or {}

    def rewound(connection: Connection, asked: Question) -> Rewound:
        changed, cases = lives(connection, asked.known)
        rows = [
            {**row, **{new.get(key, key): value for key, value in part.items()}} for row in cases for part in row[name]
        ]
        return changed, rows

    return rewound


def courses_then(connection: Connection, asked: Question) -> Rewound:
    """The cases themselves, with their courses."""
    return lives(connection, asked.known)


@dataclass(frozen=True, slots=True)
class Stock(Counted):
    """Cases by the times that they were in hand: in each of the months of a span, or in the span as a whole."""

    def rows(
        self, connection: Connection, asked: Question, measure: str, keys: Sequence[str], limit: int, offset: int
    ) -> tuple[int, Number, list[CountedRow]]:
        """As `Counted.rows`; what ended is listed by the day on which it ended."""
        by_day = replace(self, day="s.gone") if measure == "concluded" else self
        return Counted.rows(by_day, connection, asked, measure, keys, limit, offset)

    def _said(self, name: str, asked: Question) -> str:
        return f"p.{name}" if name in TIMES else self.dimensions[name]

    def _beside(self, asked: Question) -> tuple[str, dict[str, Any]]:
        places = {"since": 0, "until": 1, "month": 2, "quarter": 3}
        columns = ", ".join(f"json_extract(value, '$[{place}]') AS {name}" for name, place in places.items())
        return f"JOIN (SELECT {columns} FROM json_each(:periods)) p", {"periods": dumps(_periods(asked))}


def _periods(asked: Question) -> list[tuple[str, str, str, str]]:
    """The parts of the span by which a table is divided: first and last day, month and quarter of the table's own."""
    span = asked.span
    cut = next((name for name in TIMES if name in asked.by), "")
    if not cut:
        return [(span.since.isoformat(), span.until.isoformat(), "", "")]
    found: list[tuple[str, str, str, str]] = []
    day = span.since
    while day <= span.until:
        own = day + timedelta(days=asked.days)
        last = min(named("month", month_of(own, asked.first_day), asked.first_day).until, span.until + _days(asked))
        month, quarter = _names(own, asked)
        since, until = day.isoformat(), (last - _days(asked)).isoformat()
        if cut == "quarter" and found and found[-1][3] == quarter:
            since = found.pop()[0]
        found.append((since, until, month, quarter))
        day = last - _days(asked) + timedelta(days=1)
    return found


def _days(asked: Question) -> timedelta:
    return timedelta(days=asked.days)


def _names(day: date, asked: Question) -> tuple[str, str]:
    """Month and quarter of a day, moved on by as many months as the table is compared over."""
    year, month = map(int, month_of(day, asked.first_day).split("-"))
    year, month = divmod(year * 12 + month - 1 + asked.months, 12)
    moved = date(year, month + 1, 1)
    return month_of(moved), quarter_of(moved)


CASES = Stock(
    kind="case",
    columns={**OF_CASE, "came": "x.came", "gone": 'x."left"', "ending": "x.ending"},
    tables="case_span x JOIN petition_case c ON c.id = x.case_id",
    joined=COURSE,
    number="c.case_no",
    day="s.came",
    within="s.came <= p.until AND (s.gone IS NULL OR s.gone >= p.since)",
    closed="s.closed",
    measures={
        "carried_over": "(s.came < p.since)",
        "accepted": "(s.came >= p.since)",
        "concluded": "COALESCE(s.gone <= p.until, 0)",
        "outstanding": "COALESCE(s.gone > p.until, 1)",
    },
    dimensions={**SHARED_DIMENSIONS, "ending": "CASE WHEN s.gone <= p.until THEN s.ending END"},
    rewound=parts_then("spans", {"left": "gone"}),
)
