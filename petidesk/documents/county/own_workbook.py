"""Our own workbook of a month, for a county that has none: ledger, monthly table and the table of 52 rows.

Written with XlsxWriter. The rows are written as they come, with their texts inline as its constant_memory writes them,
so that a long ledger takes little memory, and never into a temporary file; titles, totals and notes go the library's
way. Texts are text cells: identity and telephone numbers keep all their digits and no text becomes a formula.
"""

from __future__ import annotations

import io
import math
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name as column_name
from xlsxwriter.worksheet import Worksheet

from petidesk.documents.county.saving import Stopped
from petidesk.domain.county.values import Value, cell_safe, is_risky

_STEP = 100
# Spreadsheet programs count days from here.
_DAY_ZERO = date(1899, 12, 30).toordinal()
_SONG, _HEI = "宋体", "黑体"
_CHINESE_DAY = 'yyyy"年"m"月"d"日"'
# Width of a column and how its values stand, by the kind of field.
_WIDTHS = {
    "long_text": 34,
    "name": 13,
    "phone": 14,
    "identity": 21,
    "day": 15,
    "count": 7,
    "money": 13,
    "choice": 9,
    "village": 12,
    "text": 13,
}


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """A sheet of ours: title, lines under it, headings, rows, notes below. `kinds` say what the columns hold.

    `total`: what stands in the total row, None for a blank cell; empty for no total row. Notes that begin with 签发人
    are the signature line. `paper` is 9 for A4 and 8 for A3.
    """

    name: str
    title: str
    lines: tuple[str, ...]
    headings: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: Iterable[Sequence[Value]]
    count: int
    total: tuple[Value, ...] = ()
    notes: tuple[str, ...] = ()
    landscape: bool = True
    paper: int = 9
    widths: tuple[int, ...] = ()


class _Looks:
    """The formats of the workbook, each made once."""

    def __init__(self, book: Any) -> None:
        cell = {"font_name": _SONG, "font_size": 10, "border": 1, "valign": "vcenter"}
        self.title = book.add_format({"font_name": _HEI, "font_size": 18, "align": "center", "valign": "vcenter"})
        self.line = book.add_format({"font_name": _SONG, "font_size": 11, "valign": "vcenter"})
        self.note = book.add_format({"font_name": _SONG, "font_size": 10, "text_wrap": True, "valign": "top"})
        self.heading = book.add_format({**cell, "bold": True, "align": "center", "text_wrap": True})
        self.total = book.add_format({**cell, "bold": True, "align": "center"})
        self.total_money = book.add_format({**cell, "bold": True, "num_format": "#,##0.00"})
        wrapped = {**cell, "text_wrap": True}
        self.kinds = {
            "day": book.add_format({**cell, "num_format": _CHINESE_DAY, "align": "center"}),
            "short_day": book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "center"}),
            "money": book.add_format({**cell, "num_format": "#,##0.00"}),
            "count": book.add_format({**cell, "align": "center"}),
            "phone": book.add_format({**wrapped, "num_format": "@"}),
            "identity": book.add_format({**wrapped, "num_format": "@"}),
        }
        self.text = book.add_format(wrapped)
        self.quoted = book.add_format({**wrapped, "num_format": "@", "quote_prefix": True})
        self.centred = book.add_format({**wrapped, "align": "center"})

    def of(self, kind: str) -> Any:
        """The look of a column."""
        return self.kinds.get(kind) or (self.centred if kind in ("choice", "village") else self.text)


def workbook(
    sheets: Sequence[PlainSheet],
    *,
    title: str,
    made_at: datetime,
    progress: Callable[[int, int], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bytes:
    """The sheets as an .xlsx file; the same input gives the same bytes. Raises Stopped when `cancelled`."""
    target = io.BytesIO()
    total = sum(sheet.count for sheet in sheets)
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "created": made_at})
    looks = _Looks(book)
    done = 0
    try:
        for sheet in sheets:
            for _ in _write(book.add_worksheet(sheet.name, worksheet_class=_Page), looks, sheet):
                done += 1
                if done % _STEP == 0:
                    if cancelled is not None and cancelled():
                        raise Stopped
                    if progress is not None:
                        progress(done, total)
    finally:
        book.close()
    return target.getvalue()


class _Page(Worksheet):  # type: ignore[misc]
    """A sheet with one block of rows that are written as they come."""

    _block: Any = None
    dim_rowmin: int
    dim_rowmax: int

    def begin_rows(self, first: int, looks: Sequence[Any], quoted: Any) -> None:
        """The block begins in row `first` (from 0); `looks` are those of its columns."""
        self._block = io.StringIO(newline="")
        self._first = self._next = first
        self._heads = [(column_name(column), f'" s="{look._get_xf_index()}"') for column, look in enumerate(looks)]
        self._quoted = f'" s="{quoted._get_xf_index()}"'

    def put_row(self, values: Sequence[Value], lines: int) -> None:
        """The next row of the block; `lines` is how many lines its longest text takes."""
        self._next += 1
        number = self._next
        cells = []
        for value, (letter, look) in zip(values, self._heads, strict=True):
            if value is None or value == "":
                cells.append(f'<c r="{letter}{number}{look}/>')
            elif isinstance(value, str):
                text = cell_safe(value)
                known = self._quoted if is_risky(text) else look
                kept = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
                cells.append(f'<c r="{letter}{number}{known} t="inlineStr"><is><t{kept}>{escape(text)}</t></is></c>')
            else:
                said = value.toordinal() - _DAY_ZERO if isinstance(value, date) else value
                cells.append(f'<c r="{letter}{number}{look}><v>{said!r}</v></c>')
        tall = f' ht="{min(lines * 13.5 + 4, 409)}" customHeight="1"' if lines > 1 else ""
        self._block.write(f'<row r="{number}"{tall}>{"".join(cells)}</row>')

    def end_rows(self) -> None:
        """The block is whole; what follows goes below it."""
        if self._next > self._first:
            self._check_dimensions(self._next - 1, len(self._heads) - 1)

    def _write_sheet_data(self) -> None:
        """The rows above the block, the block, the rows below it."""
        if self._block is None:
            super()._write_sheet_data()
            return
        bottom = self.dim_rowmax
        self._xml_start_tag("sheetData")
        self.dim_rowmax = self._first - 1
        self._write_rows()
        self._block.seek(0)
        shutil.copyfileobj(self._block, self.fh)
        self._block.close()
        self.dim_rowmin, self.dim_rowmax = self._next, bottom
        self._write_rows()
        self._xml_end_tag("sheetData")


def _write(page: Any, looks: _Looks, sheet: PlainSheet) -> Iterable[None]:
    """Write a sheet, yielding after every row of data."""
    last = len(sheet.headings) - 1
    widths = sheet.widths or tuple(_WIDTHS.get(kind, 13) for kind in sheet.kinds)
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    page.set_row(0, 32)
    page.merge_range(0, 0, 0, last, sheet.title, looks.title)
    row = 1
    for line in sheet.lines:
        page.merge_range(row, 0, row, last, line, looks.line)
        row += 1
    page.set_row(row, 30)
    for column, heading in enumerate(sheet.headings):
        page.write_string(row, column, heading, looks.heading)
    _set_up(page, sheet, row)
    row += 1
    page.begin_rows(row, [looks.of(kind) for kind in sheet.kinds], looks.quoted)
    measured = [(column, max(2.0, width - 0.7)) for column, width in enumerate(widths)]
    for values in sheet.rows:
        page.put_row(values, _lines(measured, values))
        row += 1
        yield
    page.end_rows()
    _ending(page, looks, sheet, row, last, sum(widths))


def _lines(measured: Sequence[tuple[int, float]], values: Sequence[Value]) -> int:
    """How many lines the row takes; its longest text tells."""
    lines = 1
    for column, width in measured:
        value = values[column]
        if isinstance(value, str) and len(value) * 2 > width:
            lines = max(
                lines, sum(math.ceil(len(line.encode("gb18030", "replace")) / width) or 1 for line in value.split("\n"))
            )
    return lines


def _put(page: Any, row: int, column: int, value: Value, look: Any, looks: _Looks) -> None:
    if value is None or value == "":
        page.write_blank(row, column, None, look)
    elif isinstance(value, str):
        safe = cell_safe(value)
        page.write_string(row, column, safe, looks.quoted if is_risky(safe) else look)
    elif isinstance(value, date):
        page.write_datetime(row, column, value, look)
    else:
        page.write_number(row, column, value, look)


def _set_up(page: Any, sheet: PlainSheet, heading: int) -> None:
    page.set_paper(sheet.paper)
    if sheet.landscape:
        page.set_landscape()
    page.set_margins(left=0.3, right=0.3, top=0.6, bottom=0.7)
    page.fit_to_pages(1, 0)
    page.repeat_rows(heading)
    page.freeze_panes(heading + 1, 0)
    page.set_footer("&C第 &P 页 共 &N 页")


def _ending(page: Any, looks: _Looks, sheet: PlainSheet, row: int, last: int, width: float) -> None:
    if sheet.total:
        for column, value in enumerate(sheet.total):
            look = looks.total_money if sheet.kinds[column] == "money" else looks.total
            _put(page, row, column, value, look, looks)
        row += 1
    for note in sheet.notes:
        lines = math.ceil(len(note.encode("gb18030", "replace")) / max(width - 2, 10))
        page.set_row(row, 15 * max(lines, 1) + (6 if note.startswith("签发人") else 2))
        page.merge_range(row, 0, row, last, note, looks.line if note.startswith("签发人") else looks.note)
        row += 1
