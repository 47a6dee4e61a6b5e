"""What the one search box means: text and query go through the same function, and `matches` defines the answer.

The index (storage) keeps single characters, so that Chinese words of any length are found by phrase queries:
column ``body`` holds `body_fts_text`, column ``initials`` holds `initials_fts_text`, and `match_expression` writes the
query. Runs of digits are kept as threes besides. Both columns use the FTS5 tokenizer `TOKENIZER`. A character that
this tokenizer would drop, merge or fold is written as a word of its own (𠮷 becomes ``u20bb7``) in the index and in
the query alike: nothing is lost silently.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from petidesk.domain.surnames import rare_readings, surname_readings
from petidesk.domain.trouble import Refused

TOKENIZER = "unicode61 remove_diacritics 0"
"""The FTS5 tokenizer that both columns need; the encoding below was tried against it, character by character."""

BOUNDARY = "zz"
"""The word between two fields or two readings: no query can produce it, so no phrase crosses it."""

MAX_QUERY = 200
"""Characters of a query, after normalising, beyond which it is refused: the box is for words, not for documents."""

MAX_READINGS = 64
"""Full combinations of readings kept for one name; beyond them each further reading is kept once."""

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_RUN = re.compile("[0-9]{3,}")


class _Kept(dict[int, str]):
    """Translation table that decides about each character once: kept, dropped, or a blank."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = answer = _kept(code, char)
        return answer


def _kept(code: int, char: str) -> str:
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    if category[0] in "PSZ" or category in ("Cc", "Cf", "Cs"):
        return ""
    if 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:  # selectors of glyph variants carry no meaning
        return ""
    if category == "Cn" and not 0x20000 <= code <= 0x3FFFD:  # ideographs newer than this Python's tables stay
        return ""
    return char


_KEPT = _Kept()


def normalise(text: str) -> str:
    """The form in which texts are compared: NFKC, lower case, no punctuation, symbols or controls.

    White space of any kind becomes one blank between words, none at the ends. ``normalise(normalise(t))`` equals
    ``normalise(t)``.
    """
    while True:
        step = unicodedata.normalize("NFKC", text).lower().translate(_KEPT)
        step = " ".join(step.split())
        if step == text:
            return step
        text = step


def tokens(text: str) -> list[str]:
    """The single characters of the normalised text, white space left out; digits and latin letters are split too."""
    return [char for char in normalise(text) if char != " "]


class _Words(dict[str, str]):
    """The word of the index for each normalised character: itself where FTS5 keeps it whole, else ``u`` + its code."""

    def __missing__(self, char: str) -> str:
        code = ord(char)
        whole = char in _LETTERS or "0" <= char <= "9" or 0x3400 <= code <= 0x4DBF or 0x4E00 <= code <= 0x9FFF
        self[char] = answer = char if whole else f"u{code:x}"
        return answer


_WORDS = _Words()


def _threes(digits: str) -> str:
    """The overlapping threes of a run of digits, as words: 12345 gives ``123 234 345``."""
    return " ".join(digits[start : start + 3] for start in range(len(digits) - 2))


def body_fts_text(fields: Iterable[str]) -> str:
    """What column ``body`` holds for one record: every field's words, with a boundary between fields.

    A run of three digits or more stands there a second time, as threes: single digits occur in nearly every record,
    so that a part of a telephone number asked for by them alone would walk through all records.
    """
    parts: list[str] = []
    for field in fields:
        plain = normalise(field).replace(" ", "")
        if plain:
            parts.append(" ".join(map(_WORDS.__getitem__, plain)))
            parts += map(_threes, _RUN.findall(plain))
    return f" {BOUNDARY} ".join(parts)


def initials_fts_text(names: Iterable[str]) -> str:
    """What column ``initials`` holds for one record: every reading of every name, with boundaries between them."""
    readings = sorted(set(itertools.chain.from_iterable(map(initials, names))))
    return f" {BOUNDARY} ".join(" ".join(reading) for reading in readings)


@dataclass(frozen=True)
class Term:
    """One word of a query, normalised and without blanks; `latin` when it is nothing but the letters a to z."""

    text: str
    latin: bool


def parse_query(text: str) -> tuple[Term, ...]:
    """The words of a query; white space separates them and all must match. Each word is kept once.

    Refused (bad_value) when nothing is left after dropping symbols, or when the query is longer than `MAX_QUERY`.
    """
    words = list(dict.fromkeys(normalise(text).split()))
    if not words and not text.strip():
        raise Refused("bad_value", "请输入要查找的文字、拼音首字母或号码。", field="query")
    if not words:
        raise Refused("bad_value", "只有标点或符号，无法查找，请输入文字、拼音首字母或号码。", field="query")
    if sum(map(len, words)) > MAX_QUERY:
        raise Refused("bad_value", f"查找内容太长，请不要超过{MAX_QUERY}个字。", field="query")
    return tuple(Term(word, _LETTERS.issuperset(word)) for word in words)


def match_expression(terms: Sequence[Term]) -> str:
    """The FTS5 MATCH string of a query, for columns ``body`` and ``initials``: phrases joined by AND."""
    parts = []
    for term in terms:
        phrase = " ".join(map(_WORDS.__getitem__, term.text))
        runs = _RUN.findall(term.text)
        asked = [] if runs == [term.text] else [phrase]
        body = " AND ".join(f'body:"{words}"' for words in (*map(_threes, runs), *asked))
        parts.append(f'({body} OR initials:"{phrase}")' if term.latin else f"({body})")
    return " AND ".join(parts)


def matches(query: str, fields: Sequence[str], names: Sequence[str]) -> bool:
    """Whether a record answers the query: the definition that every index is compared with.

    Each word of the query must be part of one field (normalised, white space ignored) or, when it is only latin
    letters, part of the initials of one of the names. Refused as `parse_query`.
    """
    haystacks = ["".join(tokens(field)) for field in fields]
    readings = set(itertools.chain.from_iterable(map(initials, names)))
    return all(
        any(term.text in hay for hay in haystacks) or (term.latin and any(term.text in reading for reading in readings))
        for term in parse_query(query)
    )


@lru_cache(maxsize=32768)
def _syllables(char: str) -> tuple[str, ...]:
    """Every reading of one character without tones, the usual one first; a latin letter reads as itself."""
    if char in _LETTERS:
        return (char,)
    if char in rare_readings():
        return rare_readings()[char]
    if ord(char) < 0x3000:
        return ()
    from pypinyin import Style, pinyin  # imported here: it costs a third of a second at the start

    found = pinyin(char, style=Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False)
    return tuple(dict.fromkeys(found[0])) if found else ()


def _surname_length(name: str) -> int:
    """How many leading characters are a surname of `surname_readings` (the longest), 0 for none."""
    return next((n for n in (3, 2, 1) if name[:n] in surname_readings() and len(name) >= n), 0)


def _letters(char: str, surname: bool) -> tuple[str, ...]:
    listed = surname_readings().get(char, ()) if surname else ()
    return tuple(dict.fromkeys(s[0] for s in (*listed, *_syllables(char)) if s[0] in _LETTERS))


@lru_cache(maxsize=4096)
def initials(name: str) -> frozenset[str]:
    """Every reading of a name's pinyin initials: 单桂花 gives sgh, dgh, cgh.

    Surnames are read by the table of surnames and as ordinary characters; given-name characters by all their readings.
    A character without a reading is passed over. At most `MAX_READINGS` full combinations; in longer names every
    further reading occurs once, the other characters at their usual one.
    """
    chars = tokens(name)
    choices = [found for i, char in enumerate(chars) if (found := _letters(char, surname=i == 0))]
    if not choices:
        return frozenset()
    readings = set(_combinations(choices))
    length = _surname_length("".join(chars))
    if length > 1:
        rest = [found for char in chars[length:] if (found := _letters(char, surname=False))]
        for surname in surname_readings()["".join(chars[:length])]:
            head = tuple((part[0],) for part in surname.split())
            readings.update(_combinations([*head, *rest]))
    return frozenset(readings)


def _combinations(choices: Sequence[tuple[str, ...]]) -> Iterable[str]:
    full, count = [], 1
    for options in choices:
        count *= len(options)
        full.append(options if count <= MAX_READINGS else options[:1])
        if count > MAX_READINGS:
            count //= len(options)
    yield from map("".join, itertools.product(*full))
    usual = [options[0] for options in choices]
    for place, options in enumerate(choices):
        for other in options[len(full[place]) :]:
            yield "".join([*usual[:place], other, *usual[place + 1 :]])


def pinyin_syllables(text: str) -> tuple[str, ...]:
    """The usual reading of a text, one word for each character, without tones, ü written v; letters stay together."""
    from pypinyin import lazy_pinyin

    plain = normalise(text).replace(" ", "")
    readable = "".join(rare_readings()[char][0] if char in rare_readings() else char for char in plain)
    return tuple(lazy_pinyin(readable))
