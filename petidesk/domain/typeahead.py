"""Type-ahead for villages, categories, units and leaders: characters, full pinyin or initials find a value.

Values that begin with what was typed come before values that contain it, and among equals the one used last comes
first. A text that is no value yet is not an error: the form offers it as 新增.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from petidesk.domain.search import initials, normalise, pinyin_syllables
from petidesk.domain.surnames import surname_readings
from petidesk.domain.trouble import Refused

_PARTS = re.compile(r"[\s/·]+")
_EXACT, _PREFIX, _INFIX, _NONE = range(4)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that can be chosen, the label that is shown and searched (the value when empty), and when it was used.

    `last_used` is ISO text (2026-11-19 or 2026-11-19T09:20), empty when never.
    """

    value: str
    label: str = ""
    last_used: str = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The choices that answer, best first, and whether what was typed is no value yet (新增)."""

    choices: tuple[Choice, ...]
    is_new: bool


class TypeAhead:
    """Choices with their keys made ready; pinyin is read by `prepare`, else when letters are first typed."""

    def __init__(self, choices: Iterable[Choice]) -> None:
        # stable sorting: the latest use first, then the order in which they came
        self._choices = sorted(choices, key=lambda choice: choice.last_used, reverse=True)
        self._texts = [_text_keys(choice.label or choice.value) for choice in self._choices]
        self._values = {_key(choice.value) for choice in self._choices} | {keys[0] for keys in self._texts}

    def prepare(self) -> None:
        """Read the pinyin now, off the window's thread: some 0.3 s for 2,000 choices, and the library's import."""
        for choice in self._choices:
            _pinyin_keys(choice.label or choice.value)

    def rank(self, query: str, limit: int = 8) -> Ranked:
        """The best `limit` choices for what was typed; for an empty query those used last."""
        typed = _key(query)
        if not typed:
            return Ranked(tuple(self._choices[:limit]), False)
        latin = typed.replace("ü", "v")
        latin = latin if latin.isascii() and latin.isalnum() else ""
        graded: list[list[Choice]] = [[], [], []]
        for choice, keys in zip(self._choices, self._texts, strict=True):
            grade = _grade(typed, keys)
            if latin and grade > _PREFIX:
                grade = min(grade, _pinyin_grade(latin, choice.label or choice.value))
            if grade != _NONE:
                graded[grade].append(choice)
        found = [choice for choices in graded for choice in choices]
        return Ranked(tuple(found[:limit]), typed not in self._values)


def bare_letters(text: str) -> bool:
    """Whether a text is nothing but letters typed to search by (dc, tdq): no village, person or unit is called that."""
    return text.isascii() and any(char.isalpha() for char in text)


def letters_refused(text: str, field: str = "") -> Refused:
    """The refusal of letters that found nothing and were left where a value belongs; `field` is its path."""
    return Refused("bad_value", f"“{text}”只是拼音字母：请写汉字，或者从列表里选。", field=field)


def _key(text: str) -> str:
    return normalise(text).replace(" ", "")


def _text_keys(label: str) -> tuple[str, ...]:
    """The whole label, then each of its parts: 自然资源/土地征收 is found by either."""
    return (_key(label), *map(_key, _PARTS.split(label)[1:]))


def _grade(typed: str, keys: tuple[str, ...]) -> int:
    if typed == keys[0]:
        return _EXACT
    if any(key.startswith(typed) for key in keys):
        return _PREFIX
    return _INFIX if typed in keys[0] else _NONE


def _pinyin_grade(typed: str, label: str) -> int:
    starts, inner, letters = _pinyin_keys(label)
    if starts.startswith(typed) or f" {typed}" in starts:
        return _PREFIX
    return _INFIX if f" {typed}" in inner or any(typed in reading for reading in letters) else _NONE


@lru_cache(maxsize=8192)
def _pinyin_keys(label: str) -> tuple[str, str, tuple[str, ...]]:
    """Words that begin a part, words that begin at an inner syllable (each after a blank), and readings of initials."""
    starts: list[str] = []
    inner: list[str] = []
    letters: set[str] = set()
    for part in filter(None, _PARTS.split(label)):
        for syllables in _spellings(part):
            starts.append("".join(syllables))
            inner.extend("".join(syllables[n:]) for n in range(1, len(syllables)))
        letters |= initials(part)
    whole = initials(label)
    return " ".join([*starts, *letters, *whole]), "".join(f" {word}" for word in inner), tuple(whole)


def _spellings(part: str) -> Iterable[tuple[str, ...]]:
    """The usual reading, every surname reading of the first character, and lu, nu beside lv, nv."""
    usual = pinyin_syllables(part)
    spellings = [usual, *((reading, *usual[1:]) for reading in surname_readings().get(part[:1], ()))]
    for syllables in dict.fromkeys(spellings):
        yield syllables
        plain = tuple(word.replace("v", "u") if word[:2] in ("lv", "nv") else word for word in syllables)
        if plain != syllables:
            yield plain
