"""Plain workbooks: a column is as wide as its words need, and what cannot be broken is not cut off."""

from __future__ import annotations

import io
from datetime import datetime

from openpyxl import load_workbook

from petidesk.documents.workbooks.write import sheet


def test_columns_are_wide_enough_for_what_cannot_be_broken() -> None:
    rows = [(1, "a1" * 32, "很长的一段话，" * 20, "二〇二六"), (2, "b2 " * 40, "短", "")]
    book = load_workbook(io.BytesIO(sheet("表", ("序号", "摘要", "内容", "年"), rows, made_at=datetime(2026, 12, 1))))
    widths = [book.worksheets[0].column_dimensions[letter].width for letter in "ABCD"]
    assert widths[1] >= 64, "a hash stands in one line"
    assert 39 <= widths[2] <= 42, "Chinese is broken into lines"
    assert widths[0] < 10 and widths[3] < 14
