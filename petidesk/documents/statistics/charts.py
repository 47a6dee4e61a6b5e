"""Charts become drawings of ReportLab's graphics: vectors on a page, and from there pictures for Word and the window.

They are read in grey print and by every eye: bars differ by lightness alone (dark for the span that is asked for, pale
with an edge for the one before, mid-grey for 未填 and 未分列), each carries its number, and the order is the office's.
Lengths in pt; y grows upwards, as in ReportLab.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color

from petidesk.documents import fonts
from petidesk.domain.statistics.charts import Bar, Chart, Spot, in_parts

NOW = Color(0.12, 0.30, 0.47)
BEFORE = Color(0.84, 0.88, 0.91)
ASIDE = Color(0.60, 0.60, 0.60)
TRACK = Color(0.95, 0.95, 0.95)
EDGE = Color(0.35, 0.40, 0.45)
BLACK = Color(0, 0, 0)
PALE_TEXT = Color(0.30, 0.30, 0.30)

TITLE_SIZE, SIZE, SMALL, LEAST = 10.5, 8.5, 7.0, 5.5
HEAD = 24.0  # title, key and unit above the bars
TREND_HEIGHT = 150.0
PITCH, PITCH_ALONE = 22.0, 15.0
THICK, THIN = 8.5, 6.5
MOST_LABEL = 0.3  # of the width, for the names of lying bars
GAP = 4.0
ASCENT = 0.36  # from the middle of a line of figures down to its baseline, in em


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart that is drawn. `texts`: all that it says, for the search for missing characters."""

    drawing: Any
    width: float
    height: float
    spots: tuple[Spot, ...]
    texts: tuple[str, ...]


def draw(chart: Chart, width: float) -> Drawn:
    """The drawing of a chart, `width` pt wide; its height follows from its bars."""
    return _Pen(chart, width).drawn()


def fitting(chart: Chart, height: float) -> tuple[Chart, ...]:
    """The chart in parts that are at most `height` pt high."""
    if chart.kind == "trend" or math.isinf(height):
        return (chart,)
    return in_parts(chart, max(int((height - HEAD - 2 * GAP) // _pitch(chart)), 1))


def _pitch(chart: Chart) -> float:
    return PITCH if any(bar.base is not None for bar in chart.bars) else PITCH_ALONE


def text_width(text: str, size: float, role: str = fonts.HEI) -> float:
    """How wide a text is drawn, in pt."""
    table = fonts.glyphs(role)
    return sum(table[character].width for character in text) * size


class _Pen:
    """Draws one chart from the top down."""

    def __init__(self, chart: Chart, width: float) -> None:
        self.chart, self.width = chart, width
        bars = len(chart.bars) * _pitch(chart)
        self.height = HEAD + (TREND_HEIGHT if chart.kind == "trend" else bars + 2 * GAP)
        self.drawing = Drawing(width, self.height)
        self.spots: list[Spot] = []
        self.texts: list[str] = []

    def drawn(self) -> Drawn:
        self.head()
        {"trend": self.trend, "bars": self.lying, "shares": self.lying}[self.chart.kind]()
        return Drawn(self.drawing, self.width, self.height, tuple(self.spots), tuple(self.texts))

    # ---- what every chart has

    def head(self) -> None:
        """Title, what the bars mean, and the unit of their numbers."""
        chart, top = self.chart, self.height - 12
        self.text(chart.title, 0.0, top, TITLE_SIZE, role=fonts.HEI_BOLD)
        words = f"单位：{chart.unit}"
        x = self.width - text_width(words, SIZE)
        self.text(words, x, top, SIZE)
        if not chart.before:
            return
        for name, fill in ((chart.before, BEFORE), (chart.now, NOW)):
            x -= text_width(name, SIZE) + 12
            self.text(name, x, top, SIZE)
            x -= SIZE + 3
            self.box(x, top - 1, SIZE, SIZE, fill)

    def text(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        *,
        role: str = fonts.HEI,
        anchor: str = "start",
        pale: bool = False,
    ) -> None:
        """A line of text with its baseline at `y`; `anchor`: start, middle or end of it lies at `x`."""
        self.texts.append(text)
        wide = text_width(text, size, role)
        x -= {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        for run in fonts.runs(text, role):
            fill = PALE_TEXT if pale else BLACK
            self.drawing.add(String(x, y, run.text, fontName=run.font, fontSize=size, fillColor=fill))
            x += text_width(run.text, size, role)

    def box(self, x: float, y: float, width: float, height: float, fill: Color) -> None:
        if not width or not height:
            return
        edge = fill if fill is NOW else EDGE
        self.drawing.add(Rect(x, y, width, height, fillColor=fill, strokeColor=edge, strokeWidth=0.4))

    def line(self, x: float, y: float, to_x: float, to_y: float) -> None:
        self.drawing.add(Line(x, y, to_x, to_y, strokeColor=BLACK, strokeWidth=0.5))

    def spot(self, bar: Bar, x: float, y: float, width: float, height: float) -> None:
        if bar.id is not None:
            self.spots.append(Spot(x, self.height - y - height, width, height, bar.id, f"{bar.label} {bar.words}"))

    def fill(self, bar: Bar) -> Color:
        return ASIDE if bar.aside else NOW

    # ---- upright bars in time

    def trend(self) -> None:
        chart = self.chart
        floor, top = 2 * (SIZE + 2), self.height - HEAD - SIZE
        slot = self.width / max(len(chart.bars), 1)
        scale = (top - floor) / float(chart.highest or 1)
        pair = any(bar.base is not None for bar in chart.bars)
        wide = min(slot * (0.4 if pair else 0.66), 30.0)
        size = _label_size([bar.words for bar in chart.bars], slot * (0.52 if pair else 0.98))
        self.line(0.0, floor, self.width, floor)
        for (bar, lines), number in zip(_in_time(chart.bars), range(len(chart.bars)), strict=True):
            middle = (number + 0.5) * slot
            right = middle + (0.0 if pair else -wide / 2)
            if bar.base is not None:
                high = float(bar.base) * scale
                self.box(middle - wide, floor, wide, high, BEFORE)
                self.number(str(bar.base), middle - wide / 2 - 0.5, floor + high + 2, size, wide, pale=True)
            high = float(bar.value) * scale
            self.box(right, floor, wide, high, self.fill(bar))
            if size:
                self.text(bar.words, right + wide / 2 + (0.5 if pair else 0), floor + high + 2, size, anchor="middle")
            for row, words in enumerate(lines):
                fits = min(SIZE, SIZE * slot / max(text_width(words, SIZE), 0.1))
                self.text(words, middle, floor - (row + 1) * (SIZE + 1), fits, anchor="middle")
            self.spot(bar, number * slot, 0.0, slot, top + SIZE)

    def number(self, words: str, x: float, y: float, size: float, room: float, *, pale: bool) -> None:
        """The number of a bar beside, where it has room: its table has it all the same."""
        small = min(size, SMALL)
        if size and text_width(words, small) <= room * 1.2:
            self.text(words, x, y, small, anchor="middle", pale=pale)

    # ---- lying bars by type or village, and shares of a whole

    def lying(self) -> None:
        chart, pitch = self.chart, _pitch(self.chart)
        pair = pitch == PITCH
        names = [text_width(bar.label, SIZE) for bar in chart.bars]
        left = min(max(names, default=0.0), MOST_LABEL * self.width) + GAP
        ends = [text_width(bar.words, SIZE) for bar in chart.bars]
        room = self.width - left - max(ends, default=0.0) - 2 * GAP
        scale = room / float(chart.highest or 1)
        y = self.height - HEAD - GAP
        self.line(left, y, left, y - len(chart.bars) * pitch)
        for bar in chart.bars:
            y -= pitch
            self.name(bar.label, left - GAP, y, pitch)
            thick, bottom = (THICK, y + pitch - THICK - 3) if pair else (THICK, y + (pitch - THICK) / 2)
            if chart.kind == "shares":
                self.box(left, bottom, room, thick, TRACK)
            long = float(bar.value) * scale
            self.box(left, bottom, long, thick, self.fill(bar))
            end = left + (room if chart.kind == "shares" else long) + GAP
            self.text(bar.words, end, bottom + thick / 2 - ASCENT * SIZE, SIZE)
            if bar.base is not None:
                long = float(bar.base) * scale
                self.box(left, bottom - THIN, long, THIN, BEFORE)
                middle = bottom - THIN / 2 - ASCENT * SMALL
                self.text(str(bar.base), left + long + GAP, middle, SMALL, pale=True)
            self.spot(bar, 0.0, y, self.width, pitch)

    def name(self, label: str, right: float, y: float, pitch: float) -> None:
        """The name of a bar, in one line or two; smaller rather than cut off."""
        lines = [label]
        if text_width(label, SIZE) > right:
            half = -(-len(label) // 2)
            lines = [label[:half], label[half:]]
        widest = max(text_width(line, SIZE) for line in lines)
        size = min(SIZE, SIZE * right / max(widest, 0.1), pitch / len(lines) - 0.5)
        top = y + pitch / 2 + (len(lines) - 1) * size / 2
        for number, line in enumerate(lines):
            self.text(line, right, top - number * size - ASCENT * size, size, anchor="end")


def _label_size(words: Sequence[str], room: float) -> float:
    """The size in which all numbers stand above their bars; 0 where they would run into one another."""
    widest = max((text_width(one, SIZE) for one in words), default=0.0)
    size = min(SIZE, SIZE * room / widest) if widest else SIZE
    return size if size >= LEAST else 0.0


def _in_time(bars: Sequence[Bar]) -> Iterator[tuple[Bar, tuple[str, ...]]]:
    """Each bar with the lines under it: 2026年10月 is 10月, and the year stands where it begins."""
    year = ""
    for bar in bars:
        head, found, rest = bar.label.partition("年")
        if not found or not rest:
            yield bar, (bar.label,)
            continue
        yield bar, (rest,) if head == year else (rest, f"{head}年")
        year = head
