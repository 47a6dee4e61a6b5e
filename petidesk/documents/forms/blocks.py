"""The blocks a form is built of, and how they are read from form.toml.

text, grid (ruled cells), table (rows of a list under a repeated heading), figures (a table that comes as a whole),
chart, sign (lines to sign on), rule, space, qr, columns (blocks side by side), signature (organ and date, with room
for the seal) and break. Every block may carry `when`, `unless`, `papers`, `keep` and `wide`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from petidesk.documents.forms.form_file import Table
from petidesk.documents.forms.template import (
    Condition,
    Content,
    Names,
    Slot,
    parse_condition,
    parse_content,
    parse_each,
)

MOST_TIMES = 60  # as often may one row of a grid stand below itself
SEAL = 42.0  # millimetres across: the round seal of a township or street
SIGNED_BY, SIGNED_ON = "{机关名称}", "{签发日期}"
ON = ("every", "odd", "even", "first", "rest", "rest_odd", "rest_even")


@dataclass(frozen=True)
class Place:
    """What every block has: its condition, the papers it is for (empty: all), kept on one page with what follows.

    `wide`: a width in mm of its own, centred on the paper instead of between the margins; 0 for none. `foot`: at the
    foot of the last page.
    """

    condition: Condition
    papers: frozenset[str]
    keep: bool
    wide: float
    foot: bool = False


@dataclass(frozen=True)
class Width:
    """A column: `mm` of its own and `share` parts of what is left."""

    mm: float
    share: float


@dataclass(frozen=True)
class Text:
    """Paragraphs; a line end in the text begins a new one. With `each` all of it is repeated for every item."""

    place: Place
    content: Content
    style: str
    each: str


@dataclass(frozen=True)
class Cell:
    """One cell of a grid row over `span` columns."""

    content: Content
    style: str
    span: int


@dataclass(frozen=True)
class GridRow:
    """A row of cells, at least `height` mm; `flow`: it may continue on the next page; `keep`: the next row stays.

    `fits`: its text is set smaller until it stands within that height.
    """

    cells: tuple[Cell, ...]
    height: float
    flow: bool
    condition: Condition
    keep: bool = False
    fits: bool = False


@dataclass(frozen=True)
class Grid:
    """A ruled grid. `border` in pt, 0 for none; `padding` in mm."""

    place: Place
    columns: tuple[Width, ...]
    rows: tuple[GridRow, ...]
    border: float
    padding: float


@dataclass(frozen=True)
class Column:
    """One column of a table: heading and what a row prints there; with `total` its numbers are added up."""

    heading: str
    width: Width
    content: Content
    style: str
    total: bool = False


@dataclass(frozen=True)
class Listing:
    """A table over the rows of a field; its heading is repeated on every page, and so are the sums of a column."""

    place: Place
    each: str
    columns: tuple[Column, ...]
    heading_style: str
    border: float
    padding: float


@dataclass(frozen=True)
class Figures:
    """A table of figures that comes as a whole (domain/statistics/printed.py): title, headings, rows and total.

    The columns are as wide as what stands in them, and set smaller where they have no room.
    """

    place: Place
    of: Slot
    title_style: str
    heading_style: str
    style: str
    number_style: str
    border: float
    padding: float


@dataclass(frozen=True)
class Drawing:
    """A chart of figures (domain/statistics/charts.py) over the width of the text; a long one in parts."""

    place: Place
    of: Slot


@dataclass(frozen=True)
class Sign:
    """Labels side by side; one that is written with ____ at its end gets a line to write on.

    With `each` there is such a row for every item.
    """

    place: Place
    labels: tuple[tuple[Content, bool], ...]
    style: str
    each: str = ""


@dataclass(frozen=True)
class Signature:
    """The organ's name and the date under a text; `seal`: the diameter in mm for which room is left, 0 for none."""

    place: Place
    organ: Content
    date: Content
    seal: float
    style: str


@dataclass(frozen=True)
class Rule:
    """One or more horizontal lines of the given weights in pt, `gap` mm apart."""

    place: Place
    weights: tuple[float, ...]
    gap: float
    dashed: bool
    ink: str


@dataclass(frozen=True)
class Space:
    """Empty height in mm and in lines of the text, dropped at the top of a page unless it is `always` there."""

    place: Place
    height: float
    lines: float
    always: bool


@dataclass(frozen=True)
class Qr:
    """A QR code of `size` mm with its quiet zone."""

    place: Place
    content: Content
    size: float
    align: str


@dataclass(frozen=True)
class Columns:
    """Blocks side by side; not divided between pages."""

    place: Place
    widths: tuple[Width, ...]
    columns: tuple[tuple[Block, ...], ...]
    gap: float


@dataclass(frozen=True)
class Break:
    """What follows starts on a new page."""

    place: Place


Block = Text | Grid | Listing | Figures | Drawing | Sign | Signature | Rule | Space | Qr | Columns | Break


@dataclass(frozen=True)
class Fixed:
    """Blocks at an exact place of the page: mm from its top or bottom edge, on the pages of `on`."""

    blocks: tuple[Block, ...]
    top: float | None
    bottom: float | None
    left: float
    width: float
    on: str
    papers: frozenset[str]


class _Reader:
    """Reads blocks with the names, styles and papers that exist in this form."""

    def __init__(self, names: Names, styles: frozenset[str], papers: frozenset[str]) -> None:
        self.names, self.styles, self.papers = names, styles, papers
        self.kinds: dict[str, Callable[[Table, Place], Block]] = {
            "text": self.text,
            "grid": self.grid,
            "table": self.listing,
            "figures": self.figures,
            "chart": self.chart,
            "sign": self.sign,
            "signature": self.signature,
            "rule": self.rule,
            "space": self.space,
            "qr": self.qr,
            "columns": self.columns,
            "break": lambda table, place: Break(place),
        }

    def block(self, table: Table) -> Block:
        kind = table.choice("kind", tuple(self.kinds))
        condition, papers = parse_condition(table, self.names), self.on_papers(table)
        place = Place(condition, papers, table.flag("keep"), table.number("wide", 0.0, high=400), table.flag("foot"))
        block = self.kinds[kind](table, place)
        table.done()
        return block

    def on_papers(self, table: Table) -> frozenset[str]:
        wanted = table.texts("papers", ())
        for paper in wanted:
            if paper not in self.papers:
                table.refuse(paper, f"本表单没有纸张“{paper}”。")
        return frozenset(wanted)

    def style(self, table: Table, key: str = "style", default: str = "body") -> str:
        name = table.text(key, default)
        if name not in self.styles:
            table.refuse(name, f"没有名为“{name}”的样式。", "unknown_key")
        return name

    def width(self, table: Table, key: str, value: Any) -> Width:
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 500:
            return Width(float(value), 0.0)
        if isinstance(value, str) and value.endswith("*") and (value[:-1] or "1").replace(".", "", 1).isdigit():
            return Width(0.0, float(value[:-1] or "1"))
        return table.refuse(key, "列宽应当是毫米数，或“*”“2*”（平分剩余宽度）。")

    def text(self, table: Table, place: Place) -> Text:
        each, names = "", self.names
        if table.has("each") and table.has("parts"):
            each = parse_each(table, names)
            names = names.inside(each)
        return Text(place, parse_content(table, names), self.style(table), each)

    def grid(self, table: Table, place: Place) -> Grid:
        columns = tuple(self.width(table, "columns", value) for value in table.items("columns"))
        styles = table.texts("styles", ("body",) * len(columns))
        if len(styles) != len(columns) or not columns:
            table.refuse("styles" if columns else "columns", "“styles”的个数要与“columns”相同。")
        for style in styles:
            if style not in self.styles:
                table.refuse(style, f"没有名为“{style}”的样式。", "unknown_key")
        rows = tuple(row for given in table.tables("row") for row in self.grid_rows(given, styles))
        return Grid(place, columns, rows, table.number("border", 0.5, high=5), table.number("padding", 1.2, high=20))

    def grid_rows(self, table: Table, styles: Sequence[str]) -> Sequence[GridRow]:
        """The row as often as `times` says: lines for the pen need no words of their own."""
        times = int(table.number("times", 1, low=1, high=MOST_TIMES))
        return [self.grid_row(table, styles)] * times

    def grid_row(self, table: Table, styles: Sequence[str]) -> GridRow:
        condition = parse_condition(table, self.names)
        cells: list[Cell] = []
        column = 0
        for number, item in enumerate(table.items("cells")):
            data = {"text": item} if isinstance(item, str) else item
            inner = Table(table.source, (*table.key, "cells", number), data)
            span = int(inner.number("span", 1, low=1, high=len(styles)))
            if column + span > len(styles):
                table.refuse("cells", "这一行的格子比列数多。")
            cells.append(Cell(parse_content(inner, self.names), self.style(inner, default=styles[column]), span))
            inner.done()
            column += span
        if column != len(styles):
            table.refuse("cells", f"这一行的格子合起来应当是{len(styles)}列，现在是{column}列。")
        height, flow, keep = table.number("height", 0.0, high=250), table.flag("flow"), table.flag("keep")
        row = GridRow(tuple(cells), height, flow, condition, keep, table.flag("fits"))
        table.done()
        return row

    def listing(self, table: Table, place: Place) -> Listing:
        each = table.text("each")
        if each not in self.names.fields or self.names.fields[each].kind not in ("list", "rows"):
            table.refuse(each, f"没有名为“{each}”的列表。", "unknown_key")
        inside = self.names.inside(each)
        columns = []
        for column in table.tables("column"):
            width = self.width(column, "width", column.left.pop("width", "*"))
            heading, content = column.text("heading"), parse_content(column, inside)
            columns.append(Column(heading, width, content, self.style(column), column.flag("total")))
            column.done()
        if not columns:
            table.refuse("", "表格没有列（[[block.column]]）。", "missing")
        if columns[0].total or (place.wide and any(column.total for column in columns)):
            table.refuse("total", "第一列和另定宽度（wide）的表格不能合计：合计的字写在第一列。")
        return Listing(
            place,
            each,
            tuple(columns),
            self.style(table, "heading_style"),
            table.number("border", 0.5, high=5),
            table.number("padding", 0.8, high=20),
        )

    def of(self, table: Table, kind: str, what: str) -> Slot:
        name = table.text("of")
        if name not in self.names.fields or self.names.fields[name].kind != kind:
            table.refuse(name, f"没有名为“{name}”的{what}。", "unknown_key")
        return Slot(name)

    def figures(self, table: Table, place: Place) -> Figures:
        return Figures(
            place,
            self.of(table, "figures", "统计表"),
            self.style(table, "title_style"),
            self.style(table, "heading_style"),
            self.style(table),
            self.style(table, "number_style"),
            table.number("border", 0.5, high=5),
            table.number("padding", 0.8, high=20),
        )

    def chart(self, table: Table, place: Place) -> Drawing:
        return Drawing(place, self.of(table, "chart", "统计图"))

    def sign(self, table: Table, place: Place) -> Sign:
        labels = []
        each = parse_each(table, self.names) if table.has("each") else ""
        names = self.names.inside(each) if each else self.names
        for number, label in enumerate(table.texts("labels")):
            inner = Table(table.source, (*table.key, "labels", number), {"text": label.rstrip("_")})
            labels.append((parse_content(inner, names), label.endswith("_")))
        if not labels:
            table.refuse("labels", "签名行至少要有一项。")
        return Sign(place, tuple(labels), self.style(table), each)

    def signature(self, table: Table, place: Place) -> Signature:
        organ, date = (
            parse_content(Table(table.source, (*table.key, key), {"text": table.text(key, default)}), self.names)
            for key, default in (("organ", SIGNED_BY), ("date", SIGNED_ON))
        )
        seal = SEAL if table.flag("seal", default=True) else 0.0
        return Signature(place, organ, date, seal, self.style(table))

    def rule(self, table: Table, place: Place) -> Rule:
        weights = table.items("weights", (0.5,))
        if not weights or not all(isinstance(w, int | float) and 0 < w <= 10 for w in weights):
            table.refuse("weights", "“weights”应当是线的粗细（磅）的列表。")
        ink = table.choice("ink", ("black", "red"), "black")
        return Rule(place, tuple(map(float, weights)), table.number("gap", 0.6, high=10), table.flag("dashed"), ink)

    def space(self, table: Table, place: Place) -> Space:
        lines = table.number("lines", 0.0, high=40)
        height = table.number("height", 0.0 if lines else None, high=300)
        return Space(place, height, lines, table.flag("always"))

    def qr(self, table: Table, place: Place) -> Qr:
        align = table.choice("align", ("left", "center", "right"), "center")
        return Qr(place, parse_content(table, self.names), table.number("size", low=8, high=100), align)

    def columns(self, table: Table, place: Place) -> Columns:
        widths = tuple(self.width(table, "widths", value) for value in table.items("widths"))
        columns = []
        for column in table.tables("column"):
            columns.append(tuple(self.block(block) for block in column.tables("block")))
            column.done()
        if len(columns) != len(widths):
            table.refuse("widths", "“widths”的个数要与栏数相同。")
        return Columns(place, widths, tuple(columns), table.number("gap", 4, high=50))


def parse_blocks(
    tables: Sequence[Table], names: Names, styles: frozenset[str], papers: frozenset[str]
) -> tuple[Block, ...]:
    """The blocks of a form or of a fixed place. Raises Refused with file and line."""
    reader = _Reader(names, styles, papers)
    return tuple(reader.block(table) for table in tables)


def parse_fixed(
    tables: Sequence[Table], names: Names, styles: frozenset[str], papers: frozenset[str]
) -> tuple[Fixed, ...]:
    """The blocks that stand at an exact place. Raises Refused with file and line."""
    reader = _Reader(names, styles, papers)
    fixed = []
    for table in tables:
        top = table.number("top") if table.has("top") else None
        bottom = table.number("bottom") if table.has("bottom") else None
        if (top is None) == (bottom is None):
            table.refuse("", "固定位置要写“top”或“bottom”（毫米），只写一个。")
        fixed.append(
            Fixed(
                blocks=tuple(reader.block(block) for block in table.tables("block")),
                top=top,
                bottom=bottom,
                left=table.number("left"),
                width=table.number("width", low=1),
                on=table.choice("on", ON, "every"),
                papers=reader.on_papers(table),
            )
        )
        table.done()
    return tuple(fixed)
