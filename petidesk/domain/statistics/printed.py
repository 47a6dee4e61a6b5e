"""A table of figures as it is printed: headings, rows of words, a total; the same on a page, in Word and on screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from petidesk.domain.statistics.figures import Figure, Rate, Table
from petidesk.domain.statistics.spans import COMPARES, Compare
from petidesk.domain.statistics.words import BASES, MISSING, NOW, change_words, rate_change_words, share_words
from petidesk.domain.trouble import Refused

TOTAL = "合计"
SHARE = "占比"


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """Words in rows and columns; the first column names the row, all others are numbers.

    `groups`: words over so many columns each, empty where every column has one heading of its own. `total` is the last
    row, None without one.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] | None = None
    groups: tuple[tuple[str, int], ...] = ()

    @property
    def empty(self) -> bool:
        """Whether it has no row, and no total either."""
        return not self.rows and self.total is None


@dataclass(frozen=True, slots=True)
class Column:
    """A measure as a column: its key in the table and its heading with the unit (批次, 人次). `share`: of the total."""

    measure: str
    heading: str
    share: bool = False


def counted(title: str, of: str, table: Table, columns: Sequence[Column], places: int = 2) -> PrintedTable:
    """The figures of a table, each beside the span before and its change; `of` heads the column of names."""
    compare: Compare = table.asked.compare if table.compare else "none"
    headings, groups = [of], [("", 1)]
    for column in columns:
        under = [
            NOW,
            *((BASES[compare], COMPARES[compare]) if table.compare else ()),
            *([SHARE] if column.share else []),
        ]
        groups.append((column.heading, len(under)))
        headings += under if len(under) > 1 else [column.heading]
    wide = any(width > 1 for _, width in groups)

    def cells(figures: Mapping[str, Figure]) -> tuple[str, ...]:
        found: list[str] = []
        for column in columns:
            figure = figures[column.measure]
            found.append(str(figure.value))
            if table.compare:
                found += [MISSING if figure.base is None else str(figure.base), change_words(figure, places)]
            if column.share:
                found.append(share_words(figure.value, table.total[column.measure].value, places))
        return tuple(found)

    rows = tuple(("，".join(row.labels), *cells(row.figures)) for row in table.rows)
    return PrintedTable(title, tuple(headings), rows, (TOTAL, *cells(table.total)), tuple(groups) if wide else ())


def rated(
    title: str, rates: Sequence[Rate], before: Mapping[str, Rate], compare: Compare, places: int = 2
) -> PrintedTable:
    """The rates, both numbers of each, and how many percentage points they moved; `before` by name."""
    headings = ["指标", "分子", "分母", "比率"]
    if compare != "none":
        headings += [BASES[compare], COMPARES[compare]]
    rows = []
    for rate in rates:
        then = before.get(rate.name)
        row = [rate.label, str(rate.numerator.value), str(rate.denominator.value), _percent(rate, places)]
        if compare != "none":
            row += [MISSING if then is None else _percent(then, places), rate_change_words(rate, then, places)]
        rows.append(tuple(row))
    return PrintedTable(title, tuple(headings), tuple(rows))


def _percent(rate: Rate, places: int) -> str:
    return share_words(rate.numerator.value, rate.denominator.value, places)


def read(document: Mapping[str, Any]) -> PrintedTable:
    """A table from JSON, as a form's sample.json has it: title, headings, rows, total, groups.

    Refused (bad_value) when it is none.
    """
    try:
        headings = tuple(map(str, document["headings"]))
        rows = tuple(tuple(map(str, row)) for row in document["rows"])
        given = document.get("total")
        total = None if given is None else tuple(map(str, given))
        groups = tuple((str(words), int(width)) for words, width in document.get("groups", ()))
        if any(len(row) != len(headings) for row in (*rows, *([total] if total else []))):
            raise ValueError
        if groups and sum(width for _, width in groups) != len(headings):
            raise ValueError
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(
            "bad_value",
            "示例数据里的表写得不对：每一行的格子要和表头一样多。",
            hint="要有 headings、rows，可以有 title、total、groups。",
        ) from error
    return PrintedTable(str(document.get("title", "")), headings, rows, total, groups)
