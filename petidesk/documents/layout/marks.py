"""What a page consists of once it is laid out: text, lines, QR codes, charts. Lengths in pt, y grows downwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from petidesk.documents.fonts import Run

if TYPE_CHECKING:
    from petidesk.documents.statistics.charts import Drawn

MM = 72 / 25.4  # points in a millimetre


class TextMark(NamedTuple):
    """A line of text: left end of its baseline, runs by font, size, extra space after each character, ink."""

    x: float
    y: float
    runs: tuple[Run, ...]
    size: float
    stretch: float
    ink: str


class LineMark(NamedTuple):
    """A straight line of a weight in pt."""

    x: float
    y: float
    to_x: float
    to_y: float
    weight: float
    dashed: bool = False
    ink: str = "black"


class QrMark(NamedTuple):
    """A QR code: top left corner and side with the quiet zone."""

    x: float
    y: float
    size: float
    text: str


class ChartMark(NamedTuple):
    """A chart: top left corner and the drawing."""

    x: float
    y: float
    drawn: Drawn


Mark = TextMark | LineMark | QrMark | ChartMark


@dataclass
class Page:
    """One page: width, height and its marks in drawing order."""

    width: float
    height: float
    marks: list[Mark]


def moved(mark: Mark, x: float, y: float) -> Mark:
    """`mark` shifted by x and y."""
    if isinstance(mark, TextMark):
        return TextMark(mark.x + x, mark.y + y, mark.runs, mark.size, mark.stretch, mark.ink)
    if isinstance(mark, LineMark):
        return LineMark(mark.x + x, mark.y + y, mark.to_x + x, mark.to_y + y, mark.weight, mark.dashed, mark.ink)
    if isinstance(mark, ChartMark):
        return ChartMark(mark.x + x, mark.y + y, mark.drawn)
    return QrMark(mark.x + x, mark.y + y, mark.size, mark.text)
