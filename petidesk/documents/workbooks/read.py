"""Reading workbooks that people bring: .xlsx, .xls (and .et that is one), .ods, .csv. Bytes in, typed rows out.

What a file is, its content says, not its name. Formulas give their stored value and are never calculated; a cell that
begins with = + - @ in a CSV is only text. Each file that cannot be read is refused with its own sentence.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
import python_calamine

from petidesk.documents.workbooks import xls_guard as xls_check
from petidesk.documents.workbooks import xlsx_guard as xlsx_package
from petidesk.documents.workbooks.csv import read_csv
from petidesk.documents.workbooks.kinds import refuse_no_table
from petidesk.documents.workbooks.ods_guard import check_ods, is_ods
from petidesk.documents.workbooks.xlsx_guard import MOST_COLUMNS, MOST_ROWS, Survey, too_many_rows
from petidesk.domain.cells import BrokenCell, Cell, Merge, Row, Table
from petidesk.domain.trouble import Refused

MOST_FILE_BYTES = 100 * 1024 * 1024
# Above this many cells in the filled rectangle a reader that allocates it all is not asked.
_LARGE_RECTANGLE = 4_000_000
_MOST_SHEETS = 60

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PASSWORD = "这个表格设有打开密码。请先在表格软件里取消密码，另存后再导入。"
_DAMAGED = "这个表格文件已损坏，打不开。请用表格软件打开后另存为新的 .xlsx 再导入。"


def read_tables(data: bytes) -> tuple[Table, ...]:
    """Every sheet that holds something; hidden ones only when all are hidden. Empty rows are left out.

    Refused: ``bad_value`` for what is no workbook, damaged, protected by a password or hostile; ``too_many`` above
    100,000 rows or 100 MB. Columns beyond the 256th are not read.
    """
    if not data:
        raise Refused("bad_value", "这个文件是空的。")
    if len(data) > MOST_FILE_BYTES:
        raise Refused("too_many", "这个文件超过100MB，请拆成几个文件再导入。")
    if data.startswith(b"PK"):
        return _read_ods(data) if is_ods(data) else _read_xlsx(data)
    if data.startswith(_OLE):
        return _read_xls(data)
    return _read_text(data)


def _read_text(data: bytes) -> tuple[Table, ...]:
    refuse_no_table(data)
    table = read_csv(data)
    return (table,) if table.rows else ()


def _read_xls(data: bytes) -> tuple[Table, ...]:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused("bad_value", _PASSWORD)
    if "WordDocument".encode("utf-16-le") in data and "Workbook".encode("utf-16-le") not in data:
        raise Refused("bad_value", "这是文字文档，不是表格。请把里面的表格复制到表格软件，存为 .xlsx 再导入。")
    from_1904 = xls_check.check_xls(data)
    tables = []
    for sheet in _open_sheets(data):
        rows = tuple(_filled(_calamine_rows(sheet)))
        merges = tuple(_calamine_merges(sheet))
        if rows:
            tables.append(Table(sheet.name, rows, merges, from_1904))
    return tuple(tables)


def _read_ods(data: bytes) -> tuple[Table, ...]:
    merges = check_ods(data)
    tables = [
        Table(sheet.name, tuple(_filled(_calamine_rows(sheet))), merges.get(sheet.name, ()))
        for sheet in _open_sheets(data)
    ]
    return tuple(table for table in tables if table.rows)


def _read_xlsx(data: bytes) -> tuple[Table, ...]:
    parts = xlsx_package.safe_package(data)
    surveys = {
        name: xlsx_package.survey(parts[part])
        for name, part in list(xlsx_package.sheet_parts(parts).items())[:_MOST_SHEETS]
        if part in parts
    }
    from_1904 = xlsx_package.days_from_1904(parts)
    clean = xlsx_package.repacked(parts)
    if any(survey.rectangle > _LARGE_RECTANGLE for survey in surveys.values()):
        return _read_sparse(clean, surveys, from_1904)
    tables = []
    for sheet in _open_sheets(clean, {name for name, survey in surveys.items() if survey.rows}):
        survey = surveys[sheet.name]
        rows = tuple(_filled(_with_broken(_calamine_rows(sheet), survey)))
        tables.append(Table(sheet.name, rows, tuple(survey.merges), from_1904))
    return tuple(table for table in tables if table.rows)


def _open_sheets(data: bytes, wanted: set[str] | None = None) -> list[Any]:
    """The sheets of a workbook that are in sight, or all of them when none is; only `wanted` ones are touched."""
    try:
        workbook = python_calamine.load_workbook(io.BytesIO(data))
        shown = [
            meta.name
            for meta in workbook.sheets_metadata
            if meta.typ == python_calamine.SheetTypeEnum.WorkSheet
            and meta.visible == python_calamine.SheetVisibleEnum.Visible
        ]
        names = [name for name in shown or workbook.sheet_names if wanted is None or name in wanted]
        return [workbook.get_sheet_by_name(name) for name in names[:_MOST_SHEETS]]
    except python_calamine.PasswordError:
        raise Refused("bad_value", _PASSWORD) from None
    except BaseException as error:
        raise _damaged(error) from None


def _damaged(error: BaseException) -> BaseException:
    """The refusal for whatever the reader stumbled over: its panics are no ordinary exceptions."""
    if isinstance(error, Refused | KeyboardInterrupt | SystemExit | MemoryError):
        return error
    return Refused("bad_value", _DAMAGED)


def _calamine_rows(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """Row numbers from 1 and the cells from column A on."""
    try:
        left = [None] * (sheet.start[1] if sheet.start else 0)
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            yield number, left + cells[: MOST_COLUMNS - len(left)]
    except BaseException as error:
        raise _damaged(error) from None


def _calamine_merges(sheet: Any) -> Iterator[Merge]:
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        yield Merge(top + 1, left, bottom + 1, right)


def _with_broken(rows: Iterable[tuple[int, list[Any]]], survey: Survey) -> Iterator[tuple[int, list[Any]]]:
    """The rows with their broken cells put in; the reader leaves out rows that hold nothing else."""
    broken: dict[int, dict[int, str]] = {}
    for (row, column), text in survey.broken.items():
        broken.setdefault(row, {})[column] = text
    waiting = sorted(broken, reverse=True)
    for number, cells in rows:
        while waiting and waiting[-1] < number:
            yield waiting[-1], _put([], broken[waiting.pop()])
        if waiting and waiting[-1] == number:
            yield number, _put(cells, broken[waiting.pop()])
        else:
            yield number, cells
    while waiting:
        yield waiting[-1], _put([], broken[waiting.pop()])


def _put(cells: list[Any], broken: dict[int, str]) -> list[Any]:
    whole = cells + [None] * (max(broken) + 1 - len(cells))
    for column, text in broken.items():
        whole[column] = BrokenCell(text)
    return whole


def _read_sparse(data: bytes, surveys: dict[str, Survey], from_1904: bool) -> tuple[Table, ...]:
    """Sheets with far-off cells, streamed row by row: slower, but nothing is allocated for what is empty."""
    tables = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            for sheet in workbook.worksheets:
                survey = surveys.get(sheet.title, Survey())
                if not survey.rows or sheet.sheet_state != "visible":
                    continue
                width = min(survey.last_column + 1, MOST_COLUMNS)
                sheet.reset_dimensions()
                values = sheet.iter_rows(max_row=survey.last_row, max_col=width, values_only=True)
                counted = enumerate(values, start=1)
                numbered = ((number, list(cells)) for number, cells in counted if cells.count(None) < len(cells))
                rows = tuple(_filled(_with_broken(numbered, survey)))
                if rows:
                    tables.append(Table(sheet.title, rows, tuple(survey.merges), from_1904))
            workbook.close()
        except Exception as error:
            raise _damaged(error) from None
    return tuple(tables)


def _filled(rows: Iterable[tuple[int, Sequence[Any]]]) -> Iterator[Row]:
    read = 0
    for number, cells in rows:
        values = [_cell(value) for value in cells]
        while values and values[-1] is None:
            values.pop()
        if not values:
            continue
        read += 1
        if read > MOST_ROWS:
            raise too_many_rows()
        yield Row(number, tuple(values))


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, bool | int | float | datetime | date | time | timedelta | BrokenCell):
        return value
    text = str(value).strip()
    return text or None
