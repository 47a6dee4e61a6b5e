"""Number patterns that an office sets: ``{organ}访{year}-{serial:4}`` gives 清访2026-0123.

Placeholders: ``{year}`` (four digits), ``{serial}`` or ``{serial:4}`` (at least so many digits), ``{month}`` (two
digits) and ``{organ}``. Serials restart each year, so a pattern without year and serial would repeat itself. People
read and type the names in Chinese (`in_words`, `from_words`), and refusals say them so.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from petidesk.domain.trouble import Refused

MAX_PATTERN = 60

_PLACEHOLDER = re.compile(r"\{([a-z]+)(?::([0-9]+))?\}")
_WORDS = {"organ": "代字", "year": "年份", "month": "月份", "serial": "流水号"}
_IN_WORDS = re.compile(rf"\{{({'|'.join(_WORDS.values())})(?=[:}}])")
_CODES = {words: code for code, words in _WORDS.items()}
_SIGNS = frozenset("-_.()（）〔〕[]【】·—")


@dataclass(frozen=True, slots=True)
class _Part:
    """A literal text, or a placeholder with its width."""

    text: str = ""
    placeholder: str = ""
    width: int = 1


def check_pattern(pattern: str, field: str | None = None) -> None:
    """Refuse (bad_value) a pattern that cannot number: the first fault found, in a sentence.

    It needs {year} and {serial}, each placeholder once, balanced braces, a serial of 1 to 8 digits, and otherwise only
    letters, digits and the signs of numbers: no blanks and no slashes, because files are named after numbers.
    """
    _parts(pattern, field)


def check_organ(text: str, field: str | None = None) -> None:
    """Refuse (bad_value) what cannot stand for {organ}: files are named after numbers, so ../x would be a path."""
    wrong = next((char for char in text if not _is_plain(char)), None)
    if wrong is not None:
        shown = "空格" if wrong.isspace() else f"“{wrong}”"
        raise Refused("bad_value", f"代字里不能用{shown}，只用汉字、字母和数字。", field=field)


def plain_organ(text: str) -> str:
    """What of a text can stand for {organ}."""
    return "".join(filter(_is_plain, text))


def _is_plain(char: str) -> bool:
    return (char.isascii() and char.isalnum()) or unicodedata.category(char) in ("Lo", "Nl")


def in_words(pattern: str) -> str:
    """The pattern as people read it: ``{代字}访{年份}-{流水号:4}``."""
    return re.sub(r"\{([a-z]+)(?=[:}])", lambda found: "{" + _WORDS.get(found[1], found[1]), pattern)


def from_words(text: str) -> str:
    """The pattern of what somebody typed; its names may be Chinese or not."""
    return _IN_WORDS.sub(lambda found: "{" + _CODES[found[1]], text)


def format_number(pattern: str, *, year: int, serial: int, organ: str = "", month: int = 1) -> str:
    """The number of a pattern. A serial longer than its width keeps all its digits. Refused as `check_pattern`."""
    values = {"organ": organ, "year": f"{year:04d}", "month": f"{month:02d}"}
    return "".join(
        part.text or (f"{serial:0{part.width}d}" if part.placeholder == "serial" else values[part.placeholder])
        for part in _parts(pattern, None)
    )


@lru_cache(maxsize=64)
def _parts(pattern: str, field: str | None) -> tuple[_Part, ...]:
    if len(pattern) > MAX_PATTERN:
        raise Refused("bad_value", f"编号格式太长，最多{MAX_PATTERN}个字符。", field=field)
    parts, end = [], 0
    for match in _PLACEHOLDER.finditer(pattern):
        parts.append(_literal(pattern[end : match.start()], field))
        parts.append(_placeholder(match[1], match[2], field))
        end = match.end()
    parts.append(_literal(pattern[end:], field))
    names = [part.placeholder for part in parts if part.placeholder]
    for name in ("year", "serial"):
        if name not in names:
            raise Refused("bad_value", f"编号格式里要有 {{{_WORDS[name]}}}，否则编号会重复。", field=field)
    for name in names:
        if names.count(name) > 1:
            raise Refused("bad_value", f"编号格式里 {{{_WORDS[name]}}} 只能出现一次。", field=field)
    return tuple(part for part in parts if part.text or part.placeholder)


def _placeholder(name: str, width: str | None, field: str | None) -> _Part:
    if name not in _WORDS:
        known, codes = ("、".join(f"{{{known}}}" for known in names) for names in (_WORDS.values(), _WORDS))
        words = f"编号格式里不认识 {{{name}}}，可用：{known}。"
        raise Refused("bad_value", words, field=field, hint=f"也可以写 {codes}。")
    if width is None:
        return _Part(placeholder=name)
    if name != "serial" or not 1 <= int(width) <= 8:
        raise Refused("bad_value", "编号格式里只有 {流水号} 可以写位数，1到8位，如 {流水号:4}。", field=field)
    return _Part(placeholder=name, width=int(width))


def _literal(text: str, field: str | None) -> _Part:
    for char in text:
        if char in "{}":
            raise Refused("bad_value", "编号格式里的花括号不成对，应写成 {年份}、{流水号:4} 这样。", field=field)
        if not (char in _SIGNS or _is_plain(char)):
            shown = "空格" if char.isspace() else f"“{char}”" if char.isprintable() else f"U+{ord(char):04X}"
            raise Refused("bad_value", f"编号格式里不能用{shown}，只用汉字、字母、数字和 - _ . 括号。", field=field)
    return _Part(text=text)
