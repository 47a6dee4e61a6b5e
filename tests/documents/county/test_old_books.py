"""County workbooks that are still .xls: taken without any other program, and what is lost is said."""

from __future__ import annotations

import io
from datetime import datetime

import openpyxl
import pytest
import xlwt

from petidesk.documents.county.workbook import CountyBook
from petidesk.domain.county.fields import catalogue, field_kind
from petidesk.domain.county.layout import find_table
from petidesk.domain.trouble import Refused
from tests.cases import case

WORDS = "序号 排查日期 村（社区） 当事人 纠纷类型 简要情况 涉及人数 责任人 化解时限 化解情况"
HEADINGS = WORDS.split()


def old_book() -> bytes:
    """A ledger of a county as Excel 2003 kept it."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("台账")
    lines = "borders: left thin, right thin, top thin, bottom thin"
    boxed = xlwt.easyxf(f"font: name 宋体, height 210; align: wrap on, vert center; {lines}")
    head = xlwt.easyxf(f"font: bold on; align: horiz center; {lines}")
    title = xlwt.easyxf("font: name 黑体, height 400, bold on; align: horiz center")
    sheet.write_merge(0, 0, 0, len(HEADINGS) - 1, "安平县矛盾纠纷台账", title)
    for column, heading in enumerate(HEADINGS):
        sheet.write(1, column, heading, head)
        sheet.write(2, column, None, boxed)
        sheet.col(column).width = 256 * (30 if heading == "简要情况" else 12)
    sheet.write(3, 0, "合计", boxed)
    sheet.write(3, 6, xlwt.Formula("SUM(G3:G3)"), boxed)
    sheet.write(4, 0, "填报人：                审核人：")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_an_old_workbook_is_filled_and_says_what_it_lost() -> None:
    book = CountyBook(old_book())
    (said,) = [note for note in book.notes if ".xls" in note]
    assert "1个公式没有了" in said and "下拉列表" not in said
    table = find_table(book.sheets()[0], catalogue(), {})
    assert table is not None and (table.first, table.last, table.total_rows) == (3, 3, (4,))
    kinds = [field_kind(column.field, catalogue()) if column.field else "" for column in table.columns]
    rows = [
        [place if column.field in ("serial", "people_involved") else "字" for column in table.columns]
        for place in (1, 2)
    ]
    book.fill(table, kinds, rows, 2)
    sheet = openpyxl.load_workbook(io.BytesIO(book.save(datetime(2026, 11, 3)))).worksheets[0]
    assert sheet["A1"].font.name == "黑体" and (sheet["A1"].font.sz, sheet["A1"].font.b) == (20, True)
    assert "A1:J1" in [str(area) for area in sheet.merged_cells.ranges]
    assert sheet["A4"].border.left.style == "thin" and sheet["A4"].alignment.wrap_text
    assert sheet.column_dimensions["F"].width == 30
    assert [sheet.cell(row, 7).value for row in (3, 4, 5)] == [1, 2, 3]  # the total is ours: its formula was lost


@pytest.mark.parametrize("name", ["renamed.et", "xls-named.xlsx", "lo-ledger.xls"])
def test_other_writers_old_workbooks_open_too(name: str) -> None:
    assert "排查日期" in CountyBook(case(name).read_bytes()).sheets()[0].row(1).values()


@pytest.mark.parametrize(
    ("name", "words"),
    [("pw-ooxml.xlsx", "密码"), ("html-tr.xls", "网页"), ("lo-ledger.ods", "ods"), ("xml2003.xls", "XML")],
)
def test_what_is_no_template_is_called_what_it_is(name: str, words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        CountyBook(case(name).read_bytes())
    assert "再添加" in refused.value.message
