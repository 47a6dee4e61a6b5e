"""Identity numbers: GB 11643 with the office's old papers in mind."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.domain import identity
from petidesk.domain.identity import IdentityCheck

TODAY = date(2026, 11, 19)
BIRTHS = st.dates(date(1900, 1, 1), TODAY)


def number_for(place: int, birth: date, serial: int) -> str:
    body = f"{place:06d}{birth:%Y%m%d}{serial:03d}"
    # the definition of the standard: the weighted sum of all 18 leaves 1 modulo 11
    for value, char in enumerate("0123456789X"):
        total = sum(int(digit) * pow(2, 17 - i, 11) for i, digit in enumerate(body)) + value
        if total % 11 == 1:
            return body + char
    raise AssertionError("no check digit")


def test_a_right_number() -> None:
    assert identity.check("11010519491231002X", TODAY) == IdentityCheck(
        True, "11010519491231002X", date(1949, 12, 31), "female", False, None
    )


@given(st.integers(100000, 999999), BIRTHS, st.integers(0, 999))
def test_every_well_formed_number_is_valid_whatever_its_place(place: int, birth: date, serial: int) -> None:
    number = number_for(place, birth, serial)
    found = identity.check(number, TODAY)
    sex = "male" if serial % 2 else "female"
    assert found == IdentityCheck(True, number, birth, sex, False, None)


@given(st.integers(100000, 999999), BIRTHS, st.integers(0, 999), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_never_passes(place: int, birth: date, serial: int, where: int, shift: int) -> None:
    number = number_for(place, birth, serial)
    digit = number[where]
    wrong = str((int(digit) + shift) % 10) if digit != "X" else str(shift)
    changed = number[:where] + wrong + number[where + 1 :]
    found = identity.check(changed, TODAY)
    assert not found.valid
    assert found.normalised is None
    if found.problem == "check_digit":
        assert found.birth is not None
        assert found.sex in ("male", "female")
    else:
        assert (found.problem, found.birth, found.sex) == ("date", None, None)


@given(st.integers(100000, 999999), st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.integers(0, 999))
def test_old_numbers_become_eighteen_digits(place: int, birth: date, serial: int) -> None:
    old = f"{place:06d}{birth:%y%m%d}{serial:03d}"
    found = identity.check(old, TODAY)
    assert found.old_format
    assert found.normalised == number_for(place, birth, serial)
    assert found.birth == birth


@pytest.mark.parametrize(
    "typed", ["１１０１０５１９４９１２３１００２ｘ", "11010519491231002x", " 110105 19491231 002Ｘ "]
)
def test_typed_forms_are_normalised(typed: str) -> None:
    assert identity.check(typed, TODAY).normalised == "11010519491231002X"


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("", "length"),
        ("1101051949123100", "length"),
        ("11010519491231002X1", "length"),
        ("1101051949123A002X", "character"),
        ("X1010519491231002X", "character"),
        ("11010549123100X", "character"),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", "character"),
        ("110105194913310021", "date"),
        ("110105202302290021", "date"),
        ("110105202611200021", "date"),
        ("110105000001010021", "date"),
        ("110105491331002", "date"),
        ("110105194912310021", "check_digit"),
    ],
)
def test_problems_have_names_and_sentences(number: str, problem: str) -> None:
    found = identity.check(number, TODAY)
    assert (found.valid, found.problem, found.normalised) == (False, problem, None)
    assert identity.PROBLEMS[problem].endswith("。")


@given(st.text(max_size=20))
def test_no_text_raises(text: str) -> None:
    found = identity.check(text, TODAY)
    assert found.valid == (found.problem is None)


def test_masks_and_groups() -> None:
    assert identity.mask_identity("522201198001010018") == "5222**********0018"
    assert identity.mask_identity("522201800101001") == "5222*******1001"
    assert identity.mask_identity("E12345678") == "E1*****78"
    assert identity.mask_identity("") == ""
    assert identity.mask_phone("138 0000 1234") == "138****1234"
    assert identity.mask_phone("＋86-13800001234") == "138****1234"
    assert identity.mask_phone("0731-12345678") == "073*******678"
    assert identity.group_phone("13800001234") == "138 0000 1234"
    assert identity.group_phone(" 0731-1234567 ") == "0731-1234567"


@given(st.text(alphabet="0123456789X-", min_size=4, max_size=24))
def test_masks_always_hide_at_least_a_third(text: str) -> None:
    for masked in (identity.mask_identity(text), identity.mask_phone(text)):
        assert masked.count("*") * 3 >= len(masked)


@pytest.mark.parametrize(
    ("value", "ruined"),
    [
        ("1.10105E+17", True),
        ("1.10105194912310E+17", True),
        ("１.1e17", True),
        (1.1010519491231e17, True),
        (110105194912310020, True),
        ("110105194912310000", True),
        ("11010519491231002X", False),
        ("110105491231002", False),
        (13800001234.0, False),
        (110105491231002.0, False),
        ("E12345678", False),
        ("", False),
    ],
)
def test_what_a_spreadsheet_spoilt(value: str | float, ruined: bool) -> None:
    assert identity.ruined_number(value) is ruined


def test_a_valid_number_that_ends_in_zeros_is_not_called_ruined() -> None:
    serials = (
        number_for(110105, date(1949, 12, day), serial) for day in range(1, 32) for serial in range(0, 1000, 100)
    )
    number = next(n for n in serials if n.endswith("000"))
    assert identity.check(number, TODAY).valid
    assert not identity.ruined_number(number)
