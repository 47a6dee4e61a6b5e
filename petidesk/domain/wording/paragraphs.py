"""A form.toml as paragraphs of text: what each says, when it is printed, and which fields may stand in it.

`Wording` holds the text of a form and changes one string, or one whole paragraph, of it; everything else keeps every
character. The conditions and the layout are told in words and are changed in the text itself (高级).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from petidesk.domain.wording.places import Path, Place, Places, Section, places, written

# The names that the form language has inside a repetition (documents/forms/template.py).
INSIDE = ("项", "序", "序数")
_HEAD = ("title", "heading", "receiver")
_TYPED = {"label": "名称", "hint": "说明", "default": "预先填好的"}
_STYLES = {
    "title": "标题",
    "level1": "一级标题",
    "level2": "二级标题",
    "receiver": "主送",
    "note": "附注",
    "number": "编号",
    "attachment": "附件说明",
}
_KINDS = {"grid": "表格", "table": "名册", "sign": "签名行", "signature": "落款", "qr": "二维码"}
_SIZES = {"80mm": "80毫米卷纸", "58mm": "58毫米卷纸", "dl": "DL信封", "c5": "C5信封"}
_BLOCKS = ("block", "head", "foot")


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists that a form may repeat, with the columns of each, and which of its fields are a yes or no."""

    columns: Mapping[str, tuple[str, ...]]
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Piece:
    """One string of a paragraph. `place` names it; `when` says when it is printed, "" for always.

    `plain`: no chips may stand in it; `extra`: chips beside the fields of the form. `label`: what it is, where several
    of a kind stand together.
    """

    place: int
    text: str
    when: str = ""
    plain: bool = False
    extra: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What is printed together. `kind` says what it is; `own`: it can be taken out, and another put behind it.

    `up`, `down`: it can change places with what is printed before it, after it.
    """

    path: Path
    kind: str
    when: str
    pieces: tuple[Piece, ...]
    own: bool = False
    up: bool = False
    down: bool = False


class Wording:
    """The text of a form, read as paragraphs. Refused bad_value when it is no TOML."""

    def __init__(self, text: str, lists: Lists) -> None:
        self._lists = lists
        self._read(text)

    def _read(self, text: str) -> None:
        self.text = text
        self._data: dict[str, Any] = {}
        self._places: Places = places(text)
        self._data = tomllib.loads(text)

    # ---- changing --------------------------------------------------------------------------------------------------

    def put(self, place: int, value: str) -> tuple[int, int, str]:
        """Another text for one string; gives what was replaced (from, to) and by which characters."""
        old = self._places.strings[place]
        new = written(value)
        self.text = self.text[: old.start] + new + self.text[old.end :]
        by = len(new) - (old.end - old.start)
        strings, sections = self._places.strings, self._places.sections
        strings[place] = Place(old.path, old.start, old.end + by, value)
        for number in range(place + 1, len(strings)):
            strings[number] = replace(strings[number], start=strings[number].start + by, end=strings[number].end + by)
        for number, section in enumerate(sections):
            begins = section.start + (by if section.start > old.start else 0)
            sections[number] = replace(section, start=begins, end=section.end + (by if section.end > old.start else 0))
        return old.start, old.end, new

    def add_after(self, path: Path, text: str = "") -> None:
        """A paragraph of text behind the block of that path, in its style."""
        section = self._section(path)
        end = self._end(section)
        style = self._at(path).get("style")
        lines = [section.heading, 'kind = "text"', *([f"style = {written(style)}"] if style else [])]
        made = "\n".join([*lines, f"text = {written(text)}"])
        self._read(f"{self.text[:end].rstrip()}\n\n{made}\n{self.text[end:] or ''}")

    def take_out(self, path: Path) -> None:
        """The block of that path goes, with all that is in it."""
        section = self._section(path)
        end = self._end(section)
        before = self.text[: section.start].rstrip("\n")
        self._read(f"{before}\n\n{self.text[end:].lstrip()}" if self.text[end:].strip() else f"{before}\n")

    def move(self, path: Path, step: int) -> Path:
        """The block of that path changes places with the one before it (`step` -1) or after it (1); where it is now."""
        there = (*path[:-1], int(path[-1]) + step)
        upper, lower = sorted((self._section(path), self._section(there)), key=lambda section: section.start)
        (start, end), (begin, last) = ((each.start, self._end(each)) for each in (upper, lower))
        above, below = self.text[start:end].rstrip("\n"), self.text[begin:last].rstrip("\n")
        between = self.text[start + len(above) : begin]
        self._read(f"{self.text[:start]}{below}{between}{above}{self.text[begin + len(below) :]}")
        return there

    def line_of(self, place: int) -> int:
        """The line (from 1) on which a string begins."""
        return self.text.count("\n", 0, self._places.strings[place].start) + 1

    def _section(self, path: Path) -> Section:
        return next(section for section in self._places.sections if section.path == path)

    def _end(self, section: Section) -> int:
        """Where a block ends: before the next heading that is not inside it, and the comments above that."""
        inside = [each for each in self._places.sections if each.path[: len(section.path)] == section.path]
        end = inside[-1].end
        lines = self.text[section.start : end].split("\n")
        while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
            lines.pop()
        return min(section.start + len("\n".join(lines)) + 1, end)

    def _at(self, path: Path) -> Any:
        found: Any = self._data
        for step in path:
            found = found[step]
        return found

    # ---- reading ---------------------------------------------------------------------------------------------------

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Everything that can be said in other words, in the order of the paper; what is typed for it comes last."""
        found: dict[Path, Paragraph] = {}
        for number, place in enumerate(self._places.strings):
            told = self._told(number, place)
            if told is not None:
                whole, piece = told
                before = found.get(whole.path, whole)
                found[whole.path] = replace(before, pieces=(*before.pieces, piece))
        asked = [each for each in found.values() if each.path[0] == "ask"]
        return tuple(each for each in found.values() if each.path[0] != "ask") + tuple(asked)

    def _told(self, number: int, place: Place) -> tuple[Paragraph, Piece] | None:
        first = place.path[0]
        if first in _HEAD:
            return self._of_head(number, place)
        if first == "ask" and place.path[-1] in _TYPED and len(place.path) == 3:
            words = _TYPED[str(place.path[-1])]
            plain = place.path[-1] != "default"
            whole = Paragraph(place.path[:2], f"要填的：{place.path[1]}", "", ())
            return whole, Piece(number, place.value, plain=plain, label=words)
        if first in (*_BLOCKS, "fixed"):
            return self._of_block(number, place)
        return None

    def _of_head(self, number: int, place: Place) -> tuple[Paragraph, Piece] | None:
        name = str(place.path[0])
        kind = {"title": "文书的名称", "heading": "纸上的标题", "receiver": "主送"}[name]
        if len(place.path) > 1 and place.path[-1] not in ("text",) and not isinstance(place.path[-1], int):
            return None
        when = self._when(self._at(place.path[:-1])) if len(place.path) > 2 and place.path[-1] == "text" else ""
        return Paragraph((name,), kind, "", ()), Piece(number, place.value, when, plain=name == "title")

    def _of_block(self, number: int, place: Place) -> tuple[Paragraph, Piece] | None:
        owner = self._owner(place.path)
        inner = place.path[len(owner) :]
        block = self._at(owner)
        if not _says(inner):
            return None
        part = self._at(place.path[:-1])
        item = part if isinstance(part, dict) and len(inner) > 1 else {}
        row = inner[:2] if inner[0] == "row" else ()
        kind = _KINDS.get(str(block.get("kind"))) or _STYLES.get(str(block.get("style", "")), "正文")
        when = self._when(block)
        if row:
            kind, when = f"表格第{int(row[1]) + 1}行", "，".join(filter(None, (when, self._when(block["row"][row[1]]))))
        elif owner[0] == "fixed":
            kind = "页眉页脚"
        each = [str(one["each"]) for one in (block, *self._around(owner, inner), item) if "each" in one]
        extra = tuple(dict.fromkeys(name for one in each for name in (*self._lists.columns.get(one, ()), *INSIDE)))
        if owner[0] == "fixed":
            extra = (*extra, "页", "页数")
        label = "栏目名" if inner[-1] == "heading" else ""
        own = not row and block.get("kind") == "text" and owner[0] == "block"
        before, after = (self._has((*owner[:-1], int(owner[-1]) + step)) for step in (-1, 1))
        whole = Paragraph((*owner, *row), kind, when, (), own, own and before, own and after)
        return whole, Piece(number, place.value, self._when(item), inner[-1] == "heading", extra, label)

    def _has(self, path: Path) -> bool:
        """Whether a block of that path stands under a heading of its own."""
        return any(section.path == path for section in self._places.sections)

    def _around(self, owner: Path, inner: Path) -> Iterator[Mapping[str, Any]]:
        """The column of a list that a string stands in."""
        if inner[0] == "column":
            yield self._at((*owner, *inner[:2]))

    def _owner(self, path: Path) -> Path:
        """The innermost block that a path goes through."""
        end = 2
        for at in range(2, len(path) - 1):
            if path[at] == "block" and isinstance(path[at + 1], int):
                end = at + 2
        return path[:end]

    def _when(self, table: Mapping[str, Any]) -> str:
        """When something is printed, in words; "" for always."""
        said = [self._test(test, holds=True) for test in _listed(table.get("when"))]
        said += [self._test(test, holds=False) for test in _listed(table.get("unless"))]
        if "papers" in table:
            said.append(f"纸张是{'、'.join(_SIZES.get(size, size.upper()) for size in _listed(table['papers']))}")
        words = f"{'，'.join(said)}时" if said else ""
        if "each" in table:
            words = "，".join(filter(None, (words, f"“{table['each']}”每项一遍")))
        return words

    def _test(self, test: str, *, holds: bool) -> str:
        name, equal, same = test.partition("=")
        if equal:
            return f"{name.strip()}{'是' if holds else '不是'}“{same}”"
        name, more, count = test.partition(">")
        if more:
            return f"“{name.strip().removesuffix('.数')}”{'多于' if holds else '不多于'}{count}项"
        if name in self._lists.flags:
            return f"{'是' if holds else '不是'}“{name}”"
        return f"{'有' if holds else '没有'}“{name}”"


def altered(mine: Sequence[Paragraph], shipped: Sequence[Paragraph]) -> frozenset[int]:
    """The places of what says something else than the text that ships, or stands in another order.

    Of two paragraphs that changed places one is told: the one outside the longest stretch that is as it was.
    """
    ours, theirs = ([_said(each) for each in side] for side in (mine, shipped))
    as_it_was = {
        at
        for start, _there, size in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
        for at in range(start, start + size)
    }
    return frozenset(piece.place for at, each in enumerate(mine) if at not in as_it_was for piece in each.pieces)


def _said(paragraph: Paragraph) -> tuple[str, ...]:
    return (paragraph.kind, paragraph.when, *(piece.text for piece in paragraph.pieces))


def _listed(value: Any) -> Sequence[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _says(inner: Path) -> bool:
    """Whether a string of a block is printed: a text, a part, a cell, a label, a heading of a column, a signature."""
    last = inner[-1]
    if isinstance(last, int):
        return inner[-2] in ("parts", "cells", "labels")
    return last in ("text", "heading", "organ", "date")
