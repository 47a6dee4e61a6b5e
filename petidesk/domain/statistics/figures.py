"""Figures and what is said of them: the number, the number it is compared with, the rows that prove it.

Every figure carries an id that says what it counts: subject, measure, span, 统计截止时间 and the row of its table. The
same id gives the same rows later, whatever was entered since.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from petidesk.domain.statistics.spans import Compare, Span

UNLISTED = "unlisted"
"""The key of the one row of closed accusations: 未分列 (rules/counting.md, 2)."""
LISTED = "listed"
"""The key of what is left without that row: the numbers of a rate over less than a quarter."""
UNFILLED = ""
"""The key of the row of records that say nothing of a dimension: 未填."""


class Moment(datetime):
    """A moment of the desk that also knows how many entries the audit chain had: `entry`, the id of the last one.

    What came in during the same second came after it; without an `entry` (0) the whole second counts.
    """

    entry: int = 0

    @classmethod
    def of(cls, at: datetime, entry: int = 0) -> Moment:
        """That moment, to the second."""
        made = cls(at.year, at.month, at.day, at.hour, at.minute, at.second)
        made.entry = entry
        return made


AsOf = date | Moment
"""统计截止时间: what was known at the end of that day, or at that moment."""

Number = int | Decimal
"""The value of a figure: a count; yuan with fen where there are any."""


@dataclass(frozen=True, slots=True)
class FigureId:
    """What a figure counts. `keys`: dimension and key of its row, in the order of the table; empty for the total."""

    subject: str
    measure: str
    span: Span
    as_of: AsOf
    keys: tuple[tuple[str, str], ...] = ()


def percent_of(part: Number, whole: Number, places: int = 2) -> Decimal | None:
    """`part` of `whole` in percent, half up to two decimals or as many as are printed; None with nothing to compare."""
    if whole == 0:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its id; `base` is the number of the span it is compared with, None without a comparison."""

    id: FigureId
    value: Number
    base: Number | None = None

    @property
    def change(self) -> Number | None:
        """How many more than before; negative when fewer."""
        return None if self.base is None else self.value - self.base

    @property
    def percent(self) -> Decimal | None:
        """The change in percent of the base; None without one or with a base of 0 (printed 上年同期为0)."""
        return None if self.base is None else percent_of(self.value - self.base, self.base)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its key in each dimension, the words for them, and a figure for each measure."""

    keys: Mapping[str, str]
    labels: tuple[str, ...]
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Asked:
    """A table as somebody asks for it. `by`: none, one or two dimensions. `as_of`: None for now."""

    subject: str
    span: Span
    by: tuple[str, ...] = ()
    compare: Compare = "year"
    as_of: AsOf | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The answer: `rows` in the office's own order, with 未填 and 未分列 last; `total` by measure."""

    asked: Asked
    as_of: AsOf
    compare: Span | None
    measures: tuple[str, ...]
    rows: tuple[TableRow, ...]
    total: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of the catalogue over a span: both numbers open their rows. `definition` and `basis` are printed."""

    name: str
    label: str
    numerator: Figure
    denominator: Figure
    definition: str
    basis: str

    @property
    def percent(self) -> Decimal | None:
        """Two decimals, half up; None where nothing could be rated."""
        return percent_of(self.numerator.value, self.denominator.value)


@dataclass(frozen=True, slots=True)
class CountedRow:
    """One record that a figure counts: `counts` is its part of it (people of a visit, 1 of a case).

    `kind`: visit, matter, case, dispute, reception or letter; `no` of a matter is the number of its visit. `title` is
    empty for what nobody may read in a list.
    """

    kind: str
    no: str
    title: str
    on: date
    counts: Number


@dataclass(frozen=True, slots=True)
class CountedRows:
    """A page of the rows of a figure; `total` rows and the `sum` of their counts are of all rows, not of the page."""

    id: FigureId
    total: int
    sum: Number
    rows: tuple[CountedRow, ...] = field(default=())
