"""The recovery code: 140 random bits as seven groups of five, to be typed from paper.

The alphabet has no I, L, O and U: what somebody reads as one of them is taken for 1, 1, 0 and V. The fifth sign of each
group is computed from the other four and from the place of the group (in the field of 32 elements), so that one wrong
sign, two neighbours exchanged and two groups exchanged are all noticed, and the group that is wrong can be named.
"""

from __future__ import annotations

from petidesk.domain.secrets.passwords import normal
from petidesk.domain.trouble import Refused

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS = 7
_DATA = 4
BITS = GROUPS * _DATA * 5
BYTES = -(-BITS // 8)
_READ_AS = {"I": "1", "L": "1", "O": "0", "U": "V"}
# What people put between groups, and what an input method makes of it.
_BETWEEN = " \t\r\n-‐‑‒–—―－_.·、，,"
_WEIGHTS = (2, 4, 8, 16)
_PLACE = 5


def code_of(random: bytes) -> str:
    """The code that stands for these random bytes (the first 140 bits of them): ``7K3QD-...``, seven groups."""
    number = int.from_bytes(random[:BYTES], "big") >> (BYTES * 8 - BITS)
    signs = [(number >> (BITS - 5 * (at + 1))) & 31 for at in range(GROUPS * _DATA)]
    groups = []
    for place in range(GROUPS):
        four = signs[place * _DATA : (place + 1) * _DATA]
        groups.append("".join(ALPHABET[sign] for sign in (*four, _check(four, place))))
    return "-".join(groups)


def typed_code(typed: str) -> str:
    """The code that was typed, as it stands on the sheet. Refused bad_value, with the group that is wrong.

    Small letters, spaces, hyphens and full width make no difference.
    """
    signs = [_READ_AS.get(sign, sign) for sign in normal(typed).upper() if sign not in _BETWEEN]
    if strange := [sign for sign in signs if sign not in ALPHABET]:
        raise _refused(f"恢复码里没有“{strange[0][:1]}”这个字符，请对着恢复单再输一遍。")
    wanted = GROUPS * (_DATA + 1)
    if len(signs) != wanted:
        raise _refused(f"恢复码一共{wanted}个字符（{GROUPS}组，每组5个），现在是{len(signs)}个。")
    groups = ["".join(signs[at : at + _DATA + 1]) for at in range(0, wanted, _DATA + 1)]
    for place, group in enumerate(groups):
        *four, check = (ALPHABET.index(sign) for sign in group)
        if _check(four, place) != check:
            raise _refused(f"恢复码的第{place + 1}组（{group}）不对，请对着恢复单核对这一组。")
    return "-".join(groups)


def _refused(sentence: str) -> Refused:
    return Refused("bad_value", sentence, field="recovery")


def _check(four: list[int], place: int) -> int:
    total = _times(place + 1, _PLACE)
    for weight, sign in zip(_WEIGHTS, four, strict=True):
        total ^= _times(weight, sign)
    return total


def _times(one: int, other: int) -> int:
    """The product in the field of 32 elements (x^5 + x^2 + 1)."""
    product = 0
    while other:
        if other & 1:
            product ^= one
        one <<= 1
        if one & 32:
            one ^= 0b100101
        other >>= 1
    return product
