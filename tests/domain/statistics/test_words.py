"""Figures in the words of a report: ways instead of signs, no rate on a base of 0, rates in percentage points."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from petidesk.domain.statistics.figures import Figure
from petidesk.domain.statistics.words import (
    Counted,
    change_words,
    compared_words,
    listed,
    moment_words,
    rate_change_words,
    rate_sentence,
    rate_words,
    sentence,
    share_words,
)
from tests.domain.statistics.tables import figure, rate


def test_a_figure_is_said_as_a_report_says_it() -> None:
    visits = [Counted(figure(2901, 1903), "批"), Counted(figure(5974, 4018), "人次")]
    assert sentence("共接待来访", visits) == "共接待来访2901批5974人次，同比分别上升52.44%、48.68%"
    assert sentence("共接待来访", visits, "before", 1) == "共接待来访2901批5974人次，环比分别上升52.4%、48.7%"


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ([(5, 5)], "同比持平"),
        ([(5, 5), (7, 7)], "同比均持平"),
        ([(6, 5)], "同比上升20.00%"),
        ([(4, 5), (8, 4)], "同比分别下降20.00%、上升100.00%"),
        ([(4, 5), (5, 5), (3, 4)], "同比分别下降20.00%、持平、下降25.00%"),
        ([(0, 5)], "同比下降100.00%"),
        ([(5, 0)], "上年同期为0"),
        ([(5, 0), (6, 0)], "上年同期均为0"),
        ([(6, 5), (3, 0)], "同比上升20.00%，人次上年同期为0"),
        ([(0, 0)], "上年同期为0"),
        ([(5, None)], ""),
    ],
)
def test_what_became_of_figures(pairs: list[tuple[int, int | None]], words: str) -> None:
    counted = [Counted(figure(*pair), unit) for pair, unit in zip(pairs, ("批", "人次", "件"), strict=False)]
    said = compared_words(counted)
    assert said == words
    assert "-" not in said and "−" not in said


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (figure(2901, 1903), "上升52.44%"),
        (figure(1, 3), "下降66.67%"),
        (figure(3, 3), "持平"),
        (figure(3, 0), "—"),
        (figure(0, 0), "—"),
        (figure(3), "—"),
    ],
)
def test_a_change_in_a_table(one: Figure, words: str) -> None:
    assert change_words(one) == words


def test_one_decimal_is_rounded_from_the_numbers_and_not_from_two_decimals() -> None:
    # 3137 / 2799 is 12.0757...; 2849 / 2000 is 42.45 and half up
    assert change_words(figure(2849, 2000), places=1) == "上升42.5%"
    # 224.9 / 200: 12.446 would be 12.45 and then 12.5
    assert change_words(figure(112446, 100000), places=1) == "上升12.4%"


def test_rates_differ_in_percentage_points_and_say_both_numbers() -> None:
    now, before = rate("told_in_time", "及时受理率", 255, 256), rate("told_in_time", "及时受理率", 298, 300)
    assert rate_words(now) == "及时受理率99.61%（255/256）"
    assert rate_change_words(now, before) == "上升0.28个百分点"
    assert rate_change_words(before, now) == "下降0.28个百分点"
    assert rate_change_words(now, now) == "持平"
    assert rate_sentence(now, before) == "及时受理率99.61%（255/256），同比上升0.28个百分点"
    nothing = rate("told_in_time", "及时受理率", 0, 0)
    assert rate_words(nothing) == "及时受理率无应计事项"
    assert rate_change_words(now, nothing) == rate_change_words(now, None) == "—"
    assert rate_sentence(now, None) == "及时受理率99.61%（255/256）"


def test_parts_and_shares() -> None:
    assert listed([("来访", 12), ("来信", 0), ("网上", 3)], "件") == "来访12件、网上3件"
    assert share_words(1360, 1489) == "91.34%"
    assert share_words(0, 0) == "—"


def test_the_deadline_of_the_figures_is_a_day_or_a_moment() -> None:
    assert moment_words(date(2026, 7, 5)) == "2026年7月5日24时"
    assert moment_words(datetime(2026, 7, 5, 9, 5, 40)) == "2026年7月5日9时05分"
