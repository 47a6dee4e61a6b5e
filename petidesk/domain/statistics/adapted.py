"""Tables as papers have them: without closed accusations, without gaps in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from petidesk.domain.reception.rules import WEEKDAY_CODES
from petidesk.domain.statistics.catalogue import subject
from petidesk.domain.statistics.figures import UNLISTED, Table, TableRow
from petidesk.domain.statistics.spans import Span, around, month_of


def without_closed(table: Table) -> Table:
    """The table as bulletins have it: closed accusations neither in a row nor in the total (rules/counting.md, 2).

    It must be divided by something, since the total alone of a quarter does not say how many they are.
    """
    closed = [row for row in table.rows if UNLISTED in row.keys.values()]
    rows = tuple(row for row in table.rows if UNLISTED not in row.keys.values())
    total = {
        name: replace(
            figure,
            value=figure.value - sum(row.figures[name].value for row in closed),
            base=None if figure.base is None else figure.base - sum(row.figures[name].base or 0 for row in closed),
        )
        for name, figure in table.total.items()
    }
    return replace(table, rows=rows, total=total)


def without_gaps(table: Table, first_day: int = 1) -> Table:
    """A table in time with a row for every month or weekday of its span, also where nothing was counted.

    A trend that leaves out its empty months shows another trend. Any other table stays as it is.
    """
    if table.asked.by == ("month",):
        keys = _months(table.asked.span, first_day)
    elif table.asked.by == ("weekday",):
        keys = list(WEEKDAY_CODES)
    else:
        return table
    dimension, rows = table.asked.by[0], {row.keys[table.asked.by[0]]: row for row in table.rows}
    word = subject(table.asked.subject).dimension(dimension).word  # of time: no list of the office has its words

    def empty(key: str) -> TableRow:
        base = None if table.compare is None else 0
        figures = {
            name: replace(figure, id=replace(figure.id, keys=((dimension, key),)), value=0, base=base)
            for name, figure in table.total.items()
        }
        return TableRow({dimension: key}, (word(key, {}),), figures)

    told = [rows.pop(key) if key in rows else empty(key) for key in keys]
    return replace(table, rows=(*told, *rows.values()))


def _months(span: Span, first_day: int) -> list[str]:
    """The reporting months that a span touches: 2026-09, 2026-10."""
    found, month = [], around("month", span.since, first_day)
    while month.since <= span.until:
        found.append(month_of(month.since, first_day))
        month = around("month", month.until + timedelta(days=1), first_day)
    return found
