"""A table by two dimensions as people draw it: one down, the other across, a number in each cell, and its margins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from petidesk.domain.statistics.dimensions import Measure
from petidesk.domain.statistics.figures import Table, TableRow
from petidesk.domain.statistics.printed import PrintedTable
from petidesk.ui.lists.row_model import Column
from petidesk.ui.look.lights import Tone
from petidesk.ui.statistics.cells import LABEL, WHOLE, Line
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.statistics.statistics import Statistics

# The column of all, among the keys of those across; no key of a dimension is called so.
ALL = "*"
# A page holds so many columns of numbers; a wider table is printed line by line.
PRINTED = 8


@dataclass(frozen=True, slots=True)
class CrossLine:
    """One line: what each cell of it counts, by the key of its column; one with nothing counted is not there."""

    keys: Mapping[str, str]
    label: str
    cells: Mapping[str, Line]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Crossed:
    """The lines, that of all first; the columns across, with their keys and words, in the office's own order."""

    lines: tuple[CrossLine, ...]
    across: tuple[tuple[str, str], ...]


def crossed_of(statistics: Statistics, table: Table) -> Crossed:
    """The table with its margins, all as they were known at the same moment; called in a worker."""
    first, second = table.asked.by
    down, across = (statistics.table(replace(table.asked, by=(name,), as_of=table.as_of)) for name in (first, second))
    cells: dict[str, dict[str, Line]] = {}
    for row in table.rows:
        cells.setdefault(row.keys[first], {})[row.keys[second]] = _line(row)
    whole = translate("FigureTable", "合计")
    everything = Line({}, (whole,), table.total, total=True)
    margin = {row.keys[second]: _line(row) for row in across.rows}
    lines = [CrossLine({}, whole, {ALL: everything, **margin}, total=True)]
    for row in down.rows:
        key = row.keys[first]
        lines.append(CrossLine(row.keys, row.labels[0], {ALL: _line(row), **cells.get(key, {})}))
    return Crossed(tuple(lines), tuple((row.keys[second], row.labels[0]) for row in across.rows))


def _line(row: TableRow) -> Line:
    return Line(row.keys, row.labels, row.figures)


def cross_columns(crossed: Crossed, head: str, measure: Measure) -> tuple[Column[CrossLine], ...]:
    """The words down, all of them, then a column for each key across; the key of a column is that key."""
    total = translate("FigureTable", "{0}合计").format(measure.label)
    found: list[Column[CrossLine]] = [Column("", head, lambda line: line.label, LABEL)]
    for key, label in ((ALL, total), *crossed.across):
        found.append(
            Column(
                key or _UNFILLED,
                label,
                partial(_number, key, measure.name),
                WHOLE,
                right=True,
                tone=partial(_tone, key, measure.name),
                shapeless=True,
            )
        )
    return tuple(found)


_UNFILLED = "unfilled"


def cell(line: CrossLine, column: Column[CrossLine]) -> Line | None:
    """What stands in a column of a line: that of all on the words; None where nothing was counted."""
    return line.cells.get("" if column.key == _UNFILLED else column.key or ALL)


def printed(crossed: Crossed, head: str, measure: Measure) -> PrintedTable | None:
    """The table as it is printed; None where a page has no room for it."""
    if len(crossed.across) > PRINTED:
        return None
    keys = [ALL, *(key for key, _ in crossed.across)]

    def words(line: CrossLine) -> tuple[str, ...]:
        return line.label, *(_number(key, measure.name, line).replace(",", "") for key in keys)

    headings = (head, translate("FigureTable", "合计"), *(label for _, label in crossed.across))
    everything, *lines = crossed.lines
    return PrintedTable("", headings, tuple(map(words, lines)), words(everything))


def _number(key: str, measure: str, line: CrossLine) -> str:
    found = line.cells.get(key)
    return "0" if found is None else f"{found.figures[measure].value:,}"


def _tone(key: str, measure: str, line: CrossLine) -> Tone:
    found = line.cells.get(key)
    return Tone.PLAIN if found is not None and found.figures[measure].value else Tone.SOFT
