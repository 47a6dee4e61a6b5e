"""Sums of a printed table: 本页小计 at the foot of every page, 合计 where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from petidesk.documents.forms.blocks import Listing
from petidesk.documents.forms.forms import Style
from petidesk.documents.layout.lines import measure_text, paragraphs
from petidesk.documents.layout.marks import MM
from petidesk.documents.layout.strips import TOTAL, CellLines, Strip, Sums, row_strip

Number = Decimal | None


def add_sums(
    strips: list[Strip],
    block: Listing,
    printed: Sequence[Sequence[str]],
    places: Sequence[tuple[float, float]],
    styles: Sequence[Style],
    heading_style: Style,
) -> None:
    """Give the rows of a table (the heading is the first of `strips`) their numbers, and end it with the sums.

    `printed`: for each row what it prints in the columns that are added up, as in 12,000.50; what is no number counts
    as nothing. `places`: left edge and width of the columns in pt, without padding.
    """
    numbers = [tuple(_number(text) for text in row) for row in printed]
    spelled = [_spelling([row[place] for row in printed]) for place in range(len(printed[0]))]
    totalled = [place for place, column in enumerate(block.columns) if column.total]
    padding = block.padding * MM
    label_width = places[totalled[0] - 1][0] + places[totalled[0] - 1][1] - places[0][0]

    def cell(text: str, style: Style, x: float, width: float) -> CellLines:
        lines = [
            (line, style, number == 0)
            for paragraph in paragraphs([(text, None)], style, width)
            for number, line in enumerate(paragraph.lines)
        ]
        return CellLines(x, width, lines, middle=True)

    def row(label: str, added: Sequence[Sums]) -> Strip:
        sums = [sum((one.numbers[place] or Decimal(0) for one in added), Decimal(0)) for place in range(len(spelled))]
        texts = dict(
            zip(totalled, (spell.format(value) for spell, value in zip(spelled, sums, strict=True)), strict=True)
        )
        cells = [cell(label, replace(heading_style, align="center"), places[0][0], label_width)]
        for place in range(totalled[0], len(places)):
            x, width = places[place]
            text = texts.get(place, "")
            cells.append(cell(text, _in_one_line(text, styles[place], width), x, width))
        return row_strip(cells, block.border, padding, 0.0, flow=False)

    every = [Sums(0.0, row, values) for values in numbers]
    height = row(TOTAL, every).height
    for strip, sums in zip(strips[1:], every, strict=True):
        strip.sums = replace(sums, height=height)
    strips[-1].keep = True
    end = Strip(2 * height, sums=Sums(height, row, closes=True))
    end.heading = strips[-1].heading
    strips.append(end)


def _in_one_line(text: str, style: Style, width: float) -> Style:
    """`style` so much smaller that a sum is not broken within its digits."""
    wide = measure_text(text, style)
    return style if wide <= width else replace(style, size=style.size * width / wide * 0.999)


def _number(text: str) -> Number:
    try:
        found = Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _spelling(texts: Sequence[str]) -> str:
    """How the column writes its numbers: decimals and thousands as its rows do."""
    known = [text for text in texts if _number(text) is not None]
    decimals = max((len(text.strip().partition(".")[2]) for text in known), default=0)
    comma = "," if any("," in text for text in known) or decimals else ""
    return f"{{:{comma}.{decimals}f}}"
