"""What stands in the workbook of 总结用数: its sheets as values, before any of them is a cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from petidesk.domain.statistics.figures import Rate, Table
from petidesk.domain.statistics.printed import Column
from petidesk.domain.statistics.spans import Compare


@dataclass(frozen=True, slots=True)
class FigureSheet:
    """A table of figures as a sheet: its title, what heads the names, the measures that it shows."""

    title: str
    of: str
    table: Table
    columns: Sequence[Column]


@dataclass(frozen=True, slots=True)
class FigureBook:
    """The workbook: `lines` are said first, the sheets follow, then the rates beside those of the span before."""

    title: str
    lines: Sequence[str]
    sheets: Sequence[FigureSheet]
    rates: Sequence[Rate]
    before: Mapping[str, Rate]
    compare: Compare
    places: int
