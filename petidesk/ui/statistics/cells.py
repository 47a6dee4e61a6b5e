"""A table of figures as lines and columns: for each measure its number, that of the other span, change and percent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from petidesk.domain.statistics.dimensions import Measure, Subject
from petidesk.domain.statistics.figures import UNFILLED, UNLISTED, Figure, Table
from petidesk.domain.statistics.spans import COMPARES, Compare, Span, month_of
from petidesk.domain.statistics.words import BASES, MISSING, change_words
from petidesk.ui.lists.row_model import Column
from petidesk.ui.look.lights import Tone
from petidesk.ui.translate import translate

VALUE, BASE, CHANGE, PERCENT = "value", "base", "change", "percent"
# What stands between the measure and what is said of it in the key of a column.
_BETWEEN = ":"
# A number is never cut: so many ems hold the longest.
WHOLE = 10.0
# So wide at most is the word of a line, however many numbers follow: one scrolls to them.
LABEL = 13.0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: its words in each dimension and its figures by measure."""

    keys: Mapping[str, str]
    labels: tuple[str, ...]
    figures: Mapping[str, Figure]
    total: bool = False
    # The line above has the same word in the first dimension.
    again: bool = False

    @property
    def special(self) -> bool:
        """Whether it is 未填 or 未分列."""
        return any(key in (UNFILLED, UNLISTED) for key in self.keys.values())


def lines_of(table: Table) -> list[Line]:
    """The total first, then the rows in the office's own order."""
    total = translate("FigureTable", "合计")
    blank = ("",) * (len(table.asked.by) - 1)
    found = [Line({}, (total, *blank), table.total, total=True)]
    for row in table.rows:
        again = len(row.labels) > 1 and found[-1].labels[0] == row.labels[0]
        found.append(Line(row.keys, row.labels, row.figures, again=again))
    return found


def columns_of(
    subject: Subject, by: Sequence[str], shown: Sequence[Measure], compare: Compare, places: int
) -> tuple[Column[Line], ...]:
    """A column for each dimension, then for each measure its own."""
    heads = [subject.dimension(name).label for name in by] or [""]
    found: list[Column[Line]] = [
        Column(
            f"by{place}",
            head,
            partial(_label, place),
            LABEL,
            tone=partial(_label_tone, place),
            shapeless=True,
        )
        for place, head in enumerate(heads)
    ]
    for measure in shown:
        found += _of_measure(measure, compare, places)
    return tuple(found)


def _of_measure(measure: Measure, compare: Compare, places: int) -> list[Column[Line]]:
    name, label = measure.name, measure.label
    told: list[tuple[str, str, Callable[[Line], str]]] = [(VALUE, label, partial(_number, name))]
    if compare != "none":
        told += [
            (BASE, BASES[compare], partial(_base, name)),
            (CHANGE, translate("FigureTable", "{0}增减").format(label), partial(_change, name)),
            (PERCENT, COMPARES[compare], lambda line: change_words(line.figures[name], places)),
        ]
    return [
        Column(
            f"{name}{_BETWEEN}{what}",
            heading,
            text,
            WHOLE,
            right=True,
            tone=partial(_number_tone, name, what),
            shapeless=True,
        )
        for what, heading, text in told
    ]


def before(figure: Figure, table: Table, first_day: int = 1) -> Figure | None:
    """The number that a figure is compared with, as a figure of its own; None where it has no rows of its own.

    Months and quarters are told by the span that they are compared with: October of last year.
    """
    if table.compare is None or figure.base is None:
        return None
    months = _months_between(table, table.compare, first_day)
    keys = []
    for name, key in figure.id.keys:
        moved = _earlier(name, key, months) if name in _TIME and key not in (UNFILLED, UNLISTED) else key
        if moved is None:
            return None
        keys.append((name, moved))
    return Figure(replace(figure.id, span=table.compare, keys=tuple(keys)), figure.base)


_TIME = ("month", "quarter")


def _months_between(table: Table, other: Span, first_day: int) -> int | None:
    """How many months lie between the two spans; None where the other one is so many days before."""
    span = table.asked.span
    if table.asked.compare == "before" and span.whole(first_day) is None:
        return None
    (year, month), (other_year, other_month) = (
        map(int, month_of(each.since, first_day).split("-")) for each in (span, other)
    )
    return (year - other_year) * 12 + month - other_month


def _earlier(name: str, key: str, months: int | None) -> str | None:
    """2025-10 for 2026-10, 2025Q4 for 2026Q4; None where the spans lie no whole months apart."""
    length = 1 if name == "month" else 3
    if months is None or months % length:
        return None
    place = int(key[:4]) * 12 // length + int(key[5:]) - 1 - months // length
    year, part = divmod(place, 12 // length)
    return f"{year:04}-{part + 1:02}" if name == "month" else f"{year:04}Q{part + 1}"


def told(column: Column[Line]) -> tuple[str, str]:
    """The measure that a column is about, and what it says of it; empty for the column of a dimension."""
    name, between, what = column.key.partition(_BETWEEN)
    return (name, what) if between else ("", "")


def _label(place: int, line: Line) -> str:
    return line.labels[place] if place < len(line.labels) else ""


def _number(name: str, line: Line) -> str:
    return f"{line.figures[name].value:,}"


def _base(name: str, line: Line) -> str:
    base = line.figures[name].base
    return MISSING if base is None else f"{base:,}"


def _change(name: str, line: Line) -> str:
    """How many more or fewer, in words instead of a sign."""
    change = line.figures[name].change
    if change is None:
        return MISSING
    if change == 0:
        return translate("FigureTable", "持平")
    words = translate("FigureTable", "增{0}") if change > 0 else translate("FigureTable", "减{0}")
    return words.format(f"{abs(change):,}")


def _number_tone(name: str, what: str, line: Line) -> Tone:
    """What moves stands out from what does not."""
    figure = line.figures[name]
    plain = bool(figure.value) if what == VALUE else what != BASE and bool(figure.change)
    return Tone.PLAIN if plain else Tone.SOFT


def _label_tone(place: int, line: Line) -> Tone:
    return Tone.SOFT if line.special or (line.again and not place) else Tone.PLAIN
