"""总结用数 as a workbook: every total, share and comparison is a formula, and it makes what is stored beside it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from petidesk.documents.workbooks.figures import RATES, workbook
from petidesk.domain.statistics.figures import Table
from petidesk.domain.statistics.printed import Column
from petidesk.domain.statistics.workbook import FigureBook, FigureSheet
from tests.documents.workbooks.calculating import calculated
from tests.domain.statistics.tables import rate, table

AT = datetime(2026, 7, 5, 9, 30)


def villages(compare: str = "year") -> Table:
    rows = [
        ("东村", "东村", {"items": (2849, 2000), "people": (20, 10)}),
        ("西村", "西村", {"items": (3, 0), "people": (0, 4)}),
        ("南塘村", "南塘村", {"items": (5, 5), "people": (3, 1)}),
        ("", "未填", {"items": (0, 0), "people": (1, 3)}),
        ("unlisted", "未分列", {"items": (2, 3), "people": (2, 2)}),
    ]
    if compare == "none":
        rows = [(key, word, {name: (pair[0], None) for name, pair in values.items()}) for key, word, values in rows]
    return table("village", rows, compare=compare)  # type: ignore[arg-type]


def book(places: int = 2) -> FigureBook:
    columns = [Column("items", "件次", share=True), Column("people", "人次")]
    now = [rate("told", "及时受理率", 255, 256), rate("answered", "按期答复率", 0, 0), rate("rated", "参评率", 1, 8)]
    before = {one.name: one for one in (rate("told", "及时受理率", 298, 300), rate("answered", "按期答复率", 1, 2))}
    sheets = [
        FigureSheet("各村（社区）信访情况", "村（社区）", villages(), columns),
        FigureSheet("只有本期", "村（社区）", villages("none"), columns),
    ]
    return FigureBook(
        "清溪镇总结用数", ["统计截止时间：2026年7月5日9时30分", "共接待来访。"], sheets, now, before, "year", places
    )


def opened(data: bytes, *, stored: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=stored)


def formulas(sheet: Worksheet) -> Iterator[str]:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("="):
                yield cell.coordinate


@pytest.mark.parametrize("places", [1, 2])
def test_every_formula_makes_what_is_stored_beside_it(places: int) -> None:
    data = workbook(book(places), made_at=AT)
    live, stored = opened(data), opened(data, stored=True)
    count = 0
    for sheet in live:
        for cell in formulas(sheet):
            kept, made = stored[sheet.title][cell].value, calculated(sheet, cell)
            assert made == (Decimal(str(kept)) if isinstance(kept, int | float) else kept), (sheet.title, cell)
            count += 1
    assert count > 40


def test_totals_shares_and_comparisons_are_formulas_and_figures_are_not() -> None:
    sheet = opened(workbook(book(), made_at=AT))["各村（社区）信访情况"]
    assert [cell.value for cell in sheet[3]][1:9] == [
        "本期",
        "上年同期",
        "增减",
        "同比",
        "占比",
        "本期",
        "上年同期",
        "增减",
    ]
    assert (sheet["B4"].value, sheet["C4"].value) == (2849, 2000)
    assert sheet["B9"].value == "=SUM(B4:B8)" and sheet["C9"].value == "=SUM(C4:C8)"
    assert all(str(sheet[f"{column}{row}"].value).startswith("=") for column in "DEF" for row in range(4, 10))


def test_whoever_corrects_a_number_has_the_rest_corrected() -> None:
    sheet = opened(workbook(book(), made_at=AT))["各村（社区）信访情况"]
    assert calculated(sheet, "E4") == "上升42.45%" and calculated(sheet, "E5") == "—"
    sheet["B4"] = 1000
    assert calculated(sheet, "E4") == "下降50.00%" and calculated(sheet, "D4") == -1000
    assert calculated(sheet, "B9") == 1010 and calculated(sheet, "F4") == Decimal("0.9901")
    sheet["C5"] = 3
    assert calculated(sheet, "E5") == "持平"


def test_rates_are_quotients_and_differ_in_points() -> None:
    sheet = opened(workbook(book(), made_at=AT))[RATES]
    assert [calculated(sheet, f"{column}4") for column in "ABCDEFGH"] == [
        "及时受理率",
        255,
        256,
        Decimal("0.9961"),
        298,
        300,
        Decimal("0.9933"),
        "上升0.28个百分点",
    ]
    assert calculated(sheet, "D5") == calculated(sheet, "H5") == "—", "nothing to rate"
    assert [sheet[f"{column}6"].value for column in "EFGH"] == ["—"] * 4, "none before"
    assert sheet["I4"].value == "及时受理率的口径"


def test_without_a_comparison_there_is_none() -> None:
    sheet = opened(workbook(book(), made_at=AT))["只有本期"]
    assert [cell.value for cell in sheet[3]][1:3] == ["本期", "占比"]
    assert sheet["B9"].value == "=SUM(B4:B8)"


def test_what_does_not_add_up_is_entered_as_it_was_counted() -> None:
    whole = villages()
    stock = {"items": whole.total["items"], "people": whole.total["people"]}
    stock["items"] = type(stock["items"])(stock["items"].id, 77, 66)
    odd = Table(whole.asked, whole.as_of, whole.compare, whole.measures, whole.rows, stock)
    made = FigureBook("数", [], [FigureSheet("在办", "月份", odd, [Column("items", "在办")])], [], {}, "year", 2)
    sheet = opened(workbook(made, made_at=AT))["在办"]
    assert (sheet["B9"].value, sheet["C9"].value) == (77, 66)


def test_the_same_workbook_has_the_same_bytes_and_practice_is_said_on_every_sheet() -> None:
    assert workbook(book(), made_at=AT) == workbook(book(), made_at=AT)
    for sheet in opened(workbook(book(), made_at=AT, practice=True)):
        assert "（演练）" in str(sheet["A1"].value) and sheet.oddHeader.center.text == "演练"
    for sheet in opened(workbook(book(), made_at=AT)):
        assert "演练" not in str(sheet["A1"].value)
