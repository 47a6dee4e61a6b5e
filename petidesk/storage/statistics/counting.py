"""Counting: one select that gives, grouped, the figures of a table and, ungrouped, the rows behind one of them.

A subject says each of its measures and dimensions once, as SQL over the columns of its source; figures and rows cannot
differ. A source is the tables themselves, or what they held at 统计截止时间 (known.py), with the same columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, text

from petidesk.domain.statistics.dimensions import ROW
from petidesk.domain.statistics.figures import UNLISTED, CountedRow, Number
from petidesk.domain.statistics.spans import Span
from petidesk.storage.file.json_text import dumps
from petidesk.storage.statistics.known import Known, Rewound

_COLUMN = re.compile(r"\bs\.(\w+)")


@dataclass(frozen=True, slots=True)
class Question:
    """What is counted over which span.

    Months and quarters are moved on by `days` or `months`: from a span that a table is compared with into its own.
    `first_day`: of the reporting month. `joint_from`: how many signatories make a joint letter. `observation_days`: how
    long nobody came again after an answer that settled the matter.
    """

    span: Span
    by: tuple[str, ...]
    known: Known
    first_day: int = 1
    joint_from: int = 5
    observation_days: int = 90
    days: int = 0
    months: int = 0

    @property
    def values(self) -> dict[str, Any]:
        """What the expressions may name."""
        return {
            "since": self.span.since.isoformat(),
            # after any time of the last day
            "until": f"{self.span.until.isoformat()}~",
            "joint_from": self.joint_from,
            "observed": f"+{self.observation_days} days",
            # a limit whose last day lies before it was not kept
            "passed": self.known.passed.isoformat(),
        }


def _by_title(said: Mapping[str, Any]) -> tuple[str, str]:
    return said["no"], said["title"]


@dataclass(frozen=True, slots=True)
class Counted:
    """How a subject is counted. Expressions speak of the columns of its source as ``s.at``.

    `columns`: the columns of the source in the tables `tables`; those that name the alias `joined[0]` need the join
    `joined[1]`. `standing`: which of these rows count at all. `day`: the column that a span selects by. `closed`: which
    records are closed accusations. `told`: columns from which `named` gives number and title of a row. `rewound`: the
    same columns of the records that stood then and changed since; `number` tells these in the tables from the others.
    Where there are no `tables` it gives all records of the span, of which there are few.
    `within`: which records belong to a span, where it is not the `day` alone.
    `dimensions`: but those of time, which follow from the `day`.
    Measures in `money` are summed in fen and given in yuan.
    """

    kind: str
    day: str
    measures: Mapping[str, str]
    dimensions: Mapping[str, str]
    rewound: Callable[[Connection, Question], Rewound]
    columns: Mapping[str, str] = field(default_factory=dict)
    tables: str = ""
    number: str = ""
    standing: str = "1"
    closed: str = "0"
    joined: tuple[str, str] = ("", "")
    within: str = ""
    money: tuple[str, ...] = ()
    order: str = "s.id"
    told: tuple[str, ...] = ("no", "title")
    named: Callable[[Mapping[str, Any]], tuple[str, str]] = _by_title

    # ---- the two answers

    def figures(self, connection: Connection, asked: Question) -> dict[tuple[str, ...], tuple[Number, ...]]:
        """The value of every measure by the keys of its row; closed accusations under `unlisted`, apart from others.

        Without dimensions: the row ``()`` of what is listed and the row ``("unlisted",)`` of what is not.
        """
        keys = [self._key(name, asked) for name in asked.by] or [f"CASE WHEN {self.closed} THEN '{UNLISTED}' END"]
        sums = [f"SUM({expression})" for expression in self.measures.values()]
        groups = ", ".join(str(place + 1) for place in range(len(keys)))
        statement = f"SELECT {', '.join([*keys, *sums])}"
        rows = self._run(connection, asked, statement, f"GROUP BY {groups}")
        width = len(keys)
        return {
            tuple(key for key in row[:width] if key is not None): tuple(map(self._value, self.measures, row[width:]))
            for row in rows
        }

    def rows(
        self, connection: Connection, asked: Question, measure: str, keys: Sequence[str], limit: int, offset: int
    ) -> tuple[int, Number, list[CountedRow]]:
        """How many rows a figure counts, their sum, and a page of them in order of their days."""
        counts = self.measures[measure]
        chosen = [f"{counts} <> 0"]
        values = {f"key{place}": key for place, key in enumerate(keys)}
        for place, name in enumerate(asked.by):
            if name == ROW:
                chosen.append(self.closed if keys[place] == UNLISTED else f"NOT {self.closed}")
            else:
                chosen.append(f"{self._key(name, asked)} = :key{place}")
        only = " AND ".join(chosen)
        total, summed = self._run(
            connection, asked, f"SELECT COUNT(*), COALESCE(SUM({counts}), 0)", f"AND {only}", values
        )[0]
        told = [f"s.{name}" for name in self.told]
        statement = f"SELECT {self.closed}, substr({self.day}, 1, 10), {counts}, {', '.join(told)}"
        page = {**values, "limit": limit, "offset": offset}
        ending = f"AND {only} ORDER BY {self.day}, {self.order} LIMIT :limit OFFSET :offset"
        found = self._run(connection, asked, statement, ending, page)
        return total, self._value(measure, summed), [self._row(measure, *row) for row in found]

    def _row(self, measure: str, closed: int, on: str, counts: int, *said: Any) -> CountedRow:
        number, title = self.named(dict(zip(self.told, said, strict=True)))
        shown = "" if closed else title
        return CountedRow(self.kind, number, shown, date.fromisoformat(on), self._value(measure, counts))

    def _value(self, measure: str, number: int) -> Number:
        if measure not in self.money:
            return number
        return number // 100 if number % 100 == 0 else Decimal(number) / 100

    # ---- how the select is made

    def _said(self, name: str, asked: Question) -> str:
        """The expression of a dimension."""
        return in_time(name, self.day, asked) or self.dimensions[name]

    def _beside(self, asked: Question) -> tuple[str, dict[str, Any]]:
        """What else is joined to the source, and the values that it needs."""
        return "", {}

    def _key(self, name: str, asked: Question) -> str:
        said = self._said(name, asked)
        return f"CASE WHEN {self.closed} THEN '{UNLISTED}' ELSE COALESCE({said}, '') END"

    def _run(
        self, connection: Connection, asked: Question, head: str, tail: str, values: Mapping[str, Any] | None = None
    ) -> Sequence[Any]:
        within = self.within or f"{self.day} >= :since AND {self.day} < :until"
        condition = f"{self.standing} AND {within}"
        used = dict.fromkeys(_COLUMN.findall(f"{head} {condition} {tail}"))
        source, more = self._source(connection, asked, list(used))
        beside, given = self._beside(asked)
        statement = text(f"{head} FROM ({source}) s {beside} WHERE {condition} {tail}")
        wanted = {**asked.values, **more, **given, **(values or {})}
        named = {name: value for name, value in wanted.items() if f":{name}" in statement.text}
        return connection.execute(statement, named).all()

    def _source(self, connection: Connection, asked: Question, used: Sequence[str]) -> tuple[str, dict[str, Any]]:
        """The source with the columns that are used, and the tables that these need."""
        if self.tables and asked.known.newest:
            return self._tables(used), {}
        name = (self.rewound, None if self.tables else asked.span)
        changed, before = asked.known.once(name, lambda: self.rewound(connection, asked))
        old = ", ".join(f"json_extract(value, '$.{name}') AS {name}" for name in used)
        source = f"SELECT {old} FROM json_each(:before)"
        given = {"before": dumps([{name: row[name] for name in used} for row in before])}
        if not self.tables:
            return source, given
        others = f"{self._tables(used)} WHERE {self.number} NOT IN (SELECT value FROM json_each(:changed))"
        return f"{others} UNION ALL {source}", {**given, "changed": dumps(list(changed))}

    def _tables(self, used: Sequence[str]) -> str:
        alias, join = self.joined
        needed = bool(alias) and any(f"{alias}." in self.columns[name] for name in used)
        return f"SELECT {columns_of(self.columns, used)} FROM {self.tables} {join if needed else ''}"


def columns_of(columns: Mapping[str, str], used: Iterable[str] | None = None) -> str:
    """The columns of a source, all or those that are used, as a select names them."""
    return ", ".join(f"{columns[name]} AS {name}" for name in (columns if used is None else used))


def in_time(name: str, day: str, asked: Question) -> str | None:
    """The key of a dimension of time, from the text of a day; None for a dimension that is none."""
    if name == "weekday":  # a Monday is compared with Mondays, however far away
        return f"substr('sunmontuewedthufrisat', 1 + 3 * strftime('%w', substr({day}, 1, 10)), 3)"
    if name not in ("month", "quarter"):
        return None
    if asked.days:
        day = f"date(substr({day}, 1, 10), '{asked.days:+} days')"
    if name == "month" and asked.first_day == 1 and not asked.months:
        return f"substr({day}, 1, 7)"
    later = f" + (CAST(substr({day}, 9, 2) AS INTEGER) >= {asked.first_day})" if asked.first_day != 1 else ""
    month = f"(substr({day}, 1, 4) * 12 + substr({day}, 6, 2) - 1{later} + {asked.months})"
    if name == "month":
        return f"printf('%04d-%02d', {month} / 12, {month} % 12 + 1)"
    return f"printf('%04dQ%d', {month} / 12, {month} % 12 / 3 + 1)"
