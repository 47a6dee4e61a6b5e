"""Charts as values: bars in the office's own order, each with its number, its words and the figure that it opens.

Three kinds: `trend` (upright bars in time, the span before beside each), `bars` (lying bars by type or village) and
`shares` (a part of a whole, 0 to 100 percent). Nothing here is ever sorted by size
(rules/people.md). How they are drawn: documents/statistics/charts.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, get_args

from petidesk.domain.statistics.figures import UNFILLED, UNLISTED, FigureId, Rate, Table, percent_of
from petidesk.domain.statistics.words import MISSING
from petidesk.domain.trouble import Refused

ChartKind = Literal["trend", "bars", "shares"]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is called, its height, the words at its end, the figure behind it.

    `base`: the height of the bar beside it, None without one. `aside`: no value of the dimension, but 未填 or 未分列.
    """

    label: str
    value: Decimal
    words: str
    id: FigureId | None = None
    base: Decimal | None = None
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: `unit` of its numbers; what the bars of `now` and `before` are called, the latter empty without any."""

    kind: ChartKind
    title: str
    unit: str
    now: str
    before: str
    bars: tuple[Bar, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to be seen."""
        return not any(bar.value or bar.base for bar in self.bars)

    @property
    def highest(self) -> Decimal:
        """The largest number of all bars; 100 for shares, so that charts of shares can be compared by eye."""
        if self.kind == "shares":
            return Decimal(100)
        return max((max(bar.value, bar.base or Decimal(0)) for bar in self.bars), default=Decimal(0))


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a bar lies with its name and number, in pt from the top left corner, and the figure that it opens."""

    x: float
    y: float
    width: float
    height: float
    id: FigureId
    words: str


@dataclass(frozen=True, slots=True)
class ChartPicture:
    """A chart as a PNG picture. `width` and `height` in pt, like the spots, whatever its resolution."""

    png: bytes
    width: float
    height: float
    spots: tuple[Spot, ...]


def counted(kind: ChartKind, title: str, table: Table, measure: str, unit: str, now: str, before: str) -> Chart:
    """The chart of one measure of a table, a bar for each row in the table's order.

    `now` and `before` are the words for the two spans. A table without a comparison gives no bars beside.
    """
    bars = []
    for row in table.rows:
        figure = row.figures[measure]
        base = None if figure.base is None else Decimal(figure.base)
        aside = any(key in (UNFILLED, UNLISTED) for key in row.keys.values())
        label = "，".join(row.labels)
        bars.append(Bar(label, Decimal(figure.value), str(figure.value), figure.id, base, aside))
    return Chart(kind, title, unit, now, before if table.compare else "", tuple(bars))


def shares(title: str, rates: Sequence[Rate], places: int = 2) -> Chart:
    """The chart of some rates in the order of the catalogue: 99.61%（255/256）; a rate of nothing is —."""
    bars = []
    for rate in rates:
        part, whole = rate.numerator.value, rate.denominator.value
        percent = percent_of(part, whole, places)
        words = MISSING if percent is None else f"{percent}%（{part}/{whole}）"
        bars.append(Bar(rate.label, percent or Decimal(0), words, rate.numerator.id))
    return Chart("shares", title, "%", "", "", tuple(bars))


def in_parts(chart: Chart, most: int) -> tuple[Chart, ...]:
    """The chart in as few parts of at most `most` bars as hold it, of like length, so that each fits on a page."""
    count = -(-len(chart.bars) // most)
    if count < 2:
        return (chart,)
    length = -(-len(chart.bars) // count)
    cut = [chart.bars[start : start + length] for start in range(0, len(chart.bars), length)]
    return tuple(
        Chart(chart.kind, f"{chart.title}（{number}）", chart.unit, chart.now, chart.before, bars)
        for number, bars in enumerate(cut, start=1)
    )


def read(document: Mapping[str, Any]) -> Chart:
    """A chart from JSON, as a form's sample.json has it: kind, title, unit, now, before, bars [label, value, base].

    Refused (bad_value) when it is none.
    """
    try:
        kind = document["kind"]
        if kind not in get_args(ChartKind):
            raise ValueError(kind)
        bars = []
        for label, value, *rest in document["bars"]:
            base = Decimal(str(rest[0])) if rest and rest[0] is not None else None
            words = f"{value}%" if kind == "shares" else str(value)
            bars.append(Bar(str(label), Decimal(str(value)), words, None, base))
        title, unit, now, before = (str(document.get(key, "")) for key in ("title", "unit", "now", "before"))
        return Chart(kind, title, unit, now, before, tuple(bars))
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise Refused(
            "bad_value",
            "示例数据里的图写得不对：每一条要有名称和数。",
            hint="要有 kind、title、unit、bars（名称、数、上年同期的数）。",
        ) from error
