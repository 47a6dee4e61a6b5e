"""Strips: what lies under one another on a page, how rows are divided, and how frames are filled with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from petidesk.documents.forms.forms import Style
from petidesk.documents.layout.lines import Line, paragraphs
from petidesk.documents.layout.marks import LineMark, Mark, TextMark, moved

ASCENT = 0.88  # of the em square above the baseline in Chinese fonts
CONTINUED = "（续）"
SUBTOTAL, TOTAL = "本页小计", "合计"
MIN_SPLIT_LINES = 2
MAX_KEPT = 12  # strips that may hold one another on a page


@dataclass
class Strip:
    """Something of full width that is not divided.

    `gap` strips vanish at the top of a frame, a `line` holds text; `foot` strips, the last ones, lie at its foot.
    """

    height: float
    marks: list[Mark] = field(default_factory=list)
    keep: bool = False
    gap: bool = False
    page_break: bool = False
    line: bool = False
    foot: bool = False
    heading: Sequence[Strip] = ()
    sums: Sums | None = None

    def split(self, room: float) -> tuple[Strip, Strip] | None:
        """The part that fits into `room` and the rest, or None when it cannot be divided there."""
        del room
        return None


@dataclass
class Sums:
    """What a row adds to the sums of its table. `height`: the room that a row of sums needs at the foot of a page.

    `row` makes such a row from its label and the rows that it adds up. `closes`: the table ends here.
    """

    height: float
    row: Callable[[str, Sequence[Sums]], Strip]
    numbers: tuple[Decimal | None, ...] = ()
    closes: bool = False


@dataclass
class CellLines:
    """A cell while its row is laid out: place, width and the lines still to print."""

    x: float
    width: float
    lines: list[tuple[Line, Style, bool]]
    middle: bool


@dataclass
class RowStrip(Strip):
    """A grid row: it draws its own borders, so that each part of a divided row is closed."""

    cells: list[CellLines] = field(default_factory=list)
    border: float = 0.5
    padding: float = 0.0
    flow: bool = False

    def split(self, room: float) -> tuple[Strip, Strip] | None:
        """Divide between lines: at least two stay here, a finished label is repeated with （续）."""
        inner = room - 2 * self.padding
        heads, tails = [], []
        moved_on = 0
        for cell in self.cells:
            count = _fitting(cell.lines, inner)
            heads.append(replace(cell, lines=cell.lines[:count]))
            rest = cell.lines[count:]
            moved_on = max(moved_on, len(rest))
            tails.append(replace(cell, lines=rest or _continued(cell)))
        longest = max(self.cells, key=lambda cell: len(cell.lines))
        kept = _fitting(longest.lines, inner)
        if kept < min(MIN_SPLIT_LINES, len(longest.lines)) or not moved_on:
            return None
        return (
            row_strip(heads, self.border, self.padding, 0.0, self.flow),
            row_strip(tails, self.border, self.padding, 0.0, self.flow),
        )


def _fitting(lines: Sequence[tuple[Line, Style, bool]], room: float) -> int:
    used = 0.0
    for count, (_, style, _) in enumerate(lines):
        used += style.line
        if used > room + 0.01:
            return count
    return len(lines)


def _continued(cell: CellLines) -> list[tuple[Line, Style, bool]]:
    """A short label is repeated on the next page with （续）; a cell that simply ended stays empty."""
    if not cell.middle or not cell.lines:
        return []
    style = cell.lines[0][1]
    note = paragraphs([(CONTINUED, None)], replace(style, indent=0.0, hang=0.0), cell.width)[0]
    return [line for line in cell.lines if line[0].runs] + [(line, style, True) for line in note.lines]


def row_strip(cells: list[CellLines], border: float, padding: float, height: float, flow: bool) -> RowStrip:
    """A row of `cells` at least `height` pt high, with its lines and borders placed."""
    height = max([height, *(sum(style.line for _, style, _ in cell.lines) + 2 * padding for cell in cells)])
    row = RowStrip(height, cells=cells, border=border, padding=padding, flow=flow)
    left, right = cells[0].x - padding, cells[-1].x + cells[-1].width + padding
    if border:
        for y in (0.0, height):
            row.marks.append(LineMark(left, y, right, y, border))
        for x in [cell.x - padding for cell in cells] + [right]:
            row.marks.append(LineMark(x, 0.0, x, height, border))
    for cell in cells:
        used = sum(style.line for _, style, _ in cell.lines)
        y = (height - used) / 2 if cell.middle else padding
        for line, style, first in cell.lines:
            row.marks += place_line(line, style, cell.x, y, cell.width, first)
            y += style.line
    return row


def place_line(line: Line, style: Style, x: float, y: float, width: float, first: bool) -> list[Mark]:
    """The mark of one line whose top is at `y`, aligned within `width`."""
    if not line.runs:
        return []
    size = style.size
    start = (style.left + (style.indent if first else style.hang)) * size
    room = width - start - style.right * size
    if style.align == "center":
        start += (room - line.width) / 2
    elif style.align == "right":
        start += room - line.width
    baseline = y + (style.line - size) / 2 + ASCENT * size
    return [TextMark(x + start, baseline, line.runs, size, line.stretch, style.ink)]


def flow(strips: Sequence[Strip], heights: Iterable[float]) -> list[tuple[float, list[Mark]]]:
    """Fill frames of `heights` (first, then the others) with `strips`: used height and marks of each."""
    filler = _Filler(heights)
    for number, strip in enumerate(strips):
        if strip.page_break:
            filler.turn(only_if_used=True)
        elif strip.foot:
            filler.sink(strip, sum(below.height for below in strips[number:]))
        elif not strip.gap:
            filler.add(strip, _held(strips, number))
        elif filler.used and filler.used + strip.height <= filler.room:
            filler.place(strip)
    return [*filler.frames, (filler.used, filler.marks)]


class _Filler:
    """The frame that is being filled and those that are full."""

    def __init__(self, heights: Iterable[float]) -> None:
        self.heights = iter(heights)
        self.frames: list[tuple[float, list[Mark]]] = []
        self.room, self.used = next(self.heights), 0.0
        self.marks: list[Mark] = []
        # rows of a table with sums: those on this page, and all
        self.here: list[Sums] = []
        self.all: list[Sums] = []

    def place(self, strip: Strip) -> None:
        self.marks.extend([moved(mark, 0.0, self.used) for mark in strip.marks])
        self.used += strip.height

    def turn(self, *, only_if_used: bool = False) -> None:
        if only_if_used and not self.used:
            return
        self.subtotal()
        self.frames.append((self.used, self.marks))
        self.room, self.used, self.marks = next(self.heights), 0.0, []

    def subtotal(self) -> None:
        """The row of sums at the foot of a page; its room was kept free."""
        if self.here:
            self.place(self.here[-1].row(SUBTOTAL, self.here))
            self.here = []

    def close(self, sums: Sums) -> None:
        """The sums of the last page and of the whole table, where it ends."""
        self.subtotal()
        self.place(sums.row(TOTAL, self.all))
        self.all = []

    def sink(self, strip: Strip, height: float) -> None:
        """Place `strip` so that it and what follows, `height` pt in all, end where the frame ends."""
        if self.used + height > self.room + 0.01:
            self.turn(only_if_used=True)
        self.used = max(self.used, self.room - height)
        self.place(strip)

    def add(self, strip: Strip, held: float) -> None:
        """Place `strip` together with `held` pt of what must follow it; divide it where it may be divided."""
        current: Strip | None = strip
        fresh = not self.used
        kept = strip.sums.height if strip.sums is not None and not strip.sums.closes else 0.0
        room = self.room - kept - sum(heading.height for heading in strip.heading)
        while current is not None:
            left = self.room - self.used - kept + 0.01
            if current.height + (0.0 if fresh else max(held - kept, 0.0)) <= left:
                self.finish(strip, current)
                return
            wanted = isinstance(current, RowStrip) and (current.flow or current.height > room)
            parts = current.split(left) if wanted else None
            if parts is not None:
                self.place(parts[0])
                current = parts[1]
            elif fresh:
                self.finish(strip, current)
                return
            self.turn()
            fresh = True
            for heading in strip.heading:
                self.place(heading)

    def finish(self, strip: Strip, last: Strip) -> None:
        """Place the last part of `strip`; a row counts on the page where it ends."""
        if strip.sums is not None and strip.sums.closes:
            self.close(strip.sums)
            return
        self.place(last)
        if strip.sums is not None:
            self.here.append(strip.sums)
            self.all.append(strip.sums)


def _held(strips: Sequence[Strip], number: int) -> float:
    """The height of what must stay on one page with strip `number` and comes after it."""
    total = 0.0
    for at in range(number, min(number + MAX_KEPT, len(strips) - 1)):
        if not strips[at].keep:
            break
        following = strips[at + 1]
        total += following.height
        if following.sums is not None and not following.sums.closes:
            total += following.sums.height
    return total
