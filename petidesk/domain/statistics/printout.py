"""A table of figures as lines of Chinese text, its columns set under each other by the width of their characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from petidesk.domain.statistics.catalogue import subject
from petidesk.domain.statistics.figures import Figure, Table
from petidesk.domain.statistics.spans import COMPARES, Span, span_words
from petidesk.domain.statistics.words import BASES, MISSING, change_words, moment_words


def printed(table: Table, first_day: int = 1, places: int = 2) -> list[str]:
    """The lines: what is counted, the table, by which day and until when.

    `first_day` of the reporting month; `places`: decimals of percentages.
    """
    about = subject(table.asked.subject)
    measures = [about.measure(name) for name in table.measures]
    dimensions = about.divided(table.asked.by)
    head = [dimension.label for dimension in dimensions] or [""]
    for measure in measures:
        head += [f"{measure.label}（{measure.unit}）", *([COMPARES[table.asked.compare]] if table.compare else [])]
    lines = [head, *([*row.labels, *_cells(row.figures, table, places)] for row in table.rows)]
    lines.append(["合计", *[""] * (max(len(dimensions), 1) - 1), *_cells(table.total, table, places)])
    return [
        f"{about.label}　{span_words(table.asked.span, first_day)}",
        *_set(lines, len(dimensions) or 1),
        *([f"{COMPARES[table.asked.compare]}：{_days(table.compare)}{_no_base(table)}"] if table.compare else []),
        f"统计截止时间：{moment_words(table.as_of)}。{about.basis}。",
    ]


def _cells(figures: Mapping[str, Figure], table: Table, places: int) -> list[str]:
    found = []
    for name in table.measures:
        found.append(f"{figures[name].value:,}")
        if table.compare:
            found.append(change_words(figures[name], places))
    return found


def _no_base(table: Table) -> str:
    """What stands for a change on a base of 0 (rules/counting.md, 3); empty where there is none."""
    shown = (figure for row in (table.total, *(row.figures for row in table.rows)) for figure in row.values())
    none = any(figure.base == 0 for figure in shown)
    return f"（“{MISSING}”：{BASES[table.asked.compare]}为0，不算百分比）" if none else ""


def _days(span: Span) -> str:
    return f"{span.since}至{span.until}"


def _set(lines: Sequence[Sequence[str]], left: int) -> list[str]:
    """Columns of words begin under each other, columns of numbers end so."""
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join(
            cell + " " * (width - _width(cell)) if place < left else " " * (width - _width(cell)) + cell
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
