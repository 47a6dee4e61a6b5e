"""Files by what they are, whatever their names say: read, or refused with the sentence that fits."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.documents.workbooks.read import read_tables
from petidesk.domain.cells import Merge
from petidesk.domain.trouble import Refused
from tests.cases import case

ROW = "<tr><th>排查日期</th><th>村</th></tr>"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        *((f"html-{kind}.xls", "网页") for kind in ("tr", "center", "comment", "caption", "nbsp", "excel")),
        ("lo-ledger.html", "网页"),
        ("login-page.xls", "没有登录"),
        ("json.xls", "json"),
        ("slk.xls", "SYLK"),
        ("lo-ledger.slk", "SYLK"),
        ("xml2003.xls", "XML"),
        ("lo-ledger.fods", "XML"),
        ("~$台账.xlsx", "临时文件"),
        ("pw-ooxml.xlsx", "密码"),
        ("half.xlsx", "损坏"),
        ("zipped.zip", "不是 Excel 或 WPS"),
    ],
)
def test_each_kind_has_its_own_sentence(name: str, words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        read_tables(case(name).read_bytes())
    assert refused.value.code == "bad_value" and "表头" not in refused.value.message


@pytest.mark.parametrize("name", ["renamed.et", "xls-named.xlsx", "xlsx-named.xls", "lo-ledger.ods", "lo-ledger.xlsm"])
def test_what_can_be_read_is_read_under_any_name(name: str) -> None:
    (table,) = read_tables(case(name).read_bytes())
    assert table.rows[0].cells[:3] == ("序号", "排查日期", "村")
    assert table.rows[1].cells[1] == date(2026, 3, 2)


@pytest.mark.parametrize(
    "text",
    [
        f"<table>{ROW}</table>",
        f"台账导出<table border=1>{ROW}</table>",
        f"<br /><b>Warning</b>: <table>{ROW}</table>",
        f"<!-- 注 --><!-- 注 -->&nbsp;\ufeff<TABLE>{ROW}</TABLE>",
        f"<style>td{{}}</style><table>{ROW}",
        f'<?xml version="1.0"?><!DOCTYPE html><html><table>{ROW}',
        f"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n<table>{ROW}",
        f"From: <Saved by WPS>\r\nSubject: \r\nContent-Type: text/html;\r\n\r\n{ROW}",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_page_is_called_a_page_however_it_begins(text: str, encoding: str) -> None:
    with pytest.raises(Refused, match="网页"):
        read_tables(text.encode(encoding))


@pytest.mark.parametrize(
    "text", ['<Workbook xmlns="urn:schemas"><Worksheet/></Workbook>', "<rows>\n<row a='1'/></rows>"]
)
def test_xml_needs_no_declaration(text: str) -> None:
    with pytest.raises(Refused, match="XML"):
        read_tables(text.encode())


@given(
    st.lists(
        st.sampled_from(["排查日期", "<东村>", "a<b", "{备注}", "[1]", "MIME", "ID;x", "1<2", "date: 3"]), min_size=2
    )
)
def test_signs_of_markup_within_a_text_table_are_text(cells: list[str]) -> None:
    (table,) = read_tables((",".join(["序号", *cells]) + "\n1,2\n").encode())
    assert table.rows[0].cells[1 : len(cells) + 1] == tuple(cells)


def ods(body: str, manifest: str = "") -> bytes:
    """An .ods with this body of a spreadsheet."""
    spaces = " ".join(f'xmlns:{name}="urn:{name}"' for name in ("office", "table", "text"))
    content = f"<office:document-content {spaces}><office:body><office:spreadsheet>{body}</office:spreadsheet>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", f"{content}</office:body></office:document-content>")
        package.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
    return target.getvalue()


def cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


def row(cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{cells}</table:table-row>"


def test_what_repeats_far_away_in_an_ods_costs_nothing() -> None:
    empty = '<table:table-cell table:number-columns-repeated="16000"/>'
    body = row(cell("村", 'table:number-columns-spanned="2"') + empty) + row(
        empty, 'table:number-rows-repeated="1048000"'
    )
    merges = read_tables(ods(f'<table:table table:name="表">{body}</table:table>'))[0].merges
    assert merges == (Merge(1, 0, 1, 1),)
    for more, code in (('table:number-rows-repeated="900000"', "too_many"), ("", "bad_value")):
        far = row(empty, 'table:number-rows-repeated="90000"') + row(
            cell("远", 'table:number-columns-repeated="90"'), more
        )
        with pytest.raises(Refused) as refused:
            read_tables(ods(f'<table:table table:name="表">{far}</table:table>'))
        assert refused.value.code == code


def test_a_locked_or_broken_ods_says_so() -> None:
    with pytest.raises(Refused, match="密码"):
        read_tables(ods("", "<encryption-data/>"))
    with pytest.raises(Refused, match="损坏"):
        read_tables(ods("<table:table>"))
    whole = case("lo-ledger.ods").read_bytes()
    with pytest.raises(Refused):
        read_tables(whole[: len(whole) // 2])
