"""Putting rows into a sheet of openpyxl, which moves cells alone: here everything that names a row moves with them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.merge import MergedCellRange

from petidesk.documents.county.formulas import Push

_LAST_ROW = 1_048_576


def cells_of(sheet: Any) -> dict[tuple[int, int], Any]:
    """The cells that a sheet has, by row and column; openpyxl's own walk would make those that it has not."""
    found: dict[tuple[int, int], Any] = sheet._cells
    return found


def push_down(book: Any, sheet: Any, push: Push) -> None:
    """Make room for `push.by` rows below row `push.after` of `sheet`, as a spreadsheet program would."""
    if push.by <= 0:
        return
    _cells(sheet, push)
    _row_sizes(sheet, push)
    _merges(sheet, push)
    _conditions(sheet, push)
    for validation in sheet.data_validations.dataValidation:
        validation.sqref = MultiCellRange(push.ranges(str(validation.sqref)))
        validation.formula1 = _rule(validation.formula1, sheet.title, push)
        validation.formula2 = _rule(validation.formula2, sheet.title, push)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = push.ranges(sheet.auto_filter.ref)
    for table in sheet.tables.values():
        table.ref = push.ranges(table.ref)
        if table.autoFilter is not None and table.autoFilter.ref:
            table.autoFilter.ref = push.ranges(table.autoFilter.ref)
    for row_break in sheet.row_breaks.brk:
        row_break.id = push.row(row_break.id)
    _anchors(sheet, push)
    _pivots(book, sheet, push)
    _names(book, sheet, push)
    for other in book.worksheets:
        _formulas(other, push)


def _cells(sheet: Any, push: Push) -> None:
    cells = cells_of(sheet)
    below = sorted((place for place in cells if place[0] > push.after), reverse=True)
    for row, column in below:
        cell = cells.pop((row, column))
        cell.row = min(row + push.by, _LAST_ROW)
        cells[cell.row, column] = cell
        if cell.hyperlink is not None:
            cell.hyperlink.ref = cell.coordinate


def _row_sizes(sheet: Any, push: Push) -> None:
    for number in sorted((number for number in sheet.row_dimensions if number > push.after), reverse=True):
        size = sheet.row_dimensions.pop(number)
        size.index = min(number + push.by, _LAST_ROW)
        sheet.row_dimensions[size.index] = size


def _merges(sheet: Any, push: Push) -> None:
    for merged in list(sheet.merged_cells.ranges):
        if merged.max_row > push.after:
            sheet.merged_cells.ranges.remove(merged)
            top, bottom = push.span(merged.min_row, merged.max_row)
            merged.min_row, merged.max_row = top, bottom
            sheet.merged_cells.ranges.add(merged)


def _conditions(sheet: Any, push: Push) -> None:
    old, sheet.conditional_formatting = sheet.conditional_formatting, ConditionalFormattingList()
    for formatting in old:
        area = push.ranges(str(formatting.sqref))
        for rule in formatting.rules:
            rule.formula = [_rule(text, sheet.title, push) for text in rule.formula]
            sheet.conditional_formatting.add(area, rule)


def _rule(text: str | None, on: str, push: Push) -> str | None:
    """The formula of a rule, which is written without =."""
    return push.formula(f"={text}", on)[1:] if text else text


def _anchors(sheet: Any, push: Push) -> None:
    for drawn in (*sheet._images, *sheet._charts):
        for end in (getattr(drawn.anchor, "_from", None), getattr(drawn.anchor, "to", None)):
            if end is not None:
                end.row = push.row(end.row + 1) - 1


def _pivots(book: Any, sheet: Any, push: Push) -> None:
    """Pivot tables that stand below move; those that read the table take its new rows in when they are next opened."""
    for pivot in (one for other in book.worksheets for one in other._pivots):
        source = pivot.cache.cacheSource.worksheetSource
        if source is not None and source.ref and source.sheet == push.sheet:
            source.ref = push.ranges(source.ref)
            pivot.cache.refreshOnLoad = True
    for pivot in sheet._pivots:
        pivot.location.ref = Push(push.sheet, push.after, push.by, stretches=False).ranges(pivot.location.ref)


def _names(book: Any, sheet: Any, push: Push) -> None:
    if sheet.print_area:
        sheet.print_area = push.ranges(sheet.print_area.replace(f"'{sheet.title}'!", "").replace("$", ""))
    named = [*book.defined_names.values(), *(name for one in book.worksheets for name in one.defined_names.values())]
    for name in named:
        if name.attr_text and "#REF" not in name.attr_text:
            with contextlib.suppress(Exception):  # a name may hold anything; what cannot be read stays as it was
                name.attr_text = push.formula(f"={name.attr_text}", "")[1:]


def _formulas(sheet: Any, push: Push) -> None:
    for cell in cells_of(sheet).values():
        if cell.data_type != "f":
            continue
        if isinstance(cell.value, str):
            cell._value = push.formula(cell.value, sheet.title)
        elif isinstance(cell.value, ArrayFormula):
            cell.value.text = push.formula(cell.value.text or "", sheet.title)
            if sheet.title == push.sheet:
                cell.value.ref = push.ranges(cell.value.ref)
    for chart in sheet._charts:
        for reference in _chart_references(chart):
            reference.f = push.reference(reference.f, sheet.title)


def _chart_references(chart: Any) -> Iterator[Any]:
    for series in chart.series:
        for name in ("val", "cat", "xVal", "yVal", "tx"):
            source = getattr(series, name, None)
            for kind in ("numRef", "strRef"):
                reference = getattr(source, kind, None)
                if reference is not None and reference.f:
                    yield reference


def merge(sheet: Any, top: int, left: int, bottom: int, right: int) -> None:
    """Merge cells whose borders are set already; openpyxl's own way would look at every border again."""
    merged = MergedCellRange.__new__(MergedCellRange)
    merged.ws = sheet
    super(MergedCellRange, merged).__init__(min_row=top, min_col=left, max_row=bottom, max_col=right)
    sheet.merged_cells.ranges.add(merged)
