"""An old .xls workbook of a county as a new one: what is read of it stands where it stood, what is lost is said."""

from __future__ import annotations

import io
import struct

import openpyxl
import python_calamine
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from petidesk.documents.county.saving import saved
from petidesk.documents.workbooks.read import read_tables
from petidesk.documents.workbooks.xls_look import CellLook, SheetLook, sheet_looks
from petidesk.domain.cells import BrokenCell, Table
from petidesk.domain.trouble import Refused

_THIN = Side(style="thin")
_KEPT = "这是旧版的 .xls 表格，填好的是 .xlsx：文字、合并的格子、边框、字体、对齐、行高列宽照原样"
_LOST = "颜色、条件格式、图片没有了，打印改成横放、一页宽"


def as_new(data: bytes) -> tuple[bytes, str]:
    """The workbook as .xlsx, and a sentence on what it lost.

    Refused: as `read_tables`; its sentences end in 再导入.
    """
    tables = {table.sheet: table for table in read_tables(data)}
    try:
        names = python_calamine.load_workbook(io.BytesIO(data)).sheet_names
        looks = dict(zip(names, sheet_looks(data), strict=False))
    except (struct.error, IndexError):
        looks = {}
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, table in tables.items():
        _put(book.create_sheet(name), table, looks.get(name, SheetLook()))
    if not tables:
        raise Refused("bad_value", "这个表格是空的。请先填好表头再导入。")
    shown = [looks[name] for name in tables if name in looks]
    formulas, lists = sum(len(one.formulas) for one in shown), sum(one.lists for one in shown)
    lost = [
        f"{formulas}个公式没有了，那几格空着" if formulas else "",
        f"{lists}个下拉列表没有了" if lists else "",
        _LOST,
    ]
    return (
        saved(book, book.properties.created, lambda _rows: None),
        f"{_KEPT}；{'；'.join(one for one in lost if one)}。请核对，最好用表格软件另存为 .xlsx 再添加。",
    )


def _put(sheet: openpyxl.worksheet.worksheet.Worksheet, table: Table, look: SheetLook) -> None:
    for row in table.rows:
        for column, value in enumerate(row.cells):
            if value is not None and not isinstance(value, BrokenCell) and (row.number, column) not in look.formulas:
                sheet.cell(row.number, column + 1, value)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    made: dict[CellLook, tuple[Font, Alignment, Border]] = {}
    for (number, column), one in look.cells.items():
        if one not in made:
            made[one] = _styles(one)
        cell = sheet.cell(number, column + 1)
        cell.font, cell.alignment, cell.border = made[one]
    for column, width in look.widths.items():
        sheet.column_dimensions[get_column_letter(column + 1)].width = width
    for number, height in look.heights.items():
        sheet.row_dimensions[number].height = height
    for area in table.merges:
        sheet.merge_cells(
            start_row=area.top, start_column=area.left + 1, end_row=area.bottom, end_column=area.right + 1
        )


def _styles(look: CellLook) -> tuple[Font, Alignment, Border]:
    left, right, top, bottom = (_THIN if line else None for line in look.lines)
    return (
        Font(name=look.font or None, sz=look.size, b=look.bold),
        Alignment(horizontal=look.across, vertical=look.down, wrap_text=look.wrapped),
        Border(left=left, right=right, top=top, bottom=bottom),
    )
