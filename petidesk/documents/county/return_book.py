"""The return sheet of a village as a workbook that is filled in a spreadsheet program and comes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import openpyxl
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from petidesk.documents.county.saving import saved
from petidesk.domain.ledger.return_sheets import (
    BY,
    HEADING_ROW,
    HEADINGS,
    LINES,
    ON,
    ROUND,
    VILLAGE,
    ZERO,
    ZERO_LABEL,
)

_WIDTHS = (6, 13, 10, 18, 15, 18, 44, 10, 15, 10, 11, 13, 14)
# On top: a label, in which column it stands, in which what it asks for.
_TOP = ((1, ROUND, 3), (5, VILLAGE, 6), (7, BY, 8), (11, ON, 12))
_LONGEST_LIST = 250  # what a list written out may take; a longer one would need a sheet of its own
_LAST = HEADING_ROW + LINES


def return_book(
    title: str,
    round_no: str,
    village: str,
    line: str,
    types: Sequence[str],
    risks: Sequence[str],
    *,
    made_at: datetime,
) -> bytes:
    """The workbook for one village of a round. `line` says the days and what is asked; `types`, `risks`: lists."""
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = made_at
    sheet = book.active
    sheet.title = "报送表"
    thin = Side(style="thin")
    box = Border(left=thin, right=thin, top=thin, bottom=thin)
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet["A1"] = title
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADINGS))
    sheet["A1"].font, sheet["A1"].alignment = Font(sz=16, b=True), middle
    for row, height in ((1, 36), (2, 24), (3, 24), (4, 24), (HEADING_ROW, 34)):
        sheet.row_dimensions[row].height = height
    for column, label, place in _TOP:
        sheet.cell(2, column, label).font = Font(b=True)
        sheet.cell(2, column).alignment = Alignment(horizontal="right", vertical="center")
        for beside in (place, place + 1) if place in (3, 8) else (place,):
            sheet.cell(2, beside).border = Border(bottom=thin)
        sheet.cell(2, place).alignment = Alignment(horizontal="left", vertical="center")
    sheet.cell(2, 3, round_no)
    sheet.cell(2, 6, village)
    for left, right in ((1, 2), (3, 4), (8, 9)):
        sheet.merge_cells(start_row=2, start_column=left, end_row=2, end_column=right)
    sheet.cell(2, 12).number_format = "yyyy-mm-dd"
    sheet.cell(3, 1, ZERO_LABEL).font = Font(b=True)
    sheet.cell(3, 1).alignment = Alignment(horizontal="right", vertical="center")
    sheet.merge_cells(start_row=3, start_column=1, end_row=3, end_column=5)
    sheet.cell(3, 6).border = box
    sheet.cell(3, 6).alignment = middle
    sheet.cell(4, 1, line).alignment = Alignment(vertical="center")
    sheet.merge_cells(start_row=4, start_column=1, end_row=4, end_column=len(HEADINGS))
    for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True), 1):
        head = sheet.cell(HEADING_ROW, column, heading)
        head.font, head.border, head.alignment = Font(b=True), box, middle
        sheet.column_dimensions[get_column_letter(column)].width = width
        for row in range(HEADING_ROW + 1, _LAST + 1):
            cell = sheet.cell(row, column)
            cell.border = box
            cell.alignment = Alignment(vertical="center", wrap_text=True)
            if heading in ("排查日期", "化解时限"):
                cell.number_format = "yyyy-mm-dd"
            elif heading == "联系电话":
                cell.number_format = "@"
    for number, row in enumerate(range(HEADING_ROW + 1, _LAST + 1), 1):
        sheet.cell(row, 1, number).alignment = middle
        sheet.row_dimensions[row].height = 30
    first = HEADING_ROW + 1
    for words, area in (((ZERO,), "F3"), (types, f"F{first}:F{_LAST}"), (risks, f"J{first}:J{_LAST}")):
        listed = ",".join(word for word in words if "," not in word)
        if listed and len(listed) <= _LONGEST_LIST:
            # a word beside the list is taken, too: the program knows other names of a type
            rule = DataValidation(
                type="list", formula1=f'"{listed}"', sqref=area, allow_blank=True, showErrorMessage=False
            )
            sheet.add_data_validation(rule)
    sheet.freeze_panes = f"A{first}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    return saved(book, made_at, lambda _rows: None)
