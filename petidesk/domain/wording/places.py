"""Where the texts of a form.toml stand: every string with its path and the characters it takes.

`tomllib` gives values without positions. This walks a text that `tomllib` has read already, so that one string can be
written anew while every other character of the file (comments, layout, conditions) stays as it was.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field

from petidesk.domain.trouble import Refused

Path = tuple[str | int, ...]
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_PLAIN = re.compile(r"[^\s,\]}#]+")
_GAP = re.compile(r"(?:[\s]|#[^\n]*)*")
_CLOSE = {"[": "]", "{": "}"}
_QUOTES = ('"""', "'''", '"', "'")


@dataclass(frozen=True, slots=True)
class Place:
    """A string: its path of keys and indices, the characters from `start` to `end` with quotes, and what it says."""

    path: Path
    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Section:
    """A table of the file with a heading of its own (``[[block]]``), from its heading to the next one."""

    path: Path
    heading: str
    start: int
    end: int


@dataclass(slots=True)
class Places:
    """The strings and the tables of a text, both in the order in which they stand."""

    strings: list[Place] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)


def places(text: str) -> Places:
    """Where everything stands. Refused bad_value when the text is no TOML."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise Refused("bad_value", f"第{line}行：格式不对（缺少引号、括号或等号）。") from error
    walk = _Walk(text)
    walk.document()
    return walk.found


def written(value: str) -> str:
    """A string as a form.toml holds it, in one line."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


class _Walk:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found = Places()
        self._under: Path = ()
        self._counts: dict[tuple[str, ...], int] = {}

    def document(self) -> None:
        self._pass_gap()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                self._heading()
            else:
                self._pair(self._under)
            self._pass_gap()
        self._end_section(len(self.text))

    def _heading(self) -> None:
        start, many = self.at, self.text.startswith("[[", self.at)
        self._end_section(start)
        self.at += 2 if many else 1
        names = tuple(self._key())
        self._pass_blanks()
        self.at += 2 if many else 1
        if many:
            self._counts[names] = self._counts.get(names, -1) + 1
            for longer in [each for each in self._counts if len(each) > len(names) and each[: len(names)] == names]:
                del self._counts[longer]
        path: list[str | int] = []
        for end, name in enumerate(names, start=1):
            path.append(name)
            if names[:end] in self._counts:
                path.append(self._counts[names[:end]])
        self._under = tuple(path)
        self.found.sections.append(Section(self._under, self.text[start : self.at], start, len(self.text)))

    def _end_section(self, end: int) -> None:
        if self.found.sections:
            last = self.found.sections[-1]
            self.found.sections[-1] = Section(last.path, last.heading, last.start, end)

    def _pair(self, under: Path) -> None:
        path = (*under, *self._key())
        self._pass_blanks()
        self.at += 1  # the sign =
        self._pass_blanks()
        self._value(path)

    def _key(self) -> Iterator[str]:
        while True:
            self._pass_blanks()
            if self.text[self.at] in "\"'":
                start = self.at
                self._pass_string()
                yield _said(self.text[start : self.at])
            else:
                found = _BARE.match(self.text, self.at)
                assert found is not None  # tomllib has read it
                self.at = found.end()
                yield found[0]
            self._pass_blanks()
            if self.text[self.at] != ".":
                return
            self.at += 1

    def _value(self, path: Path) -> None:
        char = self.text[self.at]
        if char in "\"'":
            start = self.at
            self._pass_string()
            self.found.strings.append(Place(path, start, self.at, _said(self.text[start : self.at])))
        elif char in _CLOSE:
            self._items(path, char)
        else:
            found = _PLAIN.match(self.text, self.at)
            assert found is not None
            self.at = found.end()

    def _items(self, path: Path, opening: str) -> None:
        self.at += 1
        number = 0
        while True:
            self._pass_gap()
            if self.text[self.at] == _CLOSE[opening]:
                self.at += 1
                return
            if self.text[self.at] == ",":
                self.at += 1
            elif opening == "[":
                self._value((*path, number))
                number += 1
            else:
                self._pair(path)

    def _pass_string(self) -> None:
        quote = next(each for each in _QUOTES if self.text.startswith(each, self.at))
        self.at += len(quote)
        while not self.text.startswith(quote, self.at):
            self.at += 2 if self.text[self.at] == "\\" and quote[0] == '"' else 1
        self.at += len(quote)
        while len(quote) == 3 and self.text.startswith(quote[0], self.at):  # up to two quotes may end the text itself
            self.at += 1

    def _pass_gap(self) -> None:
        found = _GAP.match(self.text, self.at)
        assert found is not None
        self.at = found.end()

    def _pass_blanks(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in " \t":
            self.at += 1


def _said(literal: str) -> str:
    value = tomllib.loads(f"said = {literal}")["said"]
    assert isinstance(value, str)
    return value
