"""Saving a workbook of openpyxl with progress, and stopping in the middle of a long sheet."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

_STEP = 100


class Stopped(Exception):
    """The clerk asked to stop; nothing is written."""


class _Sheet(WorksheetWriter):  # type: ignore[misc]
    """Writes a sheet as openpyxl does and says after every hundred rows where it is."""

    def __init__(self, sheet: Any, told: Callable[[int], None]) -> None:
        super().__init__(sheet)
        self._told = told
        self._done = 0

    def write_row(self, stream: Any, row: Any, number: int) -> None:
        """One row; its place is told now and then."""
        self._done += 1
        if self._done % _STEP == 0:
            self._told(self._done)
        super().write_row(stream, row, number)


class _Book(ExcelWriter):  # type: ignore[misc]
    def __init__(self, book: Any, archive: zipfile.ZipFile, told: Callable[[int], None]) -> None:
        super().__init__(book, archive)
        self._told = told

    def write_worksheet(self, sheet: Any) -> None:
        """As openpyxl, through a writer that can stop; its temporary file never stays."""
        sheet._drawing = SpreadsheetDrawing()
        sheet._drawing.charts = sheet._charts
        sheet._drawing.images = sheet._images
        writer = _Sheet(sheet, self._told)
        try:
            writer.write()
            sheet._rels = writer._rels
            self._archive.write(writer.out, sheet.path[1:])
            self.manifest.append(sheet)
        finally:
            writer.xf.close()
            writer.cleanup()


def saved(book: Any, made_at: datetime, told: Callable[[int], None]) -> bytes:
    """The workbook as bytes. `told` gets the rows of the present sheet that are done, and may raise Stopped."""
    target = io.BytesIO()
    book.properties.modified = made_at
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        _Book(book, archive, told).write_data()
    return target.getvalue()
