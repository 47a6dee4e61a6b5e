"""Tables of figures made up for the tests of what is said, drawn and written of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from petidesk.domain.statistics.figures import Asked, Figure, FigureId, Rate, Table, TableRow
from petidesk.domain.statistics.spans import Compare, Span, compared

SPAN = Span(date(2026, 1, 1), date(2026, 6, 30))
AS_OF = date(2026, 7, 5)


def figure(value: int, base: int | None = None, measure: str = "items", **keys: str) -> Figure:
    """A figure of visits with this value and base, of the row with these keys."""
    return Figure(FigureId("visits", measure, SPAN, AS_OF, tuple(keys.items())), value, base)


def rate(name: str, label: str, part: int, whole: int) -> Rate:
    """A rate of two figures."""
    return Rate(name, label, figure(part), figure(whole), f"{label}的口径", "《信访工作条例》")


def table(
    by: str,
    rows: Sequence[tuple[str, str, Mapping[str, tuple[int, int | None]]]],
    *,
    compare: Compare = "year",
    span: Span = SPAN,
) -> Table:
    """A table by one dimension: for each row its key, its word, and value and base of each measure; totals added up."""
    measures = tuple(rows[0][2])
    made = tuple(
        TableRow({by: key}, (word,), {name: figure(*pair, name, **{by: key}) for name, pair in values.items()})
        for key, word, values in rows
    )
    total = {}
    for name in measures:
        bases = [row.figures[name].base for row in made]
        base = None if None in bases else sum(each or 0 for each in bases)
        total[name] = figure(sum(row.figures[name].value for row in made), base, name)
    return Table(Asked("visits", span, (by,), compare), AS_OF, compared(span, compare), measures, made, total)
