"""The recovery code: typed from paper in any way, and every slip of the hand noticed with its group."""

from __future__ import annotations

import random
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.domain.secrets import recovery
from petidesk.domain.secrets.passwords import new_password, spoken
from petidesk.domain.trouble import Refused

_RANDOM = st.binary(min_size=recovery.BYTES, max_size=recovery.BYTES)


@given(_RANDOM)
def test_a_code_is_read_however_it_is_typed(given_bytes: bytes) -> None:
    code = recovery.code_of(given_bytes)
    assert recovery.typed_code(code) == code
    full_width = "".join(chr(ord(sign) + 0xFEE0) if sign != "-" else "　" for sign in code)
    for typed in (code.lower(), code.replace("-", ""), code.replace("-", "  "), full_width, code.replace("0", "o")):
        assert recovery.typed_code(typed) == code
    assert recovery.typed_code(code.replace("1", "l").replace("V", "u")) == code


@given(_RANDOM, st.integers(0, 34), st.integers(1, 31))
def test_one_wrong_sign_is_noticed_with_its_group(given_bytes: bytes, at: int, by: int) -> None:
    signs = recovery.code_of(given_bytes).replace("-", "")
    other = recovery.ALPHABET[(recovery.ALPHABET.index(signs[at]) + by) % 32]
    with pytest.raises(Refused, match=f"第{at // 5 + 1}组"):
        recovery.typed_code(signs[:at] + other + signs[at + 1 :])


@given(_RANDOM, st.integers(0, 5))
def test_neighbours_or_groups_exchanged_are_noticed(given_bytes: bytes, at: int) -> None:
    groups = recovery.code_of(given_bytes).split("-")
    exchanged = [*groups[:at], groups[at + 1], groups[at], *groups[at + 2 :]]
    if groups[at] != groups[at + 1]:
        with pytest.raises(Refused, match="组"):
            recovery.typed_code("-".join(exchanged))
    first = groups[0]
    if first[1] != first[2]:
        with pytest.raises(Refused, match="第1组"):
            recovery.typed_code("-".join([first[0] + first[2] + first[1] + first[3:], *groups[1:]]))


def test_a_code_has_at_least_128_bits_and_every_bit_counts() -> None:
    assert recovery.BITS >= 128
    draw = random.Random(7)
    codes = {recovery.code_of(draw.randbytes(recovery.BYTES)) for _ in range(500)}
    assert len(codes) == 500
    used = {sign for code in codes for sign in code if sign != "-"}
    assert used == set(recovery.ALPHABET)
    assert len(recovery.code_of(secrets.token_bytes(18)).split("-")) == recovery.GROUPS


@pytest.mark.parametrize("typed", ["", "7K3QD", "7K3QD-" * 8, "恢复码", "!" * 35])
def test_what_is_no_code_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        recovery.typed_code(typed)
    assert refused.value.field == "recovery"
    assert "恢复" in refused.value.message


def test_a_password_has_8_to_128_characters_and_no_other_rule() -> None:
    for good in ("12345678", "八个汉字也算密码", " " * 8, "p" * 128, "🔑" * 8):
        assert new_password(good)
    for bad in ("", "1234567", "七个汉字不够长", "p" * 129, "1234567\ud800"):
        with pytest.raises(Refused):
            new_password(bad)
    assert spoken("ＡＢＣ１２３４５") == spoken("ABC12345")
    assert spoken("abc12345") != spoken("ABC12345")
