"""Saving a workbook of openpyxl with progress, stopping in the middle of a long sheet, plain rows written quickly."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from openpyxl.cell.cell import Cell
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from petidesk.documents.county.push import cells_of

_STEP = 100
_PLAIN = frozenset(("s", "n", "d", "f"))


_MARK = "rows-as-text"
_MARKED = re.compile(rb'<rows-as-text n="(\d+)"\s*(?:/>|></rows-as-text>)')


class Stopped(Exception):
    """The clerk asked to stop; nothing is written."""


class _Sheet(WorksheetWriter):  # type: ignore[misc]
    """Writes a sheet as openpyxl does and says after every hundred rows where it is.

    Rows that hold nothing but texts, numbers, days and formulas are written as text, without an element for each cell:
    three times as fast, the same characters. All other rows go openpyxl's way.
    """

    def __init__(self, sheet: Any, told: Callable[[int], None]) -> None:
        # In memory: what a ledger says of people must not lie in a temporary folder, plain, not even for a moment.
        self.target = io.BytesIO()
        super().__init__(sheet, self.target)
        self._told = told
        self._done = 0
        self._letters = {column: get_column_letter(column) for column in {place[1] for place in cells_of(sheet)}}
        self._styles: dict[int, int] = {}
        self._days: dict[date, str] = {}
        self._waiting: list[str] = []
        self._texts: list[bytes] = []

    def write_rows(self) -> None:
        """All rows. Those that are text stand apart, under a mark in their place, until the sheet is read out."""
        stream = self.xf.send(True)
        with stream.element("sheetData"):
            for number, row in self.rows():
                self.write_row(stream, row, number)
            self._mark(stream)
        self.xf.send(None)

    def write_row(self, stream: Any, row: Any, number: int) -> None:
        """One row; its place is told now and then."""
        self._done += 1
        if self._done % _STEP == 0:
            self._told(self._done)
        if not all(_is_plain(cell) for cell in row):
            self._mark(stream)
            super().write_row(stream, row, number)
            return
        attributes = {"r": str(number), **dict(self.ws.row_dimensions.get(number, {}))}
        head = " ".join(f"{key}={quoteattr(str(said))}" for key, said in attributes.items())
        self._waiting.append(f"<row {head}>{''.join([self._cell(cell, number) for cell in row])}</row>")

    def _mark(self, stream: Any) -> None:
        """A mark for the rows that were written as text since the last one."""
        if self._waiting:
            with stream.element(_MARK, {"n": str(len(self._texts))}):
                pass
            self._texts.append("".join(self._waiting).encode("utf-8"))
            self._waiting.clear()

    def content(self) -> bytes:
        """The sheet once it is written, the rows in the places of their marks. No text of a cell can look like one."""
        return _MARKED.sub(lambda mark: self._texts[int(mark[1])], self.target.getvalue())

    def _cell(self, cell: Any, number: int) -> str:
        style = cell._style
        known = 0
        if style is not None:
            key = id(style)
            if key not in self._styles:
                self._styles[key] = cell.style_id if any(style) else 0
            known = self._styles[key]
        head = f'<c r="{self._letters[cell.column]}{number}"' + (f' s="{known}"' if known else "")
        value = cell._value
        if value is None or value == "":
            return head + "/>" if known else ""
        kind = cell.data_type
        if kind == "s":
            kept = ' xml:space="preserve"' if value != value.strip() or "\n" in value else ""
            return f'{head} t="inlineStr"><is><t{kept}>{escape(value)}</t></is></c>'
        if kind == "f":
            return f"{head}><f>{escape(value[1:])}</f><v/></c>"
        if kind == "d":
            return f'{head} t="n"><v>{self._day(value)}</v></c>'
        return f'{head} t="n"><v>{value!r}</v></c>'

    def _day(self, value: Any) -> str:
        if value not in self._days:
            self._days[value] = repr(to_excel(value, self.ws.parent.epoch))
        return self._days[value]


def _is_plain(cell: Any) -> bool:
    if not isinstance(cell, Cell):
        return cell._value is None  # what a merged area covers
    if cell._comment is not None or cell._hyperlink is not None or cell.data_type not in _PLAIN:
        return False
    value = cell._value
    return value is None or type(value) in (str, int, float, date, datetime)


class _Book(ExcelWriter):  # type: ignore[misc]
    def __init__(self, book: Any, archive: zipfile.ZipFile, told: Callable[[int], None]) -> None:
        super().__init__(book, archive)
        self._told = told

    def write_worksheet(self, sheet: Any) -> None:
        """As openpyxl, through a writer that can stop and needs no temporary file."""
        sheet._drawing = SpreadsheetDrawing()
        sheet._drawing.charts = sheet._charts
        sheet._drawing.images = sheet._images
        writer = _Sheet(sheet, self._told)
        try:
            writer.write()
            sheet._rels = writer._rels
            self._archive.writestr(sheet.path[1:], writer.content())
            self.manifest.append(sheet)
        finally:
            writer.xf.close()


class _Archive(zipfile.ZipFile):
    """A ZIP whose entries are all dated alike, so that the same workbook gives the same bytes."""

    def __init__(self, target: io.BytesIO, at: datetime) -> None:
        super().__init__(target, "w", zipfile.ZIP_DEFLATED)
        self._at = (at.year, at.month, at.day, at.hour, at.minute, at.second)

    def writestr(
        self,
        zinfo_or_arcname: str | zipfile.ZipInfo,
        data: Any,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """An entry from bytes or text."""
        entry = zinfo_or_arcname
        if isinstance(entry, str):
            entry = zipfile.ZipInfo(entry, date_time=self._at)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
        super().writestr(entry, data, compress_type, compresslevel)


def saved(book: Any, made_at: datetime, told: Callable[[int], None]) -> bytes:
    """The workbook as bytes. `told` gets the rows of the present sheet that are done, and may raise Stopped."""
    target = io.BytesIO()
    book.properties.modified = made_at
    with _Archive(target, made_at) as archive:
        _Book(book, archive, told).write_data()
    return target.getvalue()
