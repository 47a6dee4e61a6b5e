"""Identity numbers and telephone numbers: checking, masking and grouping. Nothing here is a gate for a visit.

The check is our own few lines (GB 11643): length, characters, date and check digit. A place code is never judged,
because tables of places are never complete.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

# GA/T 517 codes of the kinds a township desk meets
ID_KINDS: dict[str, str] = {
    "111": "居民身份证",
    "113": "户口簿",
    "114": "军官证",
    "414": "普通护照",
    "511": "台湾居民来往大陆通行证",
    "516": "港澳居民来往内地通行证",
    "553": "外国人永久居留身份证",
    "990": "其他证件",
}

# what a form says beside the field, by `IdentityCheck.problem`
PROBLEMS: dict[str, str] = {
    "length": "应为18位（旧证15位），请核对是否漏填或多填。",
    "character": "只能是数字，第18位可以是X，请核对。",
    "date": "第7至14位不是可能的出生日期，请核对。",
    "check_digit": "最后一位校验码不符，可能有一位抄错，请核对原件。",
}

# Numbers among words: an identity number, a mobile number as it is or in groups (138 0000 1234).
_ELEVEN_DIGITS = re.compile(r"\d{3}[ -]?\d{4}[ -]?\d{4}")
_IDENTITY_IN_WORDS = re.compile(r"(?<![0-9])[1-9]\d{16}[0-9Xx](?![0-9Xx])")
_MOBILE_IN_WORDS = re.compile(r"(?<![0-9*])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![0-9*])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_FULL_WIDTH = str.maketrans("０１２３４５６７８９ｘＸx＋－（）", "0123456789XXX+-()")


@dataclass(frozen=True, slots=True)
class IdentityCheck:
    """The answer of `check`. `problem` is None or a key of `PROBLEMS`; `sex` is male or female.

    `birth`, `sex` and `normalised` are None when `valid` is False, except that a wrong check digit still gives birth
    and sex. `old_format` says that the number is one of 15 digits; `normalised` then has the 18.
    """

    valid: bool
    normalised: str | None
    birth: date | None
    sex: str | None
    old_format: bool
    problem: str | None


def check_digit(first_seventeen: str) -> str:
    """The eighteenth character that belongs to 17 digits (GB 11643)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_seventeen, strict=True))
    return _CHECK_DIGITS[total % 11]


def check(number: str, today: date) -> IdentityCheck:
    """Check a resident identity number of 18 or 15 characters; `today` is the day after which no one was born yet.

    Full-width digits, a small x and white space are normalised. Never raises: a wrong number is an answer.
    """
    text = "".join(number.split()).translate(_FULL_WIDTH)
    if len(text) not in (15, 18):
        return _wrong("length", old=False)
    old = len(text) == 15
    body = text if old else text[:17]
    if not (body.isascii() and body.isdigit()) or (not old and text[17] not in "0123456789X"):
        return _wrong("character", old=False)
    if old:
        body = f"{text[:6]}19{text[6:]}"
    try:
        birth = date(int(body[6:10]), int(body[10:12]), int(body[12:14]))
    except ValueError:
        return _wrong("date", old)
    if birth > today:
        return _wrong("date", old)
    sex = "male" if int(body[16]) % 2 else "female"
    right = body + check_digit(body)
    if not old and right != text:
        return IdentityCheck(False, None, birth, sex, False, "check_digit")
    return IdentityCheck(True, right, birth, sex, old, None)


def doubts(answer: IdentityCheck, birth: date | None = None) -> list[str]:
    """What is to be looked at again though it may stand; `birth` is the day that was typed, beside a number or alone.

    A number of 18 digits of which three were left out reads as an old one of somebody born in 1919 or 1920.
    """
    found = []
    if answer.old_format and answer.birth is not None and answer.birth.year in (1919, 1920):
        found.append(f"身份证号只有15位，读作{answer.birth.year}年出生；如果是18位的少输了3位，请补全。")
    born = birth or answer.birth
    return [*found, *early_birth(born)]


def early_birth(birth: date | None) -> list[str]:
    """A sentence for a birth before 1900: mostly a slip of the year."""
    if birth is None or birth.year >= 1900:
        return []
    return [f"出生日期{birth.isoformat()}在1900年以前，请核对。"]


def _wrong(problem: str, old: bool) -> IdentityCheck:
    return IdentityCheck(False, None, None, None, old, problem)


# A number as spreadsheet programs shorten it: 1.10105E+17.
SCIENTIFIC = re.compile(r"\d(\.\d*)?E\+?\d{1,3}", re.IGNORECASE)


def ruined_number(value: str | float) -> bool:
    """Whether a spreadsheet has spoilt an identity number: digits after the fifteenth are lost for good.

    True for a number above 2 to the 53rd, for text such as 1.10105E+17, and for 18 digits that end in 000, or that
    are a binary number of fifteen digits written out, and whose check digit does not fit.
    """
    if not isinstance(value, str):
        return abs(value) >= 2**53
    text = "".join(value.split()).translate(_FULL_WIDTH)
    if SCIENTIFIC.fullmatch(text):
        return True
    if len(text) != 18 or not (text.isascii() and text.isdigit()) or check_digit(text[:17]) == text[17]:
        return False
    # A spreadsheet keeps fifteen digits; written out, the rest is 000 or what the nearest binary number has there.
    return text.endswith("000") or int(float(f"{float(text):.15g}")) == int(text)


def _masked(text: str, head: int, tail: int) -> str:
    return text[:head] + "*" * (len(text) - head - tail) + text[len(text) - tail :]


def masked_document(document: Any) -> Any:
    """A document of JSON with every identity and telephone number in it masked, among words, too."""
    if isinstance(document, str):
        return mask_numbers(document)
    if isinstance(document, dict):
        masks = {"id_number": mask_identity, "phone": mask_phone}
        return {
            key: masks[key](value) if key in masks and isinstance(value, str) else masked_document(value)
            for key, value in document.items()
        }
    return [masked_document(one) for one in document] if isinstance(document, list | tuple) else document


def mask_identity(number: str) -> str:
    """5222**********0018: the first and last four characters; of short documents a quarter at each end."""
    text = "".join(number.split())
    shown = 4 if len(text) >= 15 else len(text) // 4
    return _masked(text, shown, shown)


def mask_phone(phone: str) -> str:
    """138****1234 for a mobile number; of any other number a quarter of its characters at each end."""
    text = _bare_phone(phone)
    return _masked(text, 3, 4) if _is_mobile(text) else _masked(text, len(text) // 4, len(text) // 4)


def mask_numbers(text: str) -> str:
    """`text` with the identity and mobile numbers that somebody typed among its words masked as in a column."""
    if _ELEVEN_DIGITS.search(text) is None:
        return text
    hidden = _IDENTITY_IN_WORDS.sub(lambda found: mask_identity(found[0]), text)
    return _MOBILE_IN_WORDS.sub(lambda found: mask_phone(found[0]), hidden)


def group_phone(phone: str) -> str:
    """138 0000 1234 for a mobile number; any other number as it was typed, without blanks at its ends."""
    text = _bare_phone(phone)
    return f"{text[:3]} {text[3:7]} {text[7:]}" if _is_mobile(text) else phone.strip()


def _bare_phone(phone: str) -> str:
    """Without blanks; hyphens and the country code go too where a mobile number remains."""
    text = "".join(phone.split()).translate(_FULL_WIDTH)
    digits = text.replace("-", "").removeprefix("+").removeprefix("86")
    return digits if _is_mobile(digits) else text


def _is_mobile(text: str) -> bool:
    return len(text) == 11 and text.isascii() and text.isdigit() and text.startswith("1")
