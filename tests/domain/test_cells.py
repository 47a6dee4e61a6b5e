"""What a clerk's cell means, and what a spreadsheet program has done to it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.domain import cells, identity
from petidesk.domain.cells import BrokenCell, Cell
from petidesk.domain.trouble import Refused

ANY_CELL = st.one_of(
    st.none(),
    st.text(max_size=40),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.booleans(),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
    st.builds(BrokenCell, st.text(max_size=10)),
    st.from_regex(r"\d{1,4}[-./年]\d{1,2}[-./月]\d{1,2}日?( ?\d{1,2}[:点]\d{0,2})?", fullmatch=True),
    st.from_regex(r"[0-9]{15,18}[Xx0]?", fullmatch=True),
)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (datetime(2024, 12, 8, 13, 14, 59, 999_999), datetime(2024, 12, 8, 13, 15)),
        (date(2024, 12, 8), datetime(2024, 12, 8)),
        ("2024-12-08 13:15", datetime(2024, 12, 8, 13, 15)),
        ("2024/12/8 13:15:30", datetime(2024, 12, 8, 13, 15)),
        ("2024-12-08T13:15", datetime(2024, 12, 8, 13, 15)),
        ("2024.3.8", datetime(2024, 3, 8)),
        ("24.3.8", datetime(2024, 3, 8)),
        ("20240308", datetime(2024, 3, 8)),
        (20240308.0, datetime(2024, 3, 8)),
        (45359.0, datetime(2024, 3, 8)),
        (45359.5, datetime(2024, 3, 8, 12, 0)),
        ("２０２４年３月８日", datetime(2024, 3, 8)),
        ("2024 年 3 月 8 日", datetime(2024, 3, 8)),
        ("2024年3月8日（星期五）下午3点半", datetime(2024, 3, 8, 15, 30)),
        ("2024年3月8日上午", datetime(2024, 3, 8, 9, 0)),
        ("3月8日", datetime(2023, 3, 8)),
        ("3.8", datetime(2023, 3, 8)),
        (3.8, datetime(2023, 3, 8)),
        ("12-31 9:20", datetime(2023, 12, 31, 9, 20)),
    ],
)
def test_dates_as_registers_have_them(cell: Cell, expected: datetime) -> None:
    assert cells.read_moment(cell, 2023)[0] == expected


@pytest.mark.parametrize(
    "cell",
    [
        "2025-02-30",
        "2月29日",
        "13月1日",
        "昨天",
        "2024",
        "3月8日-9日",
        3.1,
        13.5,
        True,
        float("nan"),
        float("inf"),
        "2024-3-8 25:00",
    ],
)
def test_days_that_do_not_exist_are_refused(cell: Cell) -> None:
    with pytest.raises(Refused) as refused:
        cells.read_moment(cell, 2023)
    assert refused.value.code == "bad_value"


def test_a_date_without_a_year_needs_one() -> None:
    with pytest.raises(Refused, match="年份"):
        cells.read_moment("3月8日", None)


def test_an_empty_date_is_missing() -> None:
    with pytest.raises(Refused) as refused:
        cells.read_moment("  ", 2023)
    assert refused.value.code == "missing"


@pytest.mark.parametrize(
    "cell",
    [5.22228198909032e17, "5.22228E+17", "5.22228198909032e+17", "522228198909032000", " 522228198909032000 ", 10**17],
)
def test_ruined_identity_numbers(cell: Cell) -> None:
    with pytest.raises(Refused, match="丢失"):
        cells.read_identity(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("11010519491231002x", "11010519491231002X"),
        ("'11010519491231002X", "11010519491231002X"),
        ('="11010519491231002X"', "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
        (110105491231002.0, "110105491231002"),
        ("无", ""),
        (None, ""),
    ],
)
def test_identity_numbers_as_text(cell: Cell, expected: str) -> None:
    assert cells.read_identity(cell) == expected


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        (13706690743.0, ["13706690743"]),
        ("192-8836-0759", ["19288360759"]),
        ("0856-5221234、13800001234", ["0856-5221234", "13800001234"]),
        ("13800001111 13900001111", ["13800001111", "13900001111"]),
        ("138 0000 1111", ["13800001111"]),
        ("+86 13800001111", ["13800001111"]),
        ("0571-1234567转8", ["0571-1234567-8"]),
        ("13800001111,13900001111；", ["13800001111", "13900001111"]),
        ("不详", []),
    ],
)
def test_phones(cell: Cell, numbers: list[str]) -> None:
    assert cells.read_phones(cell) == cells.Phones(tuple(numbers))


def test_words_beside_a_phone_are_kept_and_what_is_none_is_left_out() -> None:
    assert cells.read_phones("13800001111（儿子）") == cells.Phones(("13800001111",), "13800001111（儿子）")
    assert cells.read_phones("李四13800001111").numbers == ("13800001111",)
    for hidden in ("138****5521", "138＊＊＊＊5521", "空号", "不愿提供", "微信号abc"):
        found = cells.read_phones(hidden)
        assert found.numbers == () and len(found.left_out) == 1
    with pytest.raises(Refused):
        cells.read_phones("1.37067E+10")


@pytest.mark.parametrize(
    "written", ["二〇二六年三月五日", "2026年三月五日", "2026 3 5", "2026年3月5日（星期四）", "2026-03-05 00:00:00.0"]
)
def test_days_in_other_spellings(written: str) -> None:
    assert cells.read_moment(written, None)[0] == datetime(2026, 3, 5)


@pytest.mark.parametrize("written", ["2026/3/5-3/8", "5/3/2026", "农历二月初五", "3月上旬", "2026年3月"])
def test_days_that_are_not_guessed(written: str) -> None:
    with pytest.raises(Refused) as refused:
        cells.read_moment(written, 2026)
    assert "看不懂这个日期" in refused.value.message


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (2, 2),
        (2.0, 2),
        ("2人", 2),
        ("１２ 人次", 12),
        ("十二人", 12),
        ("20余人", 20),
        ("一百零五人", 105),
        ("二十", 20),
        ("", None),
    ],
)
def test_counts(cell: Cell, expected: int | None) -> None:
    assert cells.read_count(cell, "人数") == expected


@pytest.mark.parametrize("cell", ["0", "-3", 2.5, "若干", "一二", date(2024, 1, 2), True])
def test_counts_that_are_none(cell: Cell) -> None:
    with pytest.raises(Refused):
        cells.read_count(cell, "人数")


def test_times_of_a_column_of_their_own() -> None:
    assert cells.read_time(time(9, 20)) == time(9, 20)
    assert cells.read_time(0.5) == time(12, 0)
    assert cells.read_time("下午3:05") == time(15, 5)
    assert cells.read_time("") is None


@pytest.mark.parametrize(
    ("texts", "year"),
    [
        (["2024年来访登记簿"], 2024),
        (["old-visits-2024.xls"], 2024),
        (["20240315来访.xls"], 2024),
        (["202403来访.xls"], 2024),
        (["二〇二四年来访登记簿"], 2024),
        (["2023—2024年来访登记簿", "来访2024.xls"], 2024),
        (["2023—2024年来访登记簿"], None),
        (["联系电话13820240001"], None),
        (["来访登记簿", "Sheet1"], None),
    ],
)
def test_the_year_of_a_title(texts: list[str], year: int | None) -> None:
    assert cells.year_in(texts) == year


@given(ANY_CELL)
def test_every_reader_gives_a_value_or_a_refusal(cell: Cell) -> None:
    assert isinstance(cells.cell_text(cell), str)
    for read in (
        cells.read_identity,
        cells.read_phones,
        cells.read_time,
        lambda given_cell: cells.read_count(given_cell, "人数"),
        lambda given_cell: cells.read_moment(given_cell, 2024),
        lambda given_cell: cells.read_moment(given_cell, None),
    ):
        try:
            read(cell)
        except Refused as refused:
            assert refused.code in ("bad_value", "missing")


def test_durations_are_no_dates() -> None:
    with pytest.raises(Refused):
        cells.read_moment(timedelta(hours=30), 2024)


def test_a_whole_number_that_ends_in_three_noughts_is_not_ruined() -> None:
    days = range(1, 29)
    bodies = [f"110105194912{day:02d}{serial}00" for day in days for serial in range(10)]
    whole = next(body + "0" for body in bodies if identity.check_digit(body) == "0")
    assert cells.read_identity(whole) == whole
