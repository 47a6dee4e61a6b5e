"""From the blocks of a form and its values to strips: lines of text, rows, rules, in pt, before anything is drawn.

What stands on which page is in `pages.py`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from petidesk.documents.fonts import HEI, HEI_BOLD
from petidesk.documents.forms import blocks as b
from petidesk.documents.forms.forms import Paper, Style
from petidesk.documents.forms.template import Content, Span, fill, item_scopes
from petidesk.documents.layout import figures
from petidesk.documents.layout.lines import Paragraph, measure_text, paragraphs
from petidesk.documents.layout.marks import MM, LineMark, QrMark, moved
from petidesk.documents.layout.prose import balanced, is_heading, tidied
from petidesk.documents.layout.shrinking import smaller_text
from petidesk.documents.layout.signature import signature_strips
from petidesk.documents.layout.strips import SUBTOTAL, TOTAL, CellLines, RowStrip, Strip, place_line, row_strip
from petidesk.documents.layout.sums import add_sums

# A roll is burnt with 203 dots an inch. The strokes of 黑 are 0.074 em and more, those of 粗黑 0.12 em.
TWO_DOTS = 2 * 72 / 203
LEAST_HEI = 10.0
# The lines of text that go with the lines to sign, where no table ends before them.
SIGNED_LINES = 4
Scope = Mapping[str, Any]


class Composer:
    """Turns the blocks of a form into strips for one paper and one set of values."""

    def __init__(self, styles: Mapping[str, Style], paper: Paper) -> None:
        self.paged = paper.height is not None
        self.styles = styles if self.paged else {name: _burnt(style) for name, style in styles.items()}
        self.paper = paper.name
        self.room = (paper.height - paper.margins[0] - paper.margins[2]) * MM if paper.height else math.inf
        self.page, self.margin = paper.width, paper.margins[3]
        self.texts: list[str] = []

    def strips(self, blocks: Iterable[b.Block], scope: Scope, width: float) -> list[Strip]:
        """All strips of the blocks that are for this paper and whose conditions hold."""
        result: list[Strip] = []
        signed = False  # what is said right under a signature (附注, 抄送) stays on its page
        before: b.Block | None = None
        for block in blocks:
            place = block.place
            if (place.papers and self.paper not in place.papers) or not place.condition.holds(scope):
                continue
            made = self.block(block, scope, place.wide * MM or width)
            if place.wide:
                aside = ((self.page - place.wide) / 2 - self.margin) * MM
                for strip in made:
                    strip.marks = [moved(mark, aside, 0.0) for mark in strip.marks]
            if place.foot and self.paged:
                _sink(result, made)
                result += made
                continue
            if isinstance(block, b.Signature) or (signed and isinstance(block, b.Text)):
                _hold_text(result)
            signed = isinstance(block, b.Signature) or (signed and isinstance(block, b.Text))
            if isinstance(block, b.Sign):
                _hold_signed(result, made, again=isinstance(before, b.Sign))
            before = block
            if place.keep:
                for strip in made:
                    strip.keep = True
            result += made
        return result

    def block(self, block: b.Block, scope: Scope, width: float) -> list[Strip]:
        """The strips of one block."""
        match block:
            case b.Text():
                return self.text(block, scope, width)
            case b.Grid():
                return self.grid(block, scope, width)
            case b.Listing():
                return self.listing(block, scope, width)
            case b.Figures() | b.Drawing():
                return self.figures(block, scope, width)
            case b.Sign():
                return self.signs(block, scope, width)
            case b.Signature():
                return self.signature(block, scope, width)
            case b.Rule():
                return [self.rule(block, width)]
            case b.Space():
                height = block.height * MM + block.lines * self.styles["body"].line
                return [Strip(height, gap=not block.always)]
            case b.Qr():
                return [self.qr(block, scope, width)]
            case b.Columns():
                return [self.columns(block, scope, width)]
            case b.Break():
                return [Strip(0.0, page_break=True)]

    def set(self, content: Content, style: Style, scope: Scope, width: float) -> list[Paragraph]:
        """The paragraphs of `content`; what they print is remembered for the search for missing characters."""
        return self.lines(fill(content, scope), style, width)

    def lines(self, spans: list[Span], style: Style, width: float) -> list[Paragraph]:
        """The paragraphs of `spans`, remembered like those of `set`."""
        self.texts += [text for text, _ in spans]
        if not self.paged:
            spans = [(text, None) for text, _ in spans]  # every stroke is to be seen
        if style.prose:
            return [replace(paragraphs(line, style, width)[0], heading=is_heading(line)) for line in tidied(spans)]
        if style.balance:
            text = "".join(text for text, _ in spans)
            lines = balanced(text, max(int((width + 0.01 - style.spread) / (style.size + style.spread)), 1))
            return paragraphs([("\n".join(lines), None)], style, width)
        return paragraphs(spans, style, width)

    def text(self, block: b.Text, scope: Scope, width: float) -> list[Strip]:
        style = self.styles[block.style]
        items = list(item_scopes(scope, block.each)) if block.each else [scope]
        if block.each and not style.prose:
            once = replace(block, each="")
            return [strip for inner in items for strip in self.text(once, inner, width)]
        if style.fit:
            style = _fitted(style, "".join(text for text, _ in fill(block.content, scope)), width)
        # The items of a list are set alike, and so they are tidied together.
        spans = [span for inner in items for span in (*fill(block.content, inner), ("\n", None))]
        made = self.lines(spans[:-1], style, width)
        strips = [Strip(style.before * MM, gap=True)] if style.before and made else []
        for paragraph in made:
            strips += _line_strips(paragraph, style, width)
        if style.after and made:
            strips.append(Strip(style.after * MM, gap=True))
        return strips

    def cell(self, content: Content, style: Style, scope: Scope, x: float, width: float) -> CellLines:
        lines = []
        for paragraph in self.set(content, style, scope, width):
            lines += [(line, style, number == 0) for number, line in enumerate(paragraph.lines)]
        return CellLines(x, width, lines, middle=style.align == "center" or len(lines) == 1)

    def fitted_cell(self, made: CellLines, cell: b.Cell, scope: Scope, height: float) -> CellLines:
        """The cell set smaller, as far as it can be read, until its lines stand within `height`."""
        for style in smaller_text(self.styles[cell.style]):
            if sum(line_style.line for _, line_style, _ in made.lines) <= height + 0.01:
                break
            made = self.cell(cell.content, style, scope, made.x, made.width)
        return made

    def grid(self, block: b.Grid, scope: Scope, width: float) -> list[Strip]:
        widths = column_widths(block.columns, width)
        padding = block.padding * MM
        strips: list[Strip] = []
        for row in block.rows:
            if not row.condition.holds(scope):
                continue
            cells, column, x = [], 0, 0.0
            for cell in row.cells:
                wide = sum(widths[column : column + cell.span])
                style = self.styles[cell.style]
                place = (x + padding, wide - 2 * padding)
                made = self.cell(cell.content, style, scope, *place)
                if row.fits:
                    made = self.fitted_cell(made, cell, scope, row.height * MM - 2 * padding)
                cells.append(made)
                column, x = column + cell.span, x + wide
            strip = row_strip(cells, block.border, padding, row.height * MM, row.flow)
            strip.keep = row.keep
            strips.append(strip)
        return strips

    def listing(self, block: b.Listing, scope: Scope, width: float) -> list[Strip]:
        widths = column_widths([column.width for column in block.columns], width)
        padding = block.padding * MM
        starts = [sum(widths[:number]) for number in range(len(widths))]
        places = [(start + padding, wide - 2 * padding) for start, wide in zip(starts, widths, strict=True)]
        heading_style = self.styles[block.heading_style]

        def heading() -> RowStrip:
            cells = []
            for column, (x, wide) in zip(block.columns, places, strict=True):
                self.texts.append(column.heading)
                made = paragraphs([(column.heading, None)], heading_style, wide)
                lines = [(line, heading_style, n == 0) for p in made for n, line in enumerate(p.lines)]
                cells.append(CellLines(x, wide, lines, middle=True))
            return row_strip(cells, block.border, padding, 0.0, flow=False)

        first = heading()
        first.keep = True
        strips: list[Strip] = [first]
        items = list(item_scopes(scope, block.each))
        for inner in items:
            cells = [
                self.cell(column.content, self.styles[column.style], inner, x, wide)
                for column, (x, wide) in zip(block.columns, places, strict=True)
            ]
            row = row_strip(cells, block.border, padding, 0.0, flow=False)
            row.heading = (first,)
            strips.append(row)
        if items and any(column.total for column in block.columns):
            self.texts += [SUBTOTAL, TOTAL, "0123456789,."]
            styles = [self.styles[column.style] for column in block.columns]
            add_sums(strips, block, [_printed(block, inner) for inner in items], places, styles, heading_style)
        return strips

    def figures(self, block: b.Figures | b.Drawing, scope: Scope, width: float) -> list[Strip]:
        """A table or chart; nothing where nothing was counted."""
        value = scope.get(block.of.name)
        if value is None or value.empty:
            return []
        if isinstance(block, b.Drawing):
            strips, texts = figures.chart_strips(value, width, self.room)
            self.texts += texts
            return strips
        self.texts += figures.words(value)
        return figures.table_strips(value, block, self.styles, width)

    def signs(self, block: b.Sign, scope: Scope, width: float) -> list[Strip]:
        items = item_scopes(scope, block.each) if block.each else [scope]
        return [self.sign(block, inner, width) for inner in items]

    def sign(self, block: b.Sign, scope: Scope, width: float) -> Strip:
        style = self.styles[block.style]
        height = max(style.line, 2.0 * style.size)
        strip = Strip((style.before + style.after) * MM + height)
        share = width / len(block.labels)
        top = style.before * MM + height - style.line
        flat = replace(style, align="left", indent=0.0, hang=0.0, left=0.0, right=0.0)
        for number, (content, blank) in enumerate(block.labels):
            x = number * share
            line = self.set(content, flat, scope, share)[0].lines[0]
            strip.marks += place_line(line, flat, x, top, share, True)
            if not blank:
                continue
            start, y = x + line.width + 2, top + (style.line - style.size) / 2 + style.size
            strip.marks.append(LineMark(start, y, max(start + style.size, x + share - style.size), y, 0.5))
        return strip

    def signature(self, block: b.Signature, scope: Scope, width: float) -> list[Strip]:
        organ, date = (" ".join(text for text, _ in fill(part, scope)) for part in (block.organ, block.date))
        self.texts += [organ, date]
        return signature_strips(organ, date, block.seal * MM, self.styles[block.style], width)

    def rule(self, block: b.Rule, width: float) -> Strip:
        strip = Strip(0.0)
        y = 0.0
        for weight in block.weights:
            y += weight / 2
            strip.marks.append(LineMark(0.0, y, width, y, weight, block.dashed, block.ink))
            y += weight / 2 + block.gap * MM
        strip.height = y - block.gap * MM
        return strip

    def qr(self, block: b.Qr, scope: Scope, width: float) -> Strip:
        text = "".join(text for text, _ in fill(block.content, scope))
        size = block.size * MM
        x = {"left": 0.0, "center": (width - size) / 2, "right": width - size}[block.align]
        return Strip(size, [QrMark(x, 0.0, size, text)] if text.strip() else [])

    def columns(self, block: b.Columns, scope: Scope, width: float) -> Strip:
        gap = block.gap * MM
        widths = column_widths(block.widths, width - gap * (len(block.widths) - 1))
        strip, x = Strip(0.0), 0.0
        for wide, inner in zip(widths, block.columns, strict=True):
            y = 0.0
            for piece in self.strips(inner, scope, wide):
                strip.marks += [moved(mark, x, y) for mark in piece.marks]
                y += piece.height
            strip.height = max(strip.height, y)
            x += wide + gap
        return strip


def _printed(block: b.Listing, scope: Scope) -> list[str]:
    """What a row prints in each column that is added up."""
    return ["".join(text for text, _ in fill(one.content, scope)) for one in block.columns if one.total]


def _line_strips(paragraph: Paragraph, style: Style, width: float) -> list[Strip]:
    """The lines of a paragraph: no single first line at the foot of a page, no single last line at its head."""
    count = len(paragraph.lines)
    strips = []
    for number, line in enumerate(paragraph.lines):
        strip = Strip(style.line, place_line(line, style, 0.0, 0.0, width, number == 0), line=True)
        strip.keep = paragraph.heading or (count > 1 and number in (0, count - 2))
        strips.append(strip)
    return strips


def _hold_text(strips: Sequence[Strip]) -> None:
    """The last two lines before a signature, or before what follows one, go with it (GB/T 9704-2012: no 此页无正文)."""
    lines = [number for number, strip in enumerate(strips) if strip.line]
    for strip in strips[lines[-2] if len(lines) > 1 else 0 :]:
        strip.keep = True


def _hold_signed(before: Sequence[Strip], made: Sequence[Strip], *, again: bool) -> None:
    """Lines to sign stay with each other and with what is signed: the last row or lines before them.

    A page of signatures alone could be bound to anything. `again`: lines to sign came right before.
    """
    for strip in made[:-1]:
        strip.keep = True
    lines = 0
    for strip in reversed(before):
        if strip.sums is not None or strip.page_break:
            return
        strip.keep = True
        lines += strip.line
        if again or isinstance(strip, RowStrip) or lines == SIGNED_LINES:
            return


def _sink(before: Sequence[Strip], made: Sequence[Strip]) -> None:
    """What is made lies at the foot of the last page, and something of the text with it."""
    for strip in made:
        strip.foot = strip.keep = True
    for strip in reversed(before):
        strip.keep = True
        if not strip.gap:
            return


def _fitted(style: Style, text: str, width: float) -> Style:
    """`style` so much smaller that `text` stands in one line."""
    wide = measure_text(text, style)
    return style if wide <= width else replace(style, size=style.size * width / wide * 0.999)


def _burnt(style: Style) -> Style:
    """`style` as a thermal printer can burn it: black type, whose strokes are two dots wide at the least."""
    return replace(style, face=HEI if style.size >= LEAST_HEI else HEI_BOLD)


def column_widths(columns: Sequence[b.Width], width: float) -> list[float]:
    """The widths in pt: millimetres as given, shares of what is left; all shrink when they do not fit."""
    fixed = sum(column.mm for column in columns) * MM
    shares = sum(column.share for column in columns)
    left = max(width - fixed, 0.2 * width if shares else 0.0)
    shrink = (width - (left if shares else 0.0)) / fixed if fixed and (fixed > width - left or not shares) else 1.0
    return [column.mm * MM * min(shrink, 1.0) + (left * column.share / shares if shares else 0.0) for column in columns]
