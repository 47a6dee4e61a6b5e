"""The one rule of a password: 8 to 128 characters.

What is typed is brought to its compatibility form first (NFKC): an input method for Chinese leaves half width and full
width to chance, and `ＡＢＣ１２３` typed on one day must open what `ABC123` closed on another.
"""

from __future__ import annotations

import unicodedata

from petidesk.domain.trouble import KnownTrouble, Refused

LEAST = 8
MOST = 128


def normal(typed: str) -> str:
    """What the typed characters stand for; the same for half and full width."""
    return unicodedata.normalize("NFKC", typed)


def new_password(typed: str, field: str = "password") -> str:
    """A password to be set, normalised. Refused bad_value unless it has 8 to 128 characters that can be written."""
    password = normal(typed)
    if not LEAST <= len(password) <= MOST:
        raise Refused("bad_value", f"密码要有{LEAST}到{MOST}个字符，没有别的要求。", field=field)
    if any("\ud800" <= character <= "\udfff" for character in password):
        raise Refused("bad_value", "密码里有不完整的字符，请换一个。", field=field)
    return password


def spoken(typed: str) -> bytes:
    """The bytes that a key is made of."""
    return normal(typed).encode("utf-8", "surrogatepass")


def wrong_password() -> KnownTrouble:
    """What is said of a password that opens nothing."""
    return KnownTrouble("wrong_password", "密码不对，没有打开。请核对大小写和输入法后再试；忘了密码可以用恢复码。")


def password_wanted() -> KnownTrouble:
    """What is said when none was given."""
    return KnownTrouble(
        "wrong_password",
        "这个单位的记录是加密的，要密码才能打开。",
        hint="用 --password-stdin（标准输入的第一行）或环境变量 PETIDESK_PASSWORD。",
    )
