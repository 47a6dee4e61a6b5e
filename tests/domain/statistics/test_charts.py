"""Charts and printed tables as values: the office's order, a figure behind every bar, words and totals."""

from __future__ import annotations

from decimal import Decimal

import pytest

from petidesk.domain.statistics import charts, printed
from petidesk.domain.trouble import Refused
from tests.domain.statistics.tables import rate, table

VILLAGES = table(
    "village",
    [
        ("西村", "西村", {"items": (3, 4), "people": (9, 0)}),
        ("东村", "东村", {"items": (12, 6), "people": (20, 10)}),
        ("", "未填", {"items": (1, 0), "people": (1, 0)}),
        ("unlisted", "未分列", {"items": (2, 2), "people": (2, 2)}),
    ],
)


def test_bars_stand_in_the_order_of_the_table_and_each_opens_its_figure() -> None:
    chart = charts.counted("bars", "按村", VILLAGES, "items", "件", "2026年上半年", "上年同期")
    assert [bar.label for bar in chart.bars] == ["西村", "东村", "未填", "未分列"], "never sorted by size"
    assert [bar.aside for bar in chart.bars] == [False, False, True, True]
    assert [bar.id for bar in chart.bars] == [row.figures["items"].id for row in VILLAGES.rows]
    assert [(bar.value, bar.base, bar.words) for bar in chart.bars][:2] == [(3, 4, "3"), (12, 6, "12")]
    assert chart.highest == 12 and not chart.empty


def test_without_a_comparison_no_bars_stand_beside() -> None:
    alone = table("village", [("东村", "东村", {"items": (0, None)})], compare="none")
    chart = charts.counted("bars", "按村", alone, "items", "件", "2026年", "2025年")
    assert chart.before == "" and chart.bars[0].base is None and chart.empty


def test_shares_go_to_a_hundred_and_nothing_to_rate_is_no_share() -> None:
    found = [rate("told", "及时受理率", 255, 256), rate("answered", "按期答复率", 0, 0)]
    chart = charts.shares("按期办理", found)
    assert chart.highest == 100
    assert [bar.words for bar in chart.bars] == ["99.61%（255/256）", "—"]
    assert chart.bars[0].id == found[0].numerator.id


def test_a_long_chart_is_cut_into_like_parts() -> None:
    rows = [(f"{number}村", f"{number}村", {"items": (number, 1)}) for number in range(1, 42)]
    chart = charts.counted("bars", "按村", table("village", rows), "items", "件", "本期", "上年同期")
    parts = charts.in_parts(chart, 20)
    assert [len(part.bars) for part in parts] == [14, 14, 13]
    assert [bar for part in parts for bar in part.bars] == list(chart.bars)
    assert charts.in_parts(chart, 41) == (chart,)


def test_a_chart_of_a_sample_is_read_and_a_wrong_one_is_refused() -> None:
    read = charts.read({"kind": "bars", "title": "按渠道", "unit": "件", "bars": [["来访", 3, 2], ["来信", 1]]})
    assert [(bar.value, bar.base) for bar in read.bars] == [(Decimal(3), Decimal(2)), (Decimal(1), None)]
    for wrong in (
        {},
        {"kind": "pie", "bars": []},
        {"kind": "bars", "bars": [["来访", "许多"]]},
        {"kind": "bars", "bars": 3},
    ):
        with pytest.raises(Refused):
            charts.read(wrong)


def test_a_table_says_both_spans_the_change_and_the_share() -> None:
    columns = [printed.Column("items", "件", share=True), printed.Column("people", "人次")]
    made = printed.counted("按村分列", "村（社区）", VILLAGES, columns)
    assert made.headings == ("村（社区）", "本期", "上年同期", "同比", "占比", "本期", "上年同期", "同比")
    assert made.groups == (("", 1), ("件", 4), ("人次", 3))
    assert made.rows[0] == ("西村", "3", "4", "下降25.00%", "16.67%", "9", "0", "—")
    assert made.total == ("合计", "18", "12", "上升50.00%", "100.00%", "32", "12", "上升166.67%")


def test_rates_stand_with_both_numbers_and_points() -> None:
    now, then = rate("told", "及时受理率", 255, 256), rate("told", "及时受理率", 298, 300)
    made = printed.rated("三率", [now], {"told": then}, "year")
    assert made.rows == (("及时受理率", "255", "256", "99.61%", "99.33%", "上升0.28个百分点"),)
    assert printed.rated("三率", [now], {}, "year").rows[0][-2:] == ("—", "—")
    assert printed.rated("三率", [now], {}, "none").headings == ("指标", "分子", "分母", "比率")


def test_a_table_of_a_sample_has_rows_of_one_width() -> None:
    assert printed.read({"headings": ["项", "数"], "rows": [["来访", 3]]}).rows == (("来访", "3"),)
    with pytest.raises(Refused):
        printed.read({"headings": ["项", "数"], "rows": [["来访"]]})
