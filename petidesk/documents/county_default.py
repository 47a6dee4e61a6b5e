"""Our own workbook of a month, for a county that has none: ledger, monthly table and the table of 52 rows.

Written with XlsxWriter, row after row; a long ledger is streamed to disk (constant memory). Texts are text cells, so
that identity and telephone numbers keep all their digits and no text becomes a formula.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter

from petidesk.documents.county_saving import Stopped
from petidesk.domain.county_values import Value, cell_safe, is_risky

_STREAMED_FROM = 5_000
_STEP = 100
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

    `texts_total`: what stands in the total row, None for a blank cell; empty for no total row. Notes that begin with
    签发人 are the signature line.
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
    options = {"constant_memory": total > _STREAMED_FROM, "strings_to_numbers": False, "strings_to_formulas": False}
    book = xlsxwriter.Workbook(target, {**options, "in_memory": total <= _STREAMED_FROM, "strings_to_urls": False})
    book.set_properties({"title": title, "created": made_at})
    looks = _Looks(book)
    done = 0
    try:
        for sheet in sheets:
            for _ in _write(book.add_worksheet(sheet.name), looks, sheet):
                done += 1
                if done % _STEP == 0:
                    if cancelled is not None and cancelled():
                        raise Stopped
                    if progress is not None:
                        progress(done, total)
    finally:
        book.close()
    return target.getvalue()


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
    formats = [looks.of(kind) for kind in sheet.kinds]
    measured = [(column, max(2.0, width - 0.7)) for column, width in enumerate(widths)]
    for values in sheet.rows:
        lines = _lines(measured, values)
        if lines > 1:
            page.set_row(row, min(lines * 13.5 + 4, 409))
        for column, value in enumerate(values):
            _put(page, row, column, value, formats[column], looks)
        row += 1
        yield
    _ending(page, looks, sheet, row, last, sum(widths))


def _lines(measured: Sequence[tuple[int, float]], values: Sequence[Value]) -> int:
    """How many lines the row takes; its height must be set before its cells when the sheet is streamed."""
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
    page.set_paper(9)
    if sheet.landscape:
        page.set_landscape()
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
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
