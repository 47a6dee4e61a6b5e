"""Number patterns that an office sets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.domain.numbering import check_pattern, format_number, from_words, in_words
from petidesk.domain.trouble import Refused

USUAL = "{organ}访{year}-{serial:4}"


def test_the_usual_pattern() -> None:
    assert format_number(USUAL, organ="清信", year=2026, serial=123) == "清信访2026-0123"
    assert format_number(USUAL, organ="清信", year=2026, serial=12345) == "清信访2026-12345"


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("XF{year}{month}{serial:4}LF", "XF2026060007LF"),
        ("{organ}告〔{year}〕{serial}号", "清告〔2026〕7号"),
        ("({year})第{serial:3}号", "(2026)第007号"),
    ],
)
def test_patterns_seen_in_offices(pattern: str, number: str) -> None:
    check_pattern(pattern)
    assert format_number(pattern, organ="清", year=2026, serial=7, month=6) == number


@pytest.mark.parametrize("pattern", [USUAL, "XF{year}{month}{serial}LF", "访{年}{organ", "{名}"])
def test_a_pattern_is_read_and_typed_in_words(pattern: str) -> None:
    assert from_words(in_words(pattern)) == pattern == from_words(pattern)
    assert in_words(USUAL) == "{代字}访{年份}-{流水号:4}"


@given(st.integers(2020, 2030), st.integers(1, 99999), st.integers(2020, 2030), st.integers(1, 99999))
def test_two_serials_never_share_a_number(year: int, serial: int, other_year: int, other: int) -> None:
    for pattern in (USUAL, "{serial}{year}", "{year}{serial:2}"):
        same = format_number(pattern, year=year, serial=serial) == format_number(pattern, year=other_year, serial=other)
        assert same == ((year, serial) == (other_year, other))


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("", "要有 {年份}"),
        ("访{serial:4}", "要有 {年份}"),
        ("访{year}", "要有 {流水号}"),
        ("{year}{serial}{serial:4}", "只能出现一次"),
        ("{year}-{serial", "花括号"),
        ("{year}}-{serial}", "花括号"),
        ("{year}-{serial:0}", "1到8位"),
        ("{year}-{serial:9}", "1到8位"),
        ("{year:2}-{serial}", "1到8位"),
        ("{year}-{serial:x}", "花括号"),
        ("{year}-{serial}{name}", "不认识 {name}"),
        ("{year!r}-{serial}", "花括号"),
        ("{year} {serial}", "空格"),
        ("{year}/{serial}", "“/”"),
        ("{year}\\{serial}", "不能用"),
        ("{year}\x00{serial}", "U\\+0000"),
        ("{year}😀{serial}", "不能用"),
        ("访" * 60 + "{year}{serial}", "太长"),
    ],
)
def test_patterns_that_cannot_number_are_refused(pattern: str, words: str) -> None:
    with pytest.raises(Refused, match=words.replace("{", "\\{")) as caught:
        check_pattern(pattern, "visit_pattern")
    assert (caught.value.code, caught.value.field) == ("bad_value", "visit_pattern")
