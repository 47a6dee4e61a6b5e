"""Drop-down lists: what words they hold, and those that newer programs keep apart.

A list whose values stand on another sheet lies in an extension that openpyxl does not read. The ordinary form takes
such a list as well, so it is put there.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection
from typing import Any
from xml.etree import ElementTree

from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.datavalidation import DataValidation

from petidesk.documents.county.push import cells_of
from petidesk.documents.workbooks import xlsx_guard as xlsx_package

_X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
_FLAGS = ("allowBlank", "showErrorMessage", "showInputMessage", "showDropDown")
_TEXTS = ("type", "operator", "errorStyle", "errorTitle", "error", "promptTitle", "prompt")


def restore_lists(data: bytes, book: Any) -> None:
    """Put the validations of the extension into the sheets of `book`, which was read from `data`."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = set(package.namelist())
        wanted: list[str] = [name for name in names if name.startswith(("xl/workbook.xml", "xl/_rels/"))]
        parts = {name: package.read(name) for name in wanted}
        for title, part in xlsx_package.sheet_parts(parts).items():
            if part not in names or title not in book.sheetnames:
                continue
            content = package.read(part)
            if b"x14:dataValidation" in content:
                for element in ElementTree.fromstring(content).iter(f"{_X14}dataValidation"):
                    validation = _validation(element)
                    if validation is not None:
                        book[title].add_data_validation(validation)


def _validation(element: ElementTree.Element) -> DataValidation | None:
    area = element.findtext(f"{_XM}sqref")
    formulas = [element.findtext(f"{_X14}formula{number}/{_XM}f") for number in (1, 2)]
    if not area or not formulas[0]:
        return None
    texts = {key: element.get(key) for key in _TEXTS if element.get(key)}
    flags = {key: element.get(key) in ("1", "true") for key in _FLAGS}
    return DataValidation(sqref=area, formula1=formulas[0], formula2=formulas[1], **texts, **flags)


# ---- the words of a list

_AREA = re.compile(
    r"(?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!:]+))!)?"
    r"\$?(?P<left>[A-Z]{1,3})(?:\$?(?P<top>\d{1,7}))?(?::\$?(?P<right>[A-Z]{1,3})(?:\$?(?P<bottom>\d{1,7}))?)?"
)
_LAST = 1_048_576
_MOST = 5_000


def row_lists(book: Any, sheet: Any, row: int, places: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The words that a drop-down list allows in this row, by column from 0, for the columns of `places`."""
    found: dict[int, tuple[str, ...]] = {}
    for validation in sheet.data_validations.dataValidation:
        if validation.type != "list" or not validation.formula1:
            continue
        covered = {
            column - 1
            for area in validation.sqref.ranges
            if area.min_row <= row <= area.max_row
            for column in range(area.min_col, area.max_col + 1)
            if column - 1 in places
        }
        if covered and (words := _words(book, sheet, str(validation.formula1))):
            found.update(dict.fromkeys(covered, words))
    return found


def _words(book: Any, sheet: Any, formula: str) -> tuple[str, ...]:
    """The words of a list as it is written: in quotation marks, as an area, by a name; none where it is calculated."""
    rule = formula.strip().removeprefix("=").strip()
    if rule.startswith('"') and rule.endswith('"'):
        return tuple(dict.fromkeys(word for one in rule[1:-1].replace('""', '"').split(",") if (word := one.strip())))
    for names in (sheet.defined_names, book.defined_names):
        if rule in names:
            return _words(book, sheet, names[rule].attr_text or "") if names[rule].attr_text != rule else ()
    area = _AREA.fullmatch(rule)
    if area is None:
        return ()
    title = (area["quoted"] or "").replace("''", "'") or area["plain"] or sheet.title
    if title not in book.sheetnames:
        return ()
    left = column_index_from_string(area["left"])
    right = column_index_from_string(area["right"]) if area["right"] else left
    top = int(area["top"] or 1)
    bottom = int(area["bottom"] or (top if area["top"] and not area["right"] else _LAST))
    held = sorted(
        (
            (place, cell)
            for place, cell in cells_of(book[title]).items()
            if top <= place[0] <= bottom and left <= place[1] <= right and cell.value is not None
        ),
        key=lambda pair: pair[0],
    )
    if any(cell.data_type == "f" for _, cell in held):
        return ()
    words = (str(cell.value).strip() for _, cell in held[:_MOST])
    return tuple(dict.fromkeys(word for word in words if word))
