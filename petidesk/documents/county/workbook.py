"""A county's own workbook: opened as it is, looked at as plain sheets, filled in place, given back as bytes.

Everything that a clerk would see stays: styles, widths, merges, print set-up, formulas, rules, lists, protection. Rows
are written in the style of the table's first row; what stands below is pushed down.
"""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.workbook.properties import CalcProperties

from petidesk.documents.county import package_check as county_package
from petidesk.documents.county.formulas import read_formula
from petidesk.documents.county.lists import restore_lists, row_lists
from petidesk.documents.county.mending import mended
from petidesk.documents.county.old_books import as_new
from petidesk.documents.county.push import cells_of
from petidesk.documents.county.rows import RowWriter
from petidesk.documents.county.saving import Stopped, saved
from petidesk.domain.cells import Cell, Merge
from petidesk.domain.county.layout import CountyTable, Sheet
from petidesk.domain.county.values import Value, cell_safe, is_risky
from petidesk.domain.trouble import Refused

Progress = Callable[[int, int], object]
_STEP = 100
_MOST_COLUMNS = 256
_EXTERNAL = re.compile(r"\[\d+\][^\[\]!]*!")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURE = re.compile(r"=\s*(?:_xlfn\.|_xlws\.)*(?:DISPIMG|IMAGE)\s*\(", re.IGNORECASE)
_RETURN = re.compile("_x000[dD]_")  # how a carriage return is written in XML
_LOST = (("Conditional Formatting extension", "新式的条件格式（数据条、图标集）填好后会丢失。"),)


class CountyBook:
    """An opened county workbook. `notes` say what will not survive, in sentences."""

    def __init__(self, data: bytes) -> None:
        """Refused (bad_value, too_many) for what is no workbook that can be filled; see `county_package.checked`."""
        self.notes: list[str] = []
        if data.startswith(_OLE) and len(data) <= county_package.MOST_BYTES:
            data, said = _from_old(data)
            self.notes.append(said)
        self.notes += county_package.checked(data)
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            try:
                self._book, data, lost = _opened(data)
                self.notes += lost
                restore_lists(data, self._book)
            except Refused:
                raise
            except Exception:
                raise Refused("bad_value", county_package.unreadable(data)) from None
        heard = " ".join(str(one.message) for one in warned)
        self.notes += [sentence for words, sentence in _LOST if words in heard]
        if county_package.has_links(data):
            self._cut_links(data)
        self._drop_pictures()
        self._refuse_strange_formulas()
        self._book.template = False

    def _refuse_strange_formulas(self) -> None:
        for sheet in self._book.worksheets:
            for cell in cells_of(sheet).values():
                if cell.data_type == "f" and isinstance(cell.value, str):
                    read_formula(cell.value, f"工作表“{sheet.title}”的{cell.coordinate}")

    def _drop_pictures(self) -> None:
        """Pictures that lie in cells hang on a formula and on a part that openpyxl does not keep."""
        found = [
            cell
            for sheet in self._book.worksheets
            for cell in cells_of(sheet).values()
            if _PICTURE.match(str(getattr(cell.value, "text", None) or cell.value or ""))
        ]
        for cell in found:
            cell.value = None
        if found:
            self.notes.append("里面有嵌在单元格里的图片，填好的表里没有这些图片。")

    def _cut_links(self, data: bytes) -> None:
        """Formulas that read from other files keep their last values; nobody here has those files."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            values = openpyxl.load_workbook(io.BytesIO(data), keep_links=False, data_only=True)
        cut = 0
        for sheet in self._book.worksheets:
            for cell in cells_of(sheet).values():
                if cell.data_type == "f" and isinstance(cell.value, str) and _EXTERNAL.search(cell.value):
                    cell.value = values[sheet.title].cell(cell.row, cell.column).value
                    cut += 1
            kept = [
                rule
                for rule in sheet.data_validations.dataValidation
                if not _EXTERNAL.search(f"{rule.formula1}{rule.formula2}")
            ]
            sheet.data_validations.dataValidation = kept
        for name in [key for key, one in self._book.defined_names.items() if _EXTERNAL.search(one.attr_text or "")]:
            del self._book.defined_names[name]
        self.notes.append(f"里面有连到别的文件的链接，已去掉；{cut}个公式换成了原来的数值。")

    def sheets(self) -> tuple[Sheet, ...]:
        """Every sheet as plain values, formulas as their text; hidden ones only when all are hidden."""
        found = [self._sheet(sheet) for sheet in self._book.worksheets]
        return tuple(sheet for sheet in found if not sheet.hidden) or tuple(found)

    def _sheet(self, sheet: Any) -> Sheet:
        cells: dict[tuple[int, int], Cell] = {}
        per_row: dict[int, int] = {}
        for (row, column), cell in cells_of(sheet).items():
            if column > _MOST_COLUMNS:
                continue
            if cell.has_style and self._boxed(cell):
                per_row[row] = per_row.get(row, 0) + 1
            value = cell.value
            if value is None or isinstance(cell, MergedCell):
                continue
            known = value if isinstance(value, int | float) or hasattr(value, "isoformat") else _plain(value)
            if known != "":
                cells[row, column - 1] = known
        merges = tuple(
            Merge(one.min_row, one.min_col - 1, one.max_row, one.max_col - 1) for one in sheet.merged_cells.ranges
        )
        boxed = frozenset(row for row, count in per_row.items() if count >= 2)
        return Sheet(sheet.title, cells, merges, boxed, sheet.sheet_state != "visible")

    def _boxed(self, cell: Any) -> bool:
        border = cell.border
        return any(side is not None and side.style for side in (border.left, border.right, border.top, border.bottom))

    def lists(self, table: CountyTable) -> dict[int, tuple[str, ...]]:
        """The words of the drop-down lists of the table's rows, by column from 0; those of hidden sheets as well.

        A list that depends on another cell, or is calculated, has no words that could be known here.
        """
        return row_lists(self._book, self._book[table.sheet], table.first, {column.place for column in table.columns})

    def write(self, sheet: str, row: int, column: int, value: Value, *, share: bool = False) -> None:
        """Put a value into one cell (row from 1, column from 0), its look unchanged; `share`: it is a share of one."""
        cell = self._book[sheet].cell(row, column + 1)
        if isinstance(cell, MergedCell):
            return
        cell.value = cell_safe(value) if isinstance(value, str) else value
        if isinstance(value, str) and is_risky(value):
            cell.data_type = "s"
            cell.quotePrefix = True
        if share and "%" not in cell.number_format:
            cell.number_format = "0.00%"

    def mark(self, word: str) -> None:
        """Say `word` (演练) on every sheet: in the head of its pages and after its first text."""
        for sheet in self._book.worksheets:
            sheet.oddHeader.center.text = word
            written = (cell for _, cell in sorted(cells_of(sheet).items()) if isinstance(cell.value, str))
            first = next((cell for cell in written if cell.data_type == "s" and cell.value.strip()), None)
            if first is not None:
                first.value = f"{first.value}（{word}）"

    def fill(
        self,
        table: CountyTable,
        kinds: Sequence[str],
        rows: Iterable[Sequence[Value]],
        count: int,
        *,
        items: int | None = None,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """Write `count` rows of values, one a column of the table, over its rows. `kinds` say what each column holds.

        `items` is how many there are where a row only says that there are none. Formulas in the first row are carried
        down; sums in the total row stretch. Raises Stopped when `cancelled`.
        """
        writer = RowWriter(self._book, self._book[table.sheet], table, kinds, count)
        for done, row in enumerate(rows):
            if done % _STEP == 0:
                if cancelled is not None and cancelled():
                    raise Stopped
                if progress is not None:
                    progress(done, 2 * count)
            writer.write(done, row)
        writer.finish(count if items is None else items)

    def save(
        self,
        made_at: datetime,
        *,
        rows: int = 0,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> bytes:
        """The workbook as bytes; formulas are calculated when it is next opened. Raises Stopped when `cancelled`."""

        def told(done: int) -> None:
            if cancelled is not None and cancelled():
                raise Stopped
            if progress is not None and rows:
                progress(rows + min(done, rows), 2 * rows)

        self._book.calculation = self._book.calculation or CalcProperties()
        self._book.calculation.fullCalcOnLoad = True
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return saved(self._book, made_at, told)


def _from_old(data: bytes) -> tuple[bytes, str]:
    try:
        return as_new(data)
    except Refused as refusal:
        raise Refused(refusal.code, refusal.message.replace("再导入", "再添加")) from None


def _opened(data: bytes) -> tuple[Any, bytes, tuple[str, ...]]:
    """The workbook, its bytes, what was lost; one that only spreadsheet programs read is mended first."""
    with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):  # openpyxl prints what it misses
        book = openpyxl.load_workbook(io.BytesIO(data), keep_links=False, rich_text=True)
        if book.worksheets and _styles_stand(book):  # a strict workbook is read as one without sheets
            return book, data, ()
    data, lost = mended(data)
    return openpyxl.load_workbook(io.BytesIO(data), keep_links=False, rich_text=True), data, lost


def _styles_stand(book: Any) -> bool:
    """Whether every style counts on fonts, fills and borders that there are: a cell's look is only made when asked."""
    held = (("fontId", book._fonts), ("fillId", book._fills), ("borderId", book._borders))
    return all(getattr(style, key) < len(known) for style in book._cell_styles for key, known in held)


def _plain(value: Any) -> Cell:
    if isinstance(value, str):
        return _RETURN.sub("", str(value)) if str(value).strip() else ""
    return str(getattr(value, "text", None) or value)
