"""Workbooks that strangers made: read right, within limits, and refused with a sentence of their own when hostile."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from datetime import date, datetime
from datetime import time as clock

import openpyxl
import pytest
import xlsxwriter
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from petidesk.documents.workbooks.read import read_tables
from petidesk.domain.cells import BrokenCell, Merge, Row, Table
from petidesk.domain.trouble import Refused
from tests.examples import examples

_CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/%s" Target="%s"/></Relationships>'
)
_WORKBOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="登记" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def _by_hand(rows: str, *, extra: dict[str, bytes] | None = None, head: str = "", before: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _CONTENT_TYPES)
        package.writestr("_rels/.rels", _RELS % ("officeDocument", "xl/workbook.xml"))
        package.writestr("xl/workbook.xml", _WORKBOOK)
        package.writestr("xl/_rels/workbook.xml.rels", _RELS % ("worksheet", "worksheets/sheet1.xml"))
        package.writestr(
            "xl/worksheets/sheet1.xml",
            f'{head}<worksheet xmlns="{_MAIN}">{before}<sheetData>{rows}</sheetData></worksheet>',
        )
        for name, content in (extra or {}).items():
            package.writestr(name, content)
    return stream.getvalue()


def _saved(workbook: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _text_cell(ref: str, text: str) -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


def _only(data: bytes) -> Table:
    (table,) = read_tables(data)
    return table


def _sentence(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read_tables(data)
    assert refused.value.exit_status == 3
    return refused.value.message


def test_xlsx_gives_typed_values_numbers_and_merges() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "登记"
    sheet["A1"] = "2024年来访登记簿"
    sheet.merge_cells("A1:C1")
    sheet["B3"] = 2
    sheet["C3"] = datetime(2024, 3, 8, 9, 20)
    sheet["D3"] = date(2024, 3, 8)
    sheet["E3"] = clock(9, 20)
    sheet["F3"] = True
    sheet["G3"] = " 𬱟 "
    table = _only(_saved(workbook))
    assert table.sheet == "登记"
    assert table.merges == (Merge(1, 0, 1, 2),)
    assert table.rows[0] == Row(1, ("2024年来访登记簿",))
    assert table.rows[1].number == 3
    assert table.rows[1].cells[1:3] == (2, datetime(2024, 3, 8, 9, 20))
    assert table.rows[1].cells[3] in (date(2024, 3, 8), datetime(2024, 3, 8))
    assert table.rows[1].cells[4:] == (clock(9, 20), True, "𬱟")


def test_formula_gives_its_stored_value_and_without_one_is_broken() -> None:
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream)
    sheet = workbook.add_worksheet()
    sheet.write_formula(0, 0, "=1+1", None, 2)
    sheet.write_formula(0, 1, '=HYPERLINK("http://x")', None, "点这里")
    sheet.write_formula(0, 2, "=1/0", None, "#DIV/0!")
    workbook.close()
    assert _only(stream.getvalue()).rows[0].cells == (2, "点这里", BrokenCell("#DIV/0!"))

    never_calculated = openpyxl.Workbook()
    never_calculated.active["A1"] = "姓名"
    never_calculated.active["C2"] = "=A1"
    assert _only(_saved(never_calculated)).rows[1].cells == (None, None, BrokenCell("公式没有结果"))


def test_xls_and_the_same_file_under_another_name() -> None:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("来访")
    style = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm")
    sheet.write(1, 1, "姓名")
    sheet.write(2, 1, 5.22228198909032e17)
    sheet.write(2, 2, datetime(2024, 3, 8, 9, 20), style)
    sheet.write_merge(4, 5, 0, 0, "合并")
    stream = io.BytesIO()
    workbook.save(stream)
    table = _only(stream.getvalue())
    assert [row.number for row in table.rows] == [2, 3, 5]
    assert table.rows[1].cells == (None, 5.22228198909032e17, datetime(2024, 3, 8, 9, 20))
    assert table.merges == (Merge(5, 0, 6, 0),)


@pytest.mark.parametrize(
    "data",
    [
        "姓名,备注\n任䶮,=1+1\n孙𬱟,@x\n".encode("gb18030"),
        "姓名,备注\n任䶮,=1+1\n孙𬱟,@x\n".encode(),
        "姓名,备注\r\n任䶮,=1+1\r\n孙𬱟,@x\r\n".encode("utf-8-sig"),
        "姓名\t备注\n任䶮\t=1+1\n孙𬱟\t@x\n".encode("utf-16"),
        '姓名;备注\n"任䶮";=1+1\n孙𬱟;@x'.encode(),
    ],
)
def test_csv_encodings_and_separators(data: bytes) -> None:
    assert [row.cells for row in _only(data).rows] == [("姓名", "备注"), ("任䶮", "=1+1"), ("孙𬱟", "@x")]


def test_csv_rows_are_numbered_by_the_line_they_begin_on() -> None:
    table = _only('标题\n\n姓名,问题\n甲,"第一行\n第二行"\n乙,二\n'.encode())
    assert [(row.number, row.cells[0]) for row in table.rows] == [(1, "标题"), (3, "姓名"), (4, "甲"), (6, "乙")]
    assert table.rows[2].cells[1] == "第一行\n第二行"


def test_csv_with_an_open_quote_names_a_line() -> None:
    assert "引号" in _sentence(('姓名,问题\n甲,"' + "没有结尾" * 60_000).encode())


def test_hidden_sheets_wait_until_nothing_else_is_there() -> None:
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "看得见"
    hidden = workbook.create_sheet("藏")
    hidden["A1"] = "看不见"
    hidden.sheet_state = "hidden"
    workbook.create_sheet("空")
    assert [table.rows[0].cells for table in read_tables(_saved(workbook))] == [("看得见",)]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空的"),
        (b"PK\x03\x04 not a zip", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("<html><body><table><tr><td>姓名</td></tr></table>".encode("gb18030"), "网页"),
        ('\ufeff<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'.encode(), "XML"),
        (b"%PDF-1.7 something", "不是表格"),
        (bytes(range(256)) * 20, "不是文本"),
    ],
)
def test_what_is_no_workbook_has_its_own_sentence(data: bytes, word: str) -> None:
    assert word in _sentence(data)


def test_another_kind_of_zip_is_named() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    assert "不是 Excel" in _sentence(stream.getvalue())


def test_zip_bomb_is_not_opened() -> None:
    bomb = _by_hand(_text_cell("A1", "x"), extra={"xl/sharedStrings.xml": bytes(40_000_000)})
    assert len(bomb) < 100_000
    tracemalloc.start()
    try:
        assert "解压后太大" in _sentence(bomb)
        assert tracemalloc.get_traced_memory()[1] < 30_000_000, "given up on the way"
    finally:
        tracemalloc.stop()


def test_a_directory_that_lies_about_sizes_is_found_out() -> None:
    data = bytearray(_by_hand(f'<row r="1">{_text_cell("A1", "姓名" * 5000)}</row>'))
    place = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, place + 24, 100)
    assert "损坏" in _sentence(bytes(data))


def test_paths_out_of_the_package_are_not_opened() -> None:
    assert "路径" in _sentence(_by_hand("", extra={"../../evil.xml": b"x"}))
    assert "路径" in _sentence(_by_hand("", extra={"/etc/evil.xml": b"x"}))


def test_entities_are_not_expanded() -> None:
    head = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    assert "恶意" in _sentence(_by_hand(f'<row r="1">{_text_cell("A1", "&b;")}</row>', head=head))


def test_encrypted_zip_entry_speaks_of_the_password() -> None:
    data = bytearray(_by_hand(_text_cell("A1", "x")))
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 8] |= 1
    assert "密码" in _sentence(bytes(data))


def test_a_quarter_of_a_million_empty_rows_are_no_records() -> None:
    many = "".join(f'<row r="{number}"><c r="A{number}" s="0"/></row>' for number in range(2, 250_001))
    data = _by_hand(f'<row r="1">{_text_cell("A1", "姓名")}{_text_cell("B1", "问题")}</row>{many}')
    assert _only(data).rows == (Row(1, ("姓名", "问题")),)


def test_one_cell_at_the_far_corner_allocates_nothing() -> None:
    far = f'<row r="1048576">{_text_cell("XFD1048576", "远")}{_text_cell("A1048576", "末行")}</row>'
    table = _only(_by_hand(f'<row r="2">{_text_cell("B2", "姓名")}</row>{far}'))
    assert [(row.number, row.cells) for row in table.rows] == [(2, (None, "姓名")), (1_048_576, ("末行",))]


@pytest.mark.parametrize(
    "inside", ["<is/>", "<is><t/></is>", "<is><t> </t></is>", "<is><r><rPr/></r></is>", "<v> </v>"]
)
def test_an_empty_looking_cell_at_the_far_corner_allocates_nothing(inside: str) -> None:
    far = f'<row r="1048576"><c r="XFD1048576" t="inlineStr">{inside}</c></row>'
    table = _only(_by_hand(f'<row r="2">{_text_cell("B2", "姓名")}</row>{far}'))
    assert [(row.number, row.cells) for row in table.rows] == [(2, (None, "姓名"))]


def test_far_off_rows_keep_dates_and_broken_cells() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet["A1"] = datetime(2024, 3, 8, 9, 20)
    sheet["B1"] = "=A1"
    sheet["F1000000"] = 3
    table = _only(_saved(workbook))
    assert [row.cells for row in table.rows] == [
        (datetime(2024, 3, 8, 9, 20), BrokenCell("公式没有结果")),
        (None, None, None, None, None, 3),
    ]


def test_declared_sizes_of_an_xlsx_are_not_believed() -> None:
    sheet = f'<row r="1">{_text_cell("A1", "姓名")}</row>'
    data = _by_hand(
        sheet,
        extra={"xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}" count="4000000000" uniqueCount="4000000000"/>'.encode()},
        before='<dimension ref="A1:XFD1048576"/>',
    )
    assert _only(data).rows == (Row(1, ("姓名",)),)


@pytest.mark.parametrize(
    "cells", ['<c r="A4294967295"><v>1</v></c>', '<c r="ZZZ1"><v>1</v></c>', '<c r="5"><v>1</v></c>']
)
def test_places_that_no_sheet_has_are_damage(cells: str) -> None:
    assert "损坏" in _sentence(_by_hand(f'<row r="1">{cells}</row>'))
    assert "损坏" in _sentence(_by_hand('<row r="4294967295"><c><v>1</v></c></row>'))


def _xls(*cells: tuple[int, int, object]) -> bytes:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("登记")
    for row, column, value in cells:
        sheet.write(row, column, value)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


_WHOLE_XLS = _xls(*((row, column, f"第{row}行{column}") for row in range(30) for column in range(5)))


def test_a_cell_at_the_far_corner_of_an_xls_is_named() -> None:
    assert "第65536行" in _sentence(_xls((0, 0, "姓名"), (65535, 255, "远")))
    assert [row.number for row in _only(_xls((0, 0, "姓名"), (65535, 5, "远"))).rows] == [1, 65536]


def test_counts_of_an_xls_that_the_file_cannot_hold_are_damage() -> None:
    whole = _xls((0, 0, "姓名"), (1, 1, "张桂花"))
    strings = whole.index(b"\xfc\x00", 512)
    dimensions = next(place for place in range(512, len(whole)) if whole[place : place + 4] == b"\x00\x02\x0e\x00")
    for place, layout, value in (
        (strings + 8, "<I", 2_000_000_000),
        (dimensions + 8, "<I", 4_000_000_000),
        (44, "<I", 4_000_000_000),
        (72, "<I", 4_000_000_000),
        (48, "<I", 4_000_000),
    ):
        hostile = bytearray(whole)
        struct.pack_into(layout, hostile, place, value)
        assert "损坏" in _sentence(bytes(hostile))


@settings(max_examples=examples(80), deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=20), st.integers(0, 6000))
def test_damaged_xls_gives_rows_or_a_refusal(changes: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(_WHOLE_XLS[: len(_WHOLE_XLS) - cut // 2] if cut > 5000 else _WHOLE_XLS)
    for place, value in changes:
        data[place % len(data)] = value
    try:
        tables = read_tables(bytes(data))
    except Refused:
        return
    assert all(isinstance(row, Row) for table in tables for row in table.rows)


def test_too_many_rows_are_refused_by_number() -> None:
    rows = "".join(f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in range(1, 100_003))
    assert "100000行" in _sentence(_by_hand(rows))
    assert "100000行" in _sentence(b"1,2\n" * 100_001)


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_damaged(keep: float) -> None:
    workbook = openpyxl.Workbook()
    for number in range(200):
        workbook.active.append([number, "因翻修院墙双方多次争吵", "石桥村"])
    whole = _saved(workbook)
    assert "损坏" in _sentence(whole[: int(len(whole) * keep)])


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=20))
def test_flipped_bytes_give_rows_or_a_refusal(changes: list[tuple[int, int]]) -> None:
    data = bytearray(_by_hand(f'<row r="1">{_text_cell("A1", "姓名")}</row><row r="2"><c r="A2"><v>5</v></c></row>'))
    for place, value in changes:
        data[place % len(data)] = value
    try:
        tables = read_tables(bytes(data))
    except Refused:
        return
    assert all(isinstance(row, Row) for table in tables for row in table.rows)


@settings(max_examples=examples(100), deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_give_rows_or_a_refusal(data: bytes) -> None:
    try:
        tables = read_tables(data)
    except Refused:
        return
    assert all(row.number >= 1 for table in tables for row in table.rows)
