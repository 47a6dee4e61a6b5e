"""County workbooks filled in place: what is written, what stays, what moves; read back with openpyxl and calamine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
import python_calamine

from petidesk.documents.county.saving import Stopped
from petidesk.documents.county.workbook import CountyBook
from petidesk.domain.county.fields import catalogue, field_kind
from petidesk.domain.county.figures import Reader
from petidesk.domain.county.layout import CountyTable
from petidesk.domain.county.survey import Layout, survey
from petidesk.domain.county.type_words import TypeWords
from petidesk.domain.county.values import Value
from petidesk.domain.trouble import Refused
from tests.documents.county import books

AT = datetime(2026, 11, 3, 9, 0)
READER = Reader(("东村", "西村"), ("安平县", "清溪镇"), (TypeWords("邻里纠纷", "婚姻家庭邻里", ("邻里",)),))
SAMPLE: dict[str, Value] = {
    "found_on": date(2026, 10, 8),
    "due_on": date(2026, 12, 31),
    "resolved_on": date(2026, 10, 20),
    "phone": "013800001234",
    "phone_b": "13900005678",
    "id_number": "11010519491231002X",
    "people_involved": 4,
    "amount_yuan": 1.25,
    "summary": "=1+1 两家因院墙发生争执，雨水倒灌，要求停工并恢复原状，村里已经劝过一次，仍然没有结果。",
}


def _layout(book: CountyBook) -> Layout:
    return survey(book.sheets(), catalogue(), {}, READER)


def _value(key: str | None, serial: int) -> Value:
    if key is None:
        return None
    return serial if key == "serial" else SAMPLE.get(key, f"{key}{serial}")


def filled(data: bytes, count: int, **given: Any) -> tuple[CountyTable, Any, bytes]:
    """The ledger of a workbook filled with `count` rows; its layout before, the workbook and its bytes after."""
    book = CountyBook(data)
    table = _layout(book).ledger
    assert table is not None
    kinds = [field_kind(column.field, catalogue()) if column.field else "" for column in table.columns]
    rows = [[_value(column.field, serial) for column in table.columns] for serial in range(1, count + 1)]
    book.fill(table, kinds, rows, count, **given)
    saved = book.save(AT)
    return table, openpyxl.load_workbook(io.BytesIO(saved)), saved


def column(table: CountyTable, key: str) -> int:
    """The number of the column that asks for a field."""
    return next(one.place + 1 for one in table.columns if one.field == key)


@pytest.mark.parametrize("name", sorted(books.LEDGERS))
@pytest.mark.parametrize("count", [1, 2, 9])
def test_every_ledger_takes_its_rows_and_keeps_everything_else(name: str, count: int) -> None:
    before = openpyxl.load_workbook(io.BytesIO(books.data(books.LEDGERS[name]())))
    table, after, saved = filled(books.data(books.LEDGERS[name]()), count)
    sheet, old = after[table.sheet], before[table.sheet]
    for one in table.columns:
        cells = [sheet.cell(table.first + place, one.place + 1) for place in range(count)]
        if old.cell(table.first, one.place + 1).data_type == "f":
            assert all(cell.data_type == "f" for cell in cells)
        else:
            assert [_plain(cell.value) for cell in cells] == [_value(one.field, place) for place in range(1, count + 1)]
        assert all(cell.data_type != "f" or cell.value.startswith("=ROW") for cell in cells)
        assert {cell.border.left.style for cell in cells} == {
            old.cell(table.heading_rows[-1], one.place + 1).border.left.style
        }
    by = max(0, count - max(0, table.last - table.first + 1))
    for row in old.iter_rows():
        for cell in row:
            within = table.first <= cell.row <= table.last and cell.value is not None
            if within or cell.value is None or cell.data_type == "f":
                continue
            moved = sheet.cell(cell.row + (by if cell.row > table.last else 0), cell.column)
            asked = str(cell.value).strip() == "件"
            assert moved.value == (f"{count}件" if asked else cell.value), cell.coordinate
            assert _look(moved) == _look(cell), cell.coordinate
    for place, size in old.column_dimensions.items():
        assert (sheet.column_dimensions[place].width, sheet.column_dimensions[place].hidden) == (
            size.width,
            size.hidden,
        )
    assert _cells(saved, table.sheet) == _as_calamine(sheet)


def _look(cell: Any) -> str:
    return repr((cell.font, cell.fill, cell.border, cell.alignment, cell.number_format))


def _plain(value: Any) -> Value:
    return value.date() if isinstance(value, datetime) else value


def _cells(data: bytes, sheet: str) -> dict[tuple[int, int], Any]:
    """What another reader finds in a sheet; formulas have no values yet."""
    page = python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_name(sheet)
    top, left = page.start or (0, 0)
    return {
        (row, place): value
        for row, values in enumerate(page.to_python(skip_empty_area=True), start=top + 1)
        for place, value in enumerate(values, start=left + 1)
        if value != ""
    }


def _as_calamine(sheet: Any) -> dict[tuple[int, int], Any]:
    return {
        (cell.row, cell.column): _plain(cell.value)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and cell.data_type != "f"
    }


def test_two_heading_rows_sums_signatures_rules_and_print_set_up() -> None:
    table, after, _ = filled(books.data(books.two_levels()), 6)
    sheet = after["台账"]
    assert table.heading_rows == (3, 4)
    assert [one.field for one in table.columns][2:6] == ["party_a", "phone", "party_b", "phone_b"]
    assert [one.heading for one in table.columns][2:4] == ["甲方/姓名", "甲方/电话"]
    assert table.columns[9].unit == 10_000
    assert (sheet["I11"].value, sheet["J11"].value) == ("=SUM(I5:I10)", "=SUM(J5:J10)")
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A12:L12", "A13:L14", "C3:D3", "A3:A4"} <= merged and "A7:L7" not in merged
    assert sheet.row_dimensions[12].height == 33 and sheet.row_dimensions[7].height >= 40
    assert sheet.print_title_rows in ("3:4", "$3:$4") and sheet.print_area.endswith("$L$14")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.freeze_panes) == ("landscape", 8, "A5")
    assert sheet.oddFooter.center.text == "第 &P 页"
    assert [str(rule.sqref) for rule in sheet.conditional_formatting] == ["I5:I10"]
    assert [str(one.sqref) for one in sheet.data_validations.dataValidation] == ["G5:G10"]


def test_days_are_days_numbers_numbers_and_identity_text() -> None:
    template = books.no_row_between()
    for letter, width in (("B", 16), ("K", 11)):
        template.active.column_dimensions[letter].width = width
    table, after, _ = filled(books.data(template), 2)
    sheet = after[table.sheet]
    row = table.first
    found, phone = sheet.cell(row, column(table, "found_on")), sheet.cell(row, column(table, "phone"))
    assert found.is_date and "年" in found.number_format and isinstance(found.value, datetime)
    narrow = sheet.cell(row, column(table, "resolved_on"))
    assert "年" in narrow.number_format and narrow.alignment.shrink_to_fit and not found.alignment.shrink_to_fit
    assert (phone.value, phone.data_type, phone.number_format) == ("013800001234", "s", "@")
    assert sheet.cell(row, column(table, "id_number")).number_format == "@"
    summary = sheet.cell(row, column(table, "summary"))
    assert summary.data_type == "s" and summary.quotePrefix and str(summary.value).startswith("=1+1")
    assert summary.alignment.wrap_text and not summary.font.b
    assert sheet.cell(row + 2, 1).value == "合计"
    assert sheet.cell(row + 2, column(table, "amount_yuan")).value == 2.5


def test_formulas_of_other_sheets_stretch_with_the_table() -> None:
    _, after, _ = filled(books.data(books.several_sheets()), 8)
    cover, ledger = after["封面"], after["明细"]
    assert (cover["C8"].value, cover["C9"].value) == ("=COUNTA(明细!B4:B11)", "=SUM(明细!$F$4:$F$11)")
    assert [ledger.cell(row, 1).value for row in (4, 11)] == ["=ROW()-3", "=ROW()-3"]
    assert [str(one.sqref) for one in ledger.data_validations.dataValidation] == ["E4:E11"]
    assert after["字典"].sheet_state == "hidden"


def test_sample_rows_go_and_merged_cells_within_a_row_are_in_every_row() -> None:
    table, after, _ = filled(books.data(books.wide_data_cells()), 6)
    sheet = after.active
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {f"D{row}:F{row}" for row in range(4, 10)} <= merged and "B4:B5" not in merged
    assert [sheet.cell(9, place).border.bottom.style for place in (1, 10)] == ["medium", "medium"]
    assert sheet.cell(7, 1).border.bottom.style == "thin"
    texts = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert not any("样例" in text for text in texts)
    few = filled(books.data(books.wide_data_cells()), 1)[1].active
    assert not any("样例" in str(cell.value) for row in few.iter_rows() for cell in row)
    assert table.columns[4].field == "case_leader"


def test_a_second_table_stays_whole_and_is_named() -> None:
    book = CountyBook(books.data(books.two_tables()))
    assert "已化解矛盾纠纷" in " ".join(_layout(book).notes)
    sheet = filled(books.data(books.two_tables()), 6)[1].active
    assert [sheet.cell(11, place).value for place in range(1, 6)] == ["序号", "村名", "简要情况", "责任人", "化解日期"]
    beside = filled(books.data(books.side_by_side()), 6)[1].active
    assert beside["H2"].value == "综治中心"
    assert "G列到I列" in " ".join(_layout(CountyBook(books.data(books.side_by_side()))).notes)


def test_a_protected_sheet_is_filled_and_stays_protected() -> None:
    before = openpyxl.load_workbook(io.BytesIO(books.data(books.protected()))).active
    table, after, _ = filled(books.data(books.protected()), 5)
    sheet = after.active
    assert sheet.protection.sheet and sheet.protection.password == before.protection.password
    assert sheet.column_dimensions["E"].hidden
    assert not any(sheet.cell(row, 4).protection.locked for row in range(2, 7))
    assert table.unplaced == ("综治中心",)


def test_stopping_and_progress() -> None:
    told: list[tuple[int, int]] = []
    filled(books.data(books.plain()), 250, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 500), (100, 500), (200, 500)]
    with pytest.raises(Stopped):
        filled(books.data(books.plain()), 250, cancelled=lambda: True)
    book = CountyBook(books.data(books.plain()))
    table = _layout(book).ledger
    assert table is not None
    book.fill(table, [""] * 8, [["甲"] * 8] * 250, 250)
    with pytest.raises(Stopped):
        book.save(AT, rows=250, cancelled=lambda: True)


# ---- what cannot be filled


def _zip(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def _with(data: bytes, more: dict[str, bytes], change: Callable[[str, bytes], bytes] = lambda _, old: old) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: change(name, package.read(name)) for name in package.namelist()}
    return _zip(parts | more)


def _four_rows() -> bytes:
    book = openpyxl.Workbook()
    for place, heading in enumerate(("序号", "排查日期", "当事人", "简要情况", "责任人"), start=1):
        book.active.cell(1, place, heading)
        book.active.merge_cells(start_row=1, end_row=4, start_column=place, end_column=place)
    return books.data(book)


def _nothing_known() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["苹果", "梨", "桃"])
    book.active.append([1, 2, 3])
    return books.data(book)


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"hello", ".xlsx"),
        (b"PK\x03\x04 broken", "损坏"),
        (_OLE, ".xls"),
        (_OLE + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (_zip({"xl/workbook.xml": b" " * 60_000_000}), "太大"),
        (_zip({"../evil.xml": b"x", "xl/workbook.xml": b"<workbook/>"}), "路径"),
        (_zip({"word/document.xml": b"<w/>"}), ".xlsx"),
        (_zip({"xl/workbook.xml": b"<workbook/>"}), "损坏"),
        (_with(books.data(books.plain()), {"xl/x.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}), "恶意"),
        (_four_rows(), "4行"),
        (_nothing_known(), "要找的是"),
    ],
)
def test_what_is_no_fillable_workbook_is_refused_with_its_own_sentence(data: bytes, words: str) -> None:
    with pytest.raises(Refused) as refused:
        _layout(CountyBook(data))
    assert words in refused.value.message
    assert "导入" not in refused.value.message


def _garbled(packing: int) -> bytes:
    """A workbook whose drawing, which the reader of cells never unpacks, holds bytes that cannot be unpacked."""
    data = _with(books.data(books.plain()), {})
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a", packing) as package:
        package.writestr("xl/drawings/drawing9.xml", b"<drawing/>" * 400)
        entry = package.getinfo("xl/drawings/drawing9.xml")
    at = entry.header_offset + 30 + len(entry.filename)
    packed = bytearray(target.getvalue())
    packed[at + 9 : at + entry.compress_size] = b"\xff" * (entry.compress_size - 9)
    return bytes(packed)


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_part_that_cannot_be_unpacked_is_damage(packing: int) -> None:
    with pytest.raises(Refused) as refused:
        CountyBook(_garbled(packing))
    assert "损坏" in refused.value.message


def test_macros_go_and_are_named() -> None:
    data = _with(books.data(books.plain()), {"xl/vbaProject.bin": b"macro"})
    book = CountyBook(data)
    assert any("宏" in note for note in book.notes)
    with zipfile.ZipFile(io.BytesIO(book.save(AT))) as package:
        assert "xl/vbaProject.bin" not in package.namelist()


def test_links_to_other_files_become_their_last_values() -> None:
    source = books.plain()
    source.active["A9"] = "=[1]Sheet1!A1"
    data = _with(
        books.data(source),
        {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"},
        lambda name, old: (
            old.replace(b"<f>[1]Sheet1!A1</f><v />", b"<f>[1]Sheet1!A1</f><v>7</v>")
            .replace(b"<f>[1]Sheet1!A1</f><v></v>", b"<f>[1]Sheet1!A1</f><v>7</v>")
            .replace(b"<f>[1]Sheet1!A1</f><v/>", b"<f>[1]Sheet1!A1</f><v>7</v>")
        ),
    )
    book = CountyBook(data)
    assert any("链接" in note for note in book.notes)
    sheet = openpyxl.load_workbook(io.BytesIO(book.save(AT))).active
    assert sheet["A9"].value == 7


def test_lists_of_another_sheet_in_the_newer_form_stay() -> None:
    extension = (
        b'<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        b'uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations count="1" '
        b'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list" '
        b'allowBlank="1" showErrorMessage="1"><x14:formula1><xm:f>Sheet!$A$9:$A$10</xm:f></x14:formula1>'
        b"<xm:sqref>C3:C3</xm:sqref>"
        b"</x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    )

    def change(name: str, old: bytes) -> bytes:
        return old.replace(b"</worksheet>", extension) if name == "xl/worksheets/sheet1.xml" else old

    sheet = filled(_with(books.data(books.plain()), {}, change), 4)[1].active
    (kept,) = sheet.data_validations.dataValidation
    assert (str(kept.sqref), kept.formula1, kept.type) == ("C3:C6", "Sheet!$A$12:$A$13", "list")


_NAMES = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _relations(*parts: tuple[str, str, str]) -> bytes:
    said = "".join(f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for key, kind, to in parts)
    names = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    return f"<Relationships {names}>{said}</Relationships>".encode()


def _pivot_parts() -> dict[str, bytes]:
    field = (
        '<cacheField name="{}" numFmtId="0"><sharedItems containsBlank="1" count="1"><m/></sharedItems></cacheField>'
    )
    cache = (
        f'<pivotCacheDefinition {_NAMES} r:id="rId1" recordCount="1"><cacheSource type="worksheet">'
        f'<worksheetSource ref="A2:B3" sheet="Sheet"/></cacheSource><cacheFields count="2">'
        f"{field.format('序号')}{field.format('发现时间')}</cacheFields></pivotCacheDefinition>"
    )
    pivot = (
        f'<pivotTableDefinition {_NAMES} name="P1" cacheId="1" dataCaption="v"><location ref="A9:B10" '
        'firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/><pivotFields count="2"><pivotField axis="axisRow">'
        '<items count="2"><item x="0"/><item t="default"/></items></pivotField><pivotField dataField="1"/>'
        '</pivotFields><rowFields count="1"><field x="0"/></rowFields><rowItems count="1"><i><x/></i></rowItems>'
        '<colItems count="1"><i/></colItems><dataFields count="1"><dataField name="计数" fld="1" subtotal="count"/>'
        "</dataFields></pivotTableDefinition>"
    )
    records = f'<pivotCacheRecords {_NAMES} count="1"><r><x v="0"/><x v="0"/></r></pivotCacheRecords>'
    folder = "xl/pivotCache/"
    to_cache = ("rId1", "pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")
    return {
        f"{folder}pivotCacheDefinition1.xml": cache.encode(),
        f"{folder}pivotCacheRecords1.xml": records.encode(),
        f"{folder}_rels/pivotCacheDefinition1.xml.rels": _relations(
            ("rId1", "pivotCacheRecords", "pivotCacheRecords1.xml")
        ),
        "xl/pivotTables/pivotTable1.xml": pivot.encode(),
        "xl/pivotTables/_rels/pivotTable1.xml.rels": _relations(to_cache),
        "xl/worksheets/_rels/sheet1.xml.rels": _relations(("rId1", "pivotTable", "../pivotTables/pivotTable1.xml")),
    }


def _with_pivot(parts: dict[str, bytes]) -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    said = "".join(
        f'<Override PartName="/xl/{name}1.xml" ContentType="{kind}{what}+xml"/>'
        for name, what in (
            ("pivotCache/pivotCacheDefinition", "pivotCacheDefinition"),
            ("pivotCache/pivotCacheRecords", "pivotCacheRecords"),
            ("pivotTables/pivotTable", "pivotTable"),
        )
    )
    at = "pivotCache/pivotCacheDefinition1.xml"
    ends = {
        "[Content_Types].xml": (b"</Types>", said),
        "xl/_rels/workbook.xml.rels": (
            b"</Relationships>",
            f'<Relationship Id="rId77" Type="{_OFFICE}/pivotCacheDefinition" Target="{at}"/>',
        ),
        "xl/workbook.xml": (
            b"</workbook>",
            f'<pivotCaches><pivotCache cacheId="1" xmlns:r="{_OFFICE}" r:id="rId77"/></pivotCaches>',
        ),
    }

    def change(name: str, old: bytes) -> bytes:
        end, more = ends.get(name, (b"", ""))
        return old.replace(end, more.encode() + end) if end else old

    return _with(books.data(books.plain()), parts, change)


def test_a_pivot_stays_moves_and_reads_the_new_rows() -> None:
    _, after, saved = filled(_with_pivot(_pivot_parts()), 5)
    (pivot,) = after.active._pivots
    assert pivot.location.ref == "A13:B14"
    assert (pivot.cache.cacheSource.worksheetSource.ref, pivot.cache.refreshOnLoad) == ("A2:B7", True)
    with zipfile.ZipFile(io.BytesIO(saved)) as package:
        assert "xl/pivotCache/pivotCacheRecords1.xml" in package.namelist()


def test_a_pivot_that_cannot_be_read_is_refused_with_what_would_be_lost() -> None:
    parts = _pivot_parts() | {"xl/pivotTables/pivotTable1.xml": b"<pivotTableDefinition/>"}
    with pytest.raises(Refused) as refused:
        CountyBook(_with_pivot(parts))
    assert "数据透视表" in refused.value.message and "丢失" in refused.value.message


def test_a_stray_cell_far_below_costs_nothing(calls: Callable[[Callable[[], object]], int]) -> None:
    stray = books.plain()
    stray.active.cell(1_048_576, 3, "x")
    data = books.data(stray)
    assert calls(lambda: filled(data, 4)) < 3 * calls(lambda: filled(books.data(books.plain()), 4))
    table, after, _ = filled(data, 4)
    assert (table.first, table.last) == (3, 3)
    assert after.active.cell(1_048_576, 3).value == "x"


def test_rows_that_wait_are_emptied_and_counted() -> None:
    sheet = filled(books.data(books.form_of_thirty()), 3)[1].active
    assert [sheet.cell(row, 1).value for row in (3, 5, 6, 32)] == [1, 3, None, None]
    assert sheet["C33"].value == "3件"
    assert sheet.cell(32, 1).border.left.style == "thin"


def test_three_heading_rows_are_read_from_above_to_below() -> None:
    table = _layout(CountyBook(books.data(books.three_levels()))).ledger
    assert table is not None and table.heading_rows == (5, 6, 7) and table.title == "安平县突出矛盾纠纷 排查化解台账"
    assert [column.field for column in table.columns] == [
        *("serial", "found_on", "village", "parties", "phone", "id_number", "summary"),
        *("responsible_unit", "responsible_person", "resolved_on", "manner", "note"),
    ]


@pytest.mark.parametrize("area", ["A3:XFD1048576", "A1:A1048576", "A1:XFD7"])
def test_a_merge_without_end_is_refused_before_it_is_opened(area: str) -> None:
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(books.data(books.plain()))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    merge = f'</sheetData><mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>'.encode()
    parts[sheet] = parts[sheet].replace(b"</sheetData>", merge)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    with pytest.raises(Refused) as refused:
        CountyBook(target.getvalue())
    assert "合并" in refused.value.message


@pytest.mark.parametrize("formula", ["=cmd|' /C calc'!A0", '=DDE("cmd";"/C calc";\'x', "=)", '="'])
def test_a_formula_that_nobody_can_read_is_refused_with_its_place(formula: str) -> None:
    book = books.plain()
    book.active["B4"] = formula
    with pytest.raises(Refused) as refused:
        CountyBook(books.data(book))
    assert "B4" in refused.value.message and formula not in refused.value.message
