"""What comes from and goes to the clipboard of a spreadsheet program, and how typed cells are written out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.domain.ledger.fields import ledger_field
from petidesk.ui.backfill.model import MOST_COLUMNS, MOST_ROWS, read_block, write_block, written_out

TODAY = date(2026, 11, 22)
CELL = st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12).map(str.strip)


@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=6))
def test_what_is_copied_is_pasted_again(rows: list[list[str]]) -> None:
    assert read_block(write_block(rows)) == rows


def test_a_cell_with_lines_and_quotes_is_one_cell() -> None:
    text = '2025年3月8日\t"两家因滴水\r\n发生""争执"""\t6人\r\n3.8\t拖欠"工钱"\t2\r\n'
    assert read_block(text) == [["2025年3月8日", '两家因滴水\n发生"争执"', "6人"], ["3.8", '拖欠"工钱"', "2"]]


def test_nothing_too_much_and_one_cell() -> None:
    assert read_block("") == [] and read_block("\n") == []
    assert read_block("东村") == [["东村"]]
    assert len(read_block("a\n" * (MOST_ROWS + 5))) == MOST_ROWS
    assert len(read_block("\t".join("a" * (MOST_COLUMNS + 5)))[0]) == MOST_COLUMNS


@pytest.mark.parametrize(
    ("key", "typed", "shown"),
    [
        ("found_on", "3.8", "2026-03-08"),
        ("found_on", "2025年3月8日", "2025-03-08"),
        ("found_on", "0308", "2026-03-08"),
        ("found_on", "2月30日", "2月30日"),
        ("found_on", "2027-01-01", "2027-01-01"),
        ("due_on", "2027-1-1", "2027-01-01"),
        ("amount_yuan", "12000", "12,000"),
        ("amount_yuan", "12,000.5元", "12,000.50"),
        ("amount_yuan", "很多", "很多"),
        ("summary", " 两家争执 ", "两家争执"),
    ],
)
def test_a_cell_is_written_out_as_it_is_understood(key: str, typed: str, shown: str) -> None:
    assert written_out(ledger_field(key), typed, TODAY) == shown
