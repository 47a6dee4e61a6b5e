"""Workbooks that Excel opens and openpyxl does not: read, filled, and nothing lost but what could not be read."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from petidesk.documents.county.workbook import CountyBook
from tests.cases import FOLDER, case

AT = datetime(2026, 11, 3, 9, 0)
SHEET, STYLES, BOOK = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"
END = rb"</worksheet>"
LIST = b'<dataValidations><dataValidation type="listy" imeMode="x" sqref="A2"/></dataValidations>'
RULE = b'<conditionalFormatting sqref="A3"><cfRule type="cellIs" dxfId="77" priority="x"/></conditionalFormatting>'
VIEW = b'<sheetView workbookViewId="0"><pane ySplit="x" state="solid"/></sheetView>'
NAME = b'<definedNames><definedName name="x" localSheetId="z">1</definedName></definedNames>'
TEMPLATES = sorted(path.name for path in (*FOLDER.glob("tpl*.xlsx"), FOLDER / "strict.xlsx"))


def changed(part: str, old: bytes, new: bytes) -> bytes:
    """The plain workbook with one place of its XML as another writer makes it."""
    target = io.BytesIO()
    with zipfile.ZipFile(case("tplx-plain.xlsx")) as source, zipfile.ZipFile(target, "w") as package:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                content, count = re.subn(old, new, content, count=1, flags=re.DOTALL)
                assert count, (part, old)
            package.writestr(name, content)
    return target.getvalue()


def written(data: bytes) -> Any:
    """The first sheet of the workbook after it was opened and saved."""
    return openpyxl.load_workbook(io.BytesIO(CountyBook(data).save(AT))).worksheets[0]


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_excel_opens_is_read_and_written_again(name: str) -> None:
    book = CountyBook(case(name).read_bytes())
    sheets = book.sheets()
    assert any("序号" in sheet.row(row).values() for sheet in sheets for row in (1, 2, 3))
    again = CountyBook(book.save(AT))
    assert [sheet.cells for sheet in again.sheets()] == [sheet.cells for sheet in sheets]


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (SHEET, rb"<sheetView .*?</sheetView>", VIEW),
        (SHEET, rb"</worksheet>", b'<pageSetup orientation="quer" paperSize="A4" scale="auto"/></worksheet>'),
        (SHEET, rb'<c r="B2" s="1"', b'<c r="B2" s="999"'),
        (SHEET, rb'<row r="2"', b'<row r="2" ht="auto" foo="1"'),
        (SHEET, rb"<sheetData", b'<cols><col min="1" max="1" width="NaN%" best="1"/></cols><sheetData'),
        (SHEET, rb"<sheetPr>", b'<sheetPr><tabColor rgb="red"/>'),
        (SHEET, END, LIST + END),
        (SHEET, END, RULE + END),
        (STYLES, rb'(<cellXfs.*?)fontId="0"', rb'\1fontId="88"'),
        (STYLES, rb"<fonts.*?</fonts>", b""),
        (STYLES, rb"<cellStyleXfs.*?</cellStyleXfs>", b""),
        (STYLES, rb"<border>", b'<border><left style="fancy"/></border><border>'),
        (STYLES, rb'<numFmts count="0" />', b'<numFmts><numFmt numFmtId="x" formatCode="0"/></numFmts>'),
        (STYLES, rb"</styleSheet>", b"<something/></styleSheet>"),
        (STYLES, rb"</styleSheet>", b'<dxfs><dxf><font><color rgb="zz"/></font></dxf></dxfs></styleSheet>'),
        (STYLES, rb"<cellStyle [^>]*/>", b'<cellStyle name="x" xfId="44"/>'),
        (BOOK, rb"<calcPr[^>]*/>", b'<calcPr calcId="abc" calcMode="sometimes"/>'),
        (BOOK, rb"<workbookView[^>]*/>", b'<workbookView windowWidth="wide"/>'),
        (BOOK, rb"<definedNames />", NAME),
        (BOOK, rb' state="visible"', b' state="shown"'),
        (BOOK, rb"</workbook>", b'<foo bar="1"/></workbook>'),
        ("[Content_Types].xml", rb"<Override[^>]*workbook.xml[^>]*/>", b""),
    ],
)
def test_what_cannot_be_read_goes_and_the_rest_stays(
    part: str, old: bytes, new: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = CountyBook(case("tplx-plain.xlsx").read_bytes()).sheets()[0]
    book = CountyBook(changed(part, old, new))
    assert book.sheets()[0].cells == plain.cells
    sheet = written(changed(part, old, new))
    assert sheet["A1"].value == "序号" and sheet.sheet_state == "visible"
    assert capsys.readouterr().out == ""  # the command line prints one JSON document and nothing else


def test_of_a_style_only_the_wrong_word_goes() -> None:
    assert written(case("tplx-align-bad.xlsx").read_bytes())["A2"].border.left.style == "thin"
    old = rb'<font><name val="Calibri" /><family val="2" />'
    font = written(changed(STYLES, old, b'<font><b/><name val="Arial"/><family val="49"/>'))["A1"].font
    assert (font.name, font.b, font.sz) == ("Arial", True, 11)


def test_pictures_in_cells_are_not_repeated_and_are_named() -> None:
    book = CountyBook(case("tpl-hidden-cols-dispimg.xlsx").read_bytes())
    assert not any("DISPIMG" in str(cell) for cell in book.sheets()[0].cells.values())
    assert any("图片" in note for note in book.notes)


def test_a_half_file_is_still_called_damaged() -> None:
    whole = case("tplx-plain.xlsx").read_bytes()
    with pytest.raises(Exception, match="已损坏"):
        CountyBook(whole[: len(whole) // 2])
    with pytest.raises(Exception, match="已损坏"):
        CountyBook(changed(SHEET, rb"</row>", b"</rwo>"))
