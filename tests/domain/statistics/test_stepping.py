"""Going from span to span, and what a span is called."""

from __future__ import annotations

from datetime import date

import pytest

from petidesk.domain.statistics.spans import Span, Whole, around, name_of, named, span_of, span_words, stepped

DAY = date(2028, 2, 29)


@pytest.mark.parametrize(
    ("kind", "first", "last", "words"),
    [
        ("day", DAY, DAY, "2028年2月29日"),
        ("week", date(2028, 2, 28), date(2028, 3, 5), "2028年2月28日至3月5日"),
        ("month", date(2028, 2, 1), DAY, "2028年2月"),
        ("quarter", date(2028, 1, 1), date(2028, 3, 31), "2028年第1季度"),
        ("half", date(2028, 1, 1), date(2028, 6, 30), "2028年上半年"),
        ("year", date(2028, 1, 1), date(2028, 12, 31), "2028年"),
    ],
)
def test_a_day_lies_in_one_span_of_each_kind(kind: Whole, first: date, last: date, words: str) -> None:
    span = around(kind, DAY)
    assert span == Span(first, last)
    assert span_words(span) == words
    assert stepped(stepped(span, 3), -3) == span, "there and back"
    assert stepped(span, 1).since == date.fromordinal(last.toordinal() + 1)
    assert stepped(span, -1).until == date.fromordinal(first.toordinal() - 1)


def test_a_name_reads_back_as_its_span() -> None:
    kinds: tuple[Whole, ...] = ("week", "month", "quarter", "half", "year")
    for kind in kinds:
        for day in (DAY, date(2026, 12, 31), date(2027, 1, 2)):
            for first_day in (1, 21, 26) if kind != "week" else (1,):
                span = around(kind, day, first_day)
                assert named(kind, name_of(kind, span, first_day), first_day) == span


def test_the_reporting_month_may_begin_in_the_month_before() -> None:
    span = around("month", date(2026, 12, 28), first_day=26)
    assert span == Span(date(2026, 12, 26), date(2027, 1, 25))
    assert span_words(span, first_day=26) == "2027年1月"
    assert stepped(span, -1, first_day=26) == Span(date(2026, 11, 26), date(2026, 12, 25))


def test_a_free_span_steps_by_its_own_length_and_names_both_years() -> None:
    span = span_of(date(2026, 12, 20), date(2027, 1, 5))
    assert span_words(span) == "2026年12月20日至2027年1月5日"
    assert stepped(span, 1) == Span(date(2027, 1, 6), date(2027, 1, 22))


def test_nobody_steps_out_of_the_years_that_are_known() -> None:
    for kind, edge, by in (
        ("year", date(2100, 5, 1), 1),
        ("year", date(1900, 5, 1), -1),
        ("day", date(2100, 5, 1), 10**9),
    ):
        span = around(kind, edge)  # type: ignore[arg-type]
        assert stepped(span, by) == span
