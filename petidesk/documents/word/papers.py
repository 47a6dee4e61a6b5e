"""From a form and its values to a Word document: the blocks that papers of figures are made of, as Word writes them.

Text keeps face, size, line height, alignment and indent of its style; tables become tables with headings that repeat,
charts pictures of what the page has as vectors. Faces go by the names that Chinese systems know (仿宋, 楷体, 黑体).
Fixed places that hold a page number become footers. A form with other blocks (ruled sheets to be filled by hand) is
refused: it has no meaning as running text.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.shared import Mm, Pt, RGBColor

from petidesk.documents import fonts
from petidesk.documents.forms import blocks as b
from petidesk.documents.forms.forms import HEADING, PAGE, RECEIVER, Form, Paper, Style
from petidesk.documents.forms.template import Slot, Span, fill, item_scopes
from petidesk.documents.layout.compose import column_widths
from petidesk.documents.layout.drawing import PRACTICE
from petidesk.documents.layout.figures import CHART_GAP, WHOLE, words
from petidesk.documents.layout.figures import column_widths as figure_widths
from petidesk.documents.layout.marks import MM
from petidesk.documents.layout.prose import tidied
from petidesk.documents.preview import chart_picture
from petidesk.documents.printing import checked
from petidesk.documents.statistics.charts import fitting
from petidesk.documents.word import elements
from petidesk.documents.word.saving import saved
from petidesk.domain.statistics.charts import Chart
from petidesk.domain.statistics.printed import PrintedTable
from petidesk.domain.trouble import Refused

# The names by which Word, WPS and domestic systems know the faces.
FACES = {
    fonts.SONG: ("宋体", False),
    fonts.HEI: ("黑体", False),
    fonts.HEI_BOLD: ("黑体", True),
    fonts.KAI: ("楷体", False),
    fonts.FANG: ("仿宋", False),
    fonts.TITLE: ("宋体", True),
}
ALIGNS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
# Styles of headings: Word lists them beside the text.
LEVELS = ("level1", "level2")
CHART_DPI = 200.0
CELL_GAP = 1.5  # pt above and below the text of a cell
Scope = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """A finished document; no bundled font could draw `missing_characters` on a page."""

    docx: bytes
    missing_characters: tuple[str, ...]
    form_version: str


def write(form: Form, values: Scope, *, paper: str, practice: bool = False, at: datetime) -> Written:
    """The Word document of `form` with `values`, set for `paper`; equal arguments give equal bytes.

    Refused as `printing.render`, and bad_value for a form with blocks that Word has no use for.
    """
    scope = checked(form, values, paper)
    scope[HEADING] = "".join(text for text, _ in fill(form.heading, scope))
    scope[RECEIVER] = "".join(text for text, _ in fill(form.receiver, scope))
    writer = _Writer(form, form.papers[paper], practice=practice)
    writer.blocks(writer.document, form.blocks, scope, writer.width)
    return Written(
        saved(writer.document, title=scope[HEADING], at=at),
        fonts.missing_characters("".join(writer.texts)),
        form.version,
    )


class _Writer:
    def __init__(self, form: Form, paper: Paper, *, practice: bool) -> None:
        self.paper, self.styles = paper, paper.styles
        self.document = docx.Document()
        self.texts: list[str] = []
        self.patterns: dict[tuple[Style, bool], Any] = {}
        top, right, bottom, left = paper.margins
        self.width = (paper.width - left - right) * MM
        self.height = ((paper.height or 0.0) - top - bottom) * MM
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(paper.width), Mm(paper.height or 297)
        if paper.height and paper.width > paper.height:
            section.orientation = WD_ORIENT.LANDSCAPE
        section.top_margin, section.right_margin = Mm(top), Mm(right)
        section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
        section.footer_distance = Mm(max(bottom - 10, 5))
        self._normal()
        self._footers(form, section)
        if practice:
            self._practice(section)

    def _normal(self) -> None:
        """The document's own style: what somebody types on looks like the text."""
        normal, body = self.document.styles["Normal"], self.styles["body"]
        face, _ = FACES[body.face]
        normal.font.name, normal.font.size = face, Pt(body.size)
        normal.paragraph_format.space_after = Pt(0)
        elements.east_asian(normal.element.rPr, face)
        elements.close_set(normal)

    # ---- text

    def blocks(self, place: Any, blocks: Iterable[b.Block], scope: Scope, width: float) -> None:
        """Write the blocks that are for this paper and whose conditions hold into a document or a cell."""
        for block in blocks:
            given = block.place
            if (given.papers and self.paper.name not in given.papers) or not given.condition.holds(scope):
                continue
            self.block(place, block, scope, width)

    def block(self, place: Any, block: b.Block, scope: Scope, width: float) -> None:
        match block:
            case b.Text():
                self.text(place, block, scope)
            case b.Figures() | b.Drawing():
                self.figures(place, block, scope, width)
            case b.Rule():
                self.rule(place, block)
            case b.Space():
                self.space(place, block.height * MM + block.lines * self.styles["body"].line)
            case b.Columns():
                self.columns(place, block, scope, width)
            case b.Break():
                place.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            case _:
                raise Refused("bad_value", "这种表单要照格子填写，不能做成 Word 文件，请打印成 PDF。", field="out")

    def text(self, place: Any, block: b.Text, scope: Scope) -> None:
        style = self.styles[block.style]
        items = list(item_scopes(scope, block.each)) if block.each else [scope]
        spans = [span for inner in items for span in (*fill(block.content, inner), ("\n", None))][:-1]
        made = self.lines(spans, style)
        for number, line in enumerate(made):
            paragraph = self.paragraph(place, style, keep=block.place.keep)
            if block.style in LEVELS:
                elements.levelled(paragraph, LEVELS.index(block.style))
            if number == 0:
                paragraph.paragraph_format.space_before = Mm(style.before)
            if number == len(made) - 1:
                paragraph.paragraph_format.space_after = Mm(style.after)
            for text, face in line:
                self.run(paragraph, text, style, face)

    def lines(self, spans: Sequence[Span], style: Style) -> list[list[Span]]:
        """The paragraphs of `spans`, as a page has them; nothing for a text that is empty."""
        self.texts += [text for text, _ in spans]
        if style.prose:
            return tidied(spans)
        lines: list[list[Span]] = [[]]
        for text, face in spans:
            head, *rest = text.split("\n")
            lines[-1].append((head, face))
            lines += [[(piece, face)] for piece in rest]
        return lines if any(text for line in lines for text, _ in line) else []

    def paragraph(self, place: Any, style: Style, *, keep: bool = False) -> Any:
        paragraph = place.add_paragraph()
        form = paragraph.paragraph_format
        form.alignment = ALIGNS[style.align]
        form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        form.line_spacing = Pt(style.line)
        form.first_line_indent = Pt((style.indent - style.hang) * style.size)
        form.left_indent, form.right_indent = Pt((style.left + style.hang) * style.size), Pt(style.right * style.size)
        form.keep_with_next = keep
        form.widow_control = True
        return paragraph

    def run(self, paragraph: Any, text: str, style: Style, face: str | None = None) -> Any:
        run = paragraph.add_run(text)
        name, bold = FACES[face or style.face]
        run.font.name, run.font.size, run.font.bold = name, Pt(style.size), bold
        elements.east_asian(run._element.rPr, name)
        if style.ink == "red":
            run.font.color.rgb = RGBColor(0xD9, 0, 0)
        return run

    def space(self, place: Any, height: float) -> None:
        form = place.add_paragraph().paragraph_format
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(max(height, 1.0))

    def rule(self, place: Any, block: b.Rule) -> None:
        """A line across the text: the lower border of an empty paragraph."""
        paragraph = place.add_paragraph()
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        paragraph.paragraph_format.line_spacing = Pt(2)
        elements.ruled(paragraph, max(block.weights), "D90000" if block.ink == "red" else "000000")

    # ---- tables and pictures

    def columns(self, place: Any, block: b.Columns, scope: Scope, width: float) -> None:
        """Blocks side by side: a table without borders."""
        widths = column_widths(block.widths, width)
        table = place.add_table(1, len(widths)) if place is self.document else place.add_table(1, len(widths), width)
        table.autofit = False
        for column, cell, wide, inner in zip(table.columns, table.rows[0].cells, widths, block.columns, strict=True):
            column.width = cell.width = Pt(wide)
            self.blocks(cell, inner, scope, wide)
            elements.without_first(cell)

    def figures(self, place: Any, block: b.Figures | b.Drawing, scope: Scope, width: float) -> None:
        value = scope.get(block.of.name)
        if value is None or value.empty:
            return
        if isinstance(block, b.Drawing):
            self.chart(place, value, width)
        else:
            self.table(place, value, block, width)

    def chart(self, place: Any, chart: Chart, width: float) -> None:
        for part in fitting(chart, self.height):
            picture = chart_picture(part, width, CHART_DPI)
            paragraph = place.add_paragraph()
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(CHART_GAP)
            shape = paragraph.add_run().add_picture(io.BytesIO(picture.png), width=Pt(picture.width))
            elements.described(shape, f"{part.title}（单位：{part.unit}），数字见旁边的表")

    def table(self, place: Any, table: PrintedTable, block: b.Figures, width: float) -> None:
        self.texts += words(table)
        if table.title:
            style = self.styles[block.title_style]
            self.run(self.paragraph(place, style, keep=True), table.title, style)
        widths, step = figure_widths(table, block, self.styles, width)
        heading, first, number = (
            replace(self.styles[name], size=self.styles[name].size * step, pitch=self.styles[name].pitch * step)
            for name in (block.heading_style, block.style, block.number_style)
        )
        rows = [*table.rows, *([table.total] if table.total else [])]
        heads = 2 if table.groups else 1
        made = place.add_table(heads + len(rows), len(widths))
        made.style, made.alignment, made.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
        for column, wide in zip(made.columns, widths, strict=True):
            column.width = Pt(wide)
        grid = [list(row.cells) for row in made.rows]
        for cells in grid:
            for cell, wide in zip(cells, widths, strict=True):
                cell.width, cell.vertical_alignment = Pt(wide), WD_CELL_VERTICAL_ALIGNMENT.CENTER
        self._headings(grid, table, heading)
        for line, texts in enumerate(rows, start=1):
            keep = line < len(rows) <= WHOLE or line == len(rows) - 1
            for at, text in enumerate(texts):
                self._cell(grid[heads + line - 1][at], text, number if at else first, keep=keep)
        for line, row in enumerate(made.rows):
            elements.whole_row(row, repeated=line < heads)
        self.space(place, 8.0)

    def _headings(self, grid: list[list[Any]], table: PrintedTable, style: Style) -> None:
        if not table.groups:
            for cell, text in zip(grid[0], table.headings, strict=True):
                self._cell(cell, text, style)
            return
        at = 0
        for words_above, count in table.groups:
            for column in range(at, at + count):
                if words_above:
                    self._cell(grid[1][column], table.headings[column], style)
                else:
                    self._cell(grid[0][column].merge(grid[1][column]), table.headings[column], style)
            if words_above:
                self._cell(grid[0][at].merge(grid[0][at + count - 1]), words_above, style)
            at += count

    def _cell(self, cell: Any, text: str, style: Style, *, keep: bool = True) -> None:
        pattern = self.patterns.get((style, keep))
        if pattern is None:
            pattern = self.patterns[style, keep] = self.paragraph(docx.Document(), style, keep=keep)
            pattern.paragraph_format.space_before = pattern.paragraph_format.space_after = Pt(CELL_GAP)
            self.run(pattern, "—", style)
        elements.filled(cell, pattern, text)

    # ---- what stands on every page

    def _footers(self, form: Form, section: Any) -> None:
        """Fixed places with a page number: one for all pages, or one each for odd and even ones."""
        for fixed in form.fixed:
            numbered = [block for block in fixed.blocks if isinstance(block, b.Text) and _numbers_pages(block)]
            if not numbered:
                continue
            even = fixed.on.endswith("even")
            if even:
                self.document.settings.odd_and_even_pages_header_footer = True
            paragraph = (section.even_page_footer if even else section.footer).paragraphs[0]
            style = self.styles[numbered[0].style]
            paragraph.alignment = ALIGNS[style.align]
            for part in numbered[0].content:
                for piece in part.pieces:
                    if isinstance(piece, str):
                        self.run(paragraph, piece, style)
                    elif piece.name == PAGE:
                        elements.field(self.run(paragraph, "", style), "PAGE")
                    else:
                        elements.field(self.run(paragraph, "", style), "NUMPAGES")

    def _practice(self, section: Any) -> None:
        """演练 at the head of every page."""
        headers = [section.header]
        if self.document.settings.odd_and_even_pages_header_footer:
            headers.append(section.even_page_header)
        for header in headers:
            paragraph = header.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run = self.run(paragraph, PRACTICE, replace(self.styles["body"], size=22))
            run.font.color.rgb = RGBColor(0x99, 0x99, 0x99)


def _numbers_pages(block: b.Text) -> bool:
    return any(isinstance(piece, Slot) and piece.name == PAGE for part in block.content for piece in part.pieces)
