"""Dates and times as they are typed at the desk."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.domain.trouble import Refused
from petidesk.domain.typed_dates import parse_typed_date, parse_typed_datetime, parse_typed_time

TODAY = date(2026, 11, 19)  # a Thursday


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3.8", date(2026, 3, 8)),
        ("0308", date(2026, 3, 8)),
        ("308", date(2026, 3, 8)),
        ("3-8", date(2026, 3, 8)),
        ("3/8", date(2026, 3, 8)),
        ("３．８", date(2026, 3, 8)),
        ("3。8", date(2026, 3, 8)),
        ("3月8日", date(2026, 3, 8)),
        ("3月8号", date(2026, 3, 8)),
        ("3月8", date(2026, 3, 8)),
        ("2024-3-8", date(2024, 3, 8)),
        ("2024/3/8", date(2024, 3, 8)),
        ("2024.03.08", date(2024, 3, 8)),
        ("20240308", date(2024, 3, 8)),
        ("２０２４０３０８", date(2024, 3, 8)),
        ("2024年3月8日", date(2024, 3, 8)),
        (" 2024 年 3 月 8 日 ", date(2024, 3, 8)),
        ("240308", date(2024, 3, 8)),
        ("24.3.8", date(2024, 3, 8)),
        ("49.12.31", date(1949, 12, 31)),
        ("11.19", date(2026, 11, 19)),
        ("11.20", date(2025, 11, 20)),
        ("12.31", date(2025, 12, 31)),
        ("8日", date(2026, 11, 8)),
        ("28号", date(2026, 10, 28)),
        ("31号", date(2026, 10, 31)),
        ("今天", TODAY),
        ("昨天", date(2026, 11, 18)),
        ("前天", date(2026, 11, 17)),
        ("大前天", date(2026, 11, 16)),
        ("周三", date(2026, 11, 18)),
        ("周四", TODAY),
        ("周五", date(2026, 11, 13)),
        ("星期日", date(2026, 11, 15)),
        ("礼拜天", date(2026, 11, 15)),
        ("上周三", date(2026, 11, 11)),
        ("上周五", date(2026, 11, 13)),
        ("上个星期一", date(2026, 11, 9)),
        ("上上周三", date(2026, 11, 4)),
        ("本周一", date(2026, 11, 16)),
        ("周3", date(2026, 11, 18)),
    ],
)
def test_what_clerks_type(typed: str, day: date) -> None:
    assert parse_typed_date(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3.8", date(2027, 3, 8)),
        ("12.1", date(2026, 12, 1)),
        ("11.19", TODAY),
        ("明天", date(2026, 11, 20)),
        ("后天", date(2026, 11, 21)),
        ("周三", date(2026, 11, 25)),
        ("下周三", date(2026, 11, 25)),
        ("8日", date(2026, 12, 8)),
        ("27.1.5", date(2027, 1, 5)),
        ("2024-3-8", date(2024, 3, 8)),
    ],
)
def test_days_to_come(typed: str, day: date) -> None:
    assert parse_typed_date(typed, TODAY, future=True) == day


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "请输入日期"),
        ("2.30", "没有2026年2月30日"),
        ("2023-2-29", "没有2023年2月29日"),
        ("13.1", "没有2025年13月1日"),
        ("0000", "没有2026年0月0日"),
        ("2026-11-20", "还没有到"),
        ("明天", "还没有到"),
        ("本周五", "还没有到"),
        ("1800-1-1", "年份1800不对"),
        ("abc", "看不懂"),
        ("3", "看不懂"),
        ("2024-3", "看不懂"),
        ("3.8.", "看不懂"),
        ("٣.٨", "看不懂"),
        ("²0240308", "看不懂"),
    ],
)
def test_impossible_dates_get_a_sentence(typed: str, words: str) -> None:
    with pytest.raises(Refused, match=words) as caught:
        parse_typed_date(typed, TODAY)
    assert caught.value.code == "bad_value"


def test_a_day_that_the_month_lacks() -> None:
    with pytest.raises(Refused, match="没有2026年11月31日"):
        parse_typed_date("31号", date(2026, 12, 5))


def test_the_twenty_ninth_of_february_without_a_year() -> None:
    assert parse_typed_date("2.29", date(2025, 1, 10)) == date(2024, 2, 29)
    with pytest.raises(Refused, match="没有2026年2月29日"):
        parse_typed_date("2.29", TODAY)


@given(st.dates(date(1900, 1, 1), TODAY))
def test_every_day_can_be_typed_in_full(day: date) -> None:
    for typed in (
        f"{day}",
        f"{day:%Y%m%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
    ):
        assert parse_typed_date(typed, TODAY) == day


@given(st.dates(date(2000, 1, 1), date(2050, 12, 31)), st.integers(0, 364))
def test_without_a_year_the_nearest_past_day(today: date, back: int) -> None:
    day = today - timedelta(days=back)
    for typed in (f"{day.month}.{day.day}", f"{day:%m%d}"):
        assert parse_typed_date(typed, today) == day


@given(st.text(max_size=12), st.booleans())
def test_any_text_is_a_date_or_refused(text: str, future: bool) -> None:
    try:
        day = parse_typed_date(text, TODAY, future)
    except Refused:
        return
    assert future or day <= TODAY


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("9:20", time(9, 20)),
        ("９：２０", time(9, 20)),
        ("09:20:30", time(9, 20)),
        ("0920", time(9, 20)),
        ("920", time(9, 20)),
        ("9.20", time(9, 20)),
        ("9点20", time(9, 20)),
        ("9点20分", time(9, 20)),
        ("9点5分", time(9, 5)),
        ("9点半", time(9, 30)),
        ("9时", time(9, 0)),
        ("上午9点", time(9, 0)),
        ("下午3点", time(15, 0)),
        ("下午 3:05", time(15, 5)),
        ("下午15点", time(15, 0)),
        ("中午12点", time(12, 0)),
        ("中午1点", time(13, 0)),
        ("晚上8点半", time(20, 30)),
        ("凌晨12点", time(0, 0)),
        ("0:00", time(0, 0)),
    ],
)
def test_times(typed: str, expected: time) -> None:
    assert parse_typed_time(typed) == expected


@pytest.mark.parametrize("typed", ["", "24:00", "9:60", "25点", "abc", "9", "9:2", "下午"])
def test_impossible_times_are_refused(typed: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_typed_time(typed)
    assert caught.value.code == "bad_value"


NOW = datetime(2026, 11, 19, 10, 30, 12)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("昨天 9:20", datetime(2026, 11, 18, 9, 20)),
        ("昨天下午3点", datetime(2026, 11, 18, 15, 0)),
        ("昨天9点20", datetime(2026, 11, 18, 9, 20)),
        ("3.8 下午3点", datetime(2026, 3, 8, 15, 0)),
        ("3.8 下午 3点", datetime(2026, 3, 8, 15, 0)),
        ("3.8 0920", datetime(2026, 3, 8, 9, 20)),
        ("2024-3-8T09:20", datetime(2024, 3, 8, 9, 20)),
        ("2024年3月8日9:20", datetime(2024, 3, 8, 9, 20)),
        ("2024 年 3 月 8 日", datetime(2024, 3, 8)),
        ("9:20", datetime(2026, 11, 19, 9, 20)),
        ("9点20", datetime(2026, 11, 19, 9, 20)),
        ("上午9点", datetime(2026, 11, 19, 9, 0)),
        ("今天", datetime(2026, 11, 19, 10, 30)),
        ("0308", datetime(2026, 3, 8)),
    ],
)
def test_moments(typed: str, expected: datetime) -> None:
    assert parse_typed_datetime(typed, NOW) == expected


def test_a_moment_to_come_is_refused_unless_asked_for() -> None:
    with pytest.raises(Refused, match="不能晚于现在"):
        parse_typed_datetime("10:31", NOW)
    assert parse_typed_datetime("10:30", NOW) == datetime(2026, 11, 19, 10, 30)
    assert parse_typed_datetime("明天 9:00", NOW, future=True) == datetime(2026, 11, 20, 9, 0)
    with pytest.raises(Refused):
        parse_typed_datetime("3.8 25:00", NOW)
