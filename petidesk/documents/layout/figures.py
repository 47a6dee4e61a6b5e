"""Tables of figures and charts on a page: columns as wide as what stands in them, charts in parts that fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from petidesk.documents.forms import blocks as b
from petidesk.documents.forms.forms import Style
from petidesk.documents.layout.lines import measure_text, paragraphs
from petidesk.documents.layout.marks import MM, ChartMark, LineMark, Mark, moved
from petidesk.documents.layout.strips import CellLines, RowStrip, Strip, place_line, row_strip
from petidesk.domain.statistics.charts import Chart
from petidesk.domain.statistics.printed import PrintedTable

# A table that is too wide is set smaller by these steps; below the last its cells take two lines.
STEPS = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7)
CHART_GAP = 8.0  # pt above and below a chart
WHOLE = 9  # a table of so many rows is not divided between pages


def words(table: PrintedTable) -> Iterator[str]:
    """All that a table prints."""
    yield table.title
    yield from (words for words, _ in table.groups)
    for row in (table.headings, *table.rows, *([table.total] if table.total else [])):
        yield from row


def chart_strips(chart: Chart, width: float, room: float) -> tuple[list[Strip], list[str]]:
    """A strip for each part of a chart, at most `room` pt high, and all texts on them."""
    from petidesk.documents.statistics.charts import draw, fitting

    strips: list[Strip] = []
    texts: list[str] = []
    for part in fitting(chart, room):
        drawn = draw(part, width)
        strips += [Strip(CHART_GAP, gap=True, keep=True), Strip(drawn.height, [ChartMark(0.0, 0.0, drawn)])]
        strips.append(Strip(CHART_GAP, gap=True))
        texts += drawn.texts
    return strips, texts


def table_strips(table: PrintedTable, block: b.Figures, styles: Mapping[str, Style], width: float) -> list[Strip]:
    """Title, heading (on every page again), rows and the total row; neither it nor the first row stands alone."""
    setting = _fitted(table, block, styles, width)
    strips: list[Strip] = []
    if table.title:
        style = styles[block.title_style]
        strips.append(Strip(style.before * MM, gap=True, keep=True))
        for paragraph in paragraphs([(table.title, None)], style, width):
            strips += [
                Strip(style.line, place_line(line, style, 0.0, 0.0, width, number == 0), keep=True, line=True)
                for number, line in enumerate(paragraph.lines)
            ]
    heading = setting.heading(table)
    heading.keep = True
    strips.append(heading)
    rows = [setting.row(row) for row in (*table.rows, *([table.total] if table.total else []))]
    if len(rows) <= WHOLE:
        return [_as_one([*strips, *rows])]
    for row in rows:
        row.heading = (heading,)
    rows[0].keep = rows[-2].keep = True
    return [*strips, *rows]


def _as_one(strips: Sequence[Strip]) -> Strip:
    """Strips that are never divided as one."""
    whole = Strip(0.0)
    for strip in strips:
        whole.marks += [moved(mark, 0.0, whole.height) for mark in strip.marks]
        whole.height += strip.height
    return whole


def column_widths(
    table: PrintedTable, block: b.Figures, styles: Mapping[str, Style], width: float
) -> tuple[list[float], float]:
    """The widths of the columns in pt, and how much smaller than its styles the table is set."""
    setting = _fitted(table, block, styles, width)
    return setting.widths, setting.step


def _fitted(table: PrintedTable, block: b.Figures, styles: Mapping[str, Style], width: float) -> _Setting:
    setting = _Setting(table, block, styles, width, STEPS[0])
    for step in STEPS[1:]:
        if setting.natural <= width:
            break
        setting = _Setting(table, block, styles, width, step)
    return setting


class _Setting:
    """A table in one size: its styles and the widths of its columns."""

    def __init__(
        self, table: PrintedTable, block: b.Figures, styles: Mapping[str, Style], width: float, step: float
    ) -> None:
        self.heading_style, self.style, self.number_style = (
            replace(styles[name], size=styles[name].size * step, pitch=styles[name].pitch * step)
            for name in (block.heading_style, block.style, block.number_style)
        )
        self.step = step
        self.border, self.padding = block.border, block.padding * MM
        natural = [
            max(
                measure_text(table.headings[at], self.heading_style), *(self._wide(row[at], at) for row in _rows(table))
            )
            + 2 * self.padding
            + 1
            for at in range(len(table.headings))
        ]
        self.natural = sum(natural)
        spare = (width - self.natural) / len(natural)
        self.widths = [max(wide + spare, width / 20) if spare > 0 else wide * width / self.natural for wide in natural]

    def _wide(self, text: str, at: int) -> float:
        return measure_text(text, self.number_style if at else self.style)

    def _cell(self, text: str, style: Style, x: float, width: float) -> CellLines:
        inner = width - 2 * self.padding
        made = paragraphs([(text, None)], style, inner)
        lines = [(line, style, number == 0) for each in made for number, line in enumerate(each.lines)]
        return CellLines(x + self.padding, inner, lines, middle=True)

    def row(self, texts: Sequence[str]) -> RowStrip:
        cells, x = [], 0.0
        for at, (text, width) in enumerate(zip(texts, self.widths, strict=True)):
            cells.append(self._cell(text, self.number_style if at else self.style, x, width))
            x += width
        return row_strip(cells, self.border, self.padding, 0.0, flow=False)

    def heading(self, table: PrintedTable) -> Strip:
        """One row, or two with the words of the groups above; a column of its own reaches over both."""
        cells, x = [], 0.0
        for text, width in zip(table.headings, self.widths, strict=True):
            cells.append(self._cell(text, self.heading_style, x, width))
            x += width
        lower = row_strip(cells, self.border, self.padding, 0.0, flow=False)
        if not table.groups:
            return lower
        return self._two_rows(table, cells, x)

    def _two_rows(self, table: PrintedTable, cells: list[CellLines], right: float) -> Strip:
        marks: list[Mark] = []
        x, at, upper = 0.0, 0, self._height([self._cell("组", self.heading_style, 0.0, right)])
        whole = upper + self._height(cells)
        for words, count in table.groups:
            wide = sum(self.widths[at : at + count])
            if words:
                marks += self._texts(self._cell(words, self.heading_style, x, wide), 0.0, upper)
                for inner in range(count):
                    marks += self._texts(cells[at + inner], upper, whole)
                for inner in range(1, count):
                    line = x + sum(self.widths[at : at + inner])
                    marks.append(LineMark(line, upper, line, whole, self.border))
                marks.append(LineMark(x, upper, x + wide, upper, self.border))
            else:
                for inner in range(count):
                    marks += self._texts(cells[at + inner], 0.0, whole)
            marks.append(LineMark(x, 0.0, x, whole, self.border))
            x, at = x + wide, at + count
        marks.append(LineMark(right, 0.0, right, whole, self.border))
        marks += [LineMark(0.0, y, right, y, self.border) for y in (0.0, whole)]
        return Strip(whole, marks)

    def _height(self, cells: Sequence[CellLines]) -> float:
        return max(sum(style.line for _, style, _ in cell.lines) for cell in cells) + 2 * self.padding

    def _texts(self, cell: CellLines, top: float, bottom: float) -> list[Mark]:
        marks: list[Mark] = []
        y = (top + bottom - sum(style.line for _, style, _ in cell.lines)) / 2
        for line, style, first in cell.lines:
            marks += place_line(line, style, cell.x, y, cell.width, first)
            y += style.line
        return marks


def _rows(table: PrintedTable) -> Sequence[Sequence[str]]:
    return (*table.rows, *([table.total] if table.total else []))
