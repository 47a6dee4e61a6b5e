"""Drop-down lists that newer programs keep apart: a list whose values stand on another sheet lies in an extension that
openpyxl does not read. The ordinary form takes such a list as well, so it is put there."""

from __future__ import annotations

import io
import zipfile
from typing import Any
from xml.etree import ElementTree

from openpyxl.worksheet.datavalidation import DataValidation

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
