"""Text with {字段} in it: parsed once when a form is loaded, filled for every paper.

``{名}`` is a field of the form, ``{名.数}`` the number of items of a list, ``{{`` and ``}}`` braces. Inside
``each = "名"`` the text is repeated for every item: ``{项}`` is the item, ``{序}`` its number from 1, ``{序数}`` that
number in Chinese, and the columns of a row have their own names, which conditions there may ask for too. A condition
is ``名`` (not empty), ``名=值``, ``名.数>2``, or a list of these, all of which must hold. What a field holds is never
parsed again, so that nothing a visitor says can become an instruction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from petidesk.documents.fonts import ROLES
from petidesk.documents.forms.form_file import Table

ITEM, ORDER, ORDINAL = "项", "序", "序数"
_DIGITS = "零一二三四五六七八九"
COUNT = ".数"
_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+")
_CONDITION = re.compile(r"(?P<name>[^=>]+?)(?:\.数>(?P<more>\d+)|=(?P<same>.*))?")
# Stops that end what somebody typed, the form's own stops that may follow, and a clause that leads in (经查，).
_STOPS = "。；，、"
_FOLLOWING = ("，", "。", "；", "、", "：")
_LEAD_IN = re.compile(r"[^。；，、：\n]{2,6}，$")
# Control and format characters have no place on paper; line ends of every kind become one, tabs a space.
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)


def plain(value: object) -> str:
    """`value` as text for paper: no control or format characters, one kind of line end, spaces for tabs."""
    text = "" if value is None else str(value)
    return _DROPPED.sub("", _LINE_END.sub("\n", text)).replace("\t", " ")


@dataclass(frozen=True)
class Field:
    """A declared field of a form: `kind` text, flag, list, rows, figures (a table) or chart; `columns` of rows.

    `optional`: whether it may be absent.
    """

    name: str
    kind: str
    optional: bool = False
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Names:
    """The placeholders that may be used at one place of a form, and the lists that may be repeated there."""

    fields: Mapping[str, Field]
    extra: frozenset[str] = field(default_factory=frozenset)

    def inside(self, each: str) -> Names:
        """The names inside a repetition over list or rows `each`."""
        return Names(self.fields, self.extra | {ITEM, ORDER, ORDINAL, *self.fields[each].columns})

    def knows(self, name: str) -> bool:
        """Whether `{name}` may be written here."""
        if name.endswith(COUNT):
            known = self.fields.get(name.removesuffix(COUNT))
            return known is not None and known.kind in ("list", "rows")
        return name in self.extra or (name in self.fields and self.fields[name].kind in ("text", "flag"))


@dataclass(frozen=True)
class Test:
    """One condition on a field: not empty, equal to `same`, or longer than `more` items."""

    name: str
    same: str | None = None
    more: int | None = None

    def holds(self, scope: Mapping[str, Any]) -> bool:
        """Whether the condition is true for the values in `scope`."""
        value = scope.get(self.name)
        if self.more is not None:
            return len(value or ()) > self.more
        return bool(value) if self.same is None else plain(value) == self.same


@dataclass(frozen=True)
class Condition:
    """All of `when` and none of `unless`."""

    when: tuple[Test, ...] = ()
    unless: tuple[Test, ...] = ()

    def holds(self, scope: Mapping[str, Any]) -> bool:
        """Whether a block or part is printed for the values in `scope`."""
        return all(test.holds(scope) for test in self.when) and not any(test.holds(scope) for test in self.unless)

    def only(self, names: frozenset[str]) -> Condition:
        """The tests that ask for one of `names`."""
        when, unless = ([test for test in tests if test.name in names] for tests in (self.when, self.unless))
        return Condition(tuple(when), tuple(unless))

    def without(self, names: frozenset[str]) -> Condition:
        """The tests that ask for none of `names`."""
        when, unless = ([test for test in tests if test.name not in names] for tests in (self.when, self.unless))
        return Condition(tuple(when), tuple(unless))


@dataclass(frozen=True)
class Slot:
    """A placeholder."""

    name: str


@dataclass(frozen=True)
class Part:
    """A piece of text with one condition and one face; `each` repeats it for the items that meet `item`."""

    pieces: tuple[str | Slot, ...]
    condition: Condition = Condition()
    each: str | None = None
    item: Condition = Condition()
    join: str = ""
    face: str | None = None


Content = tuple[Part, ...]
Span = tuple[str, str | None]


def parse_condition(table: Table, names: Names) -> Condition:
    """The keys `when` and `unless` of a block, part or cell."""
    return Condition(_tests(table, "when", names), _tests(table, "unless", names))


def _tests(table: Table, key: str, names: Names) -> tuple[Test, ...]:
    tests = []
    for written in table.texts(key, ()):
        found = _CONDITION.fullmatch(written)
        name = found["name"].strip() if found else ""
        declared = names.fields.get(name)
        if found is None or (declared is None and name not in names.extra):
            table.refuse(written, f"条件“{written}”中没有这样的字段。", "unknown_key")
        more = int(found["more"]) if found["more"] else None
        if more is not None and (declared is None or declared.kind not in ("list", "rows")):
            table.refuse(written, f"条件“{written}”中的字段不是列表。")
        tests.append(Test(name, found["same"], more))
    return tuple(tests)


def parse_content(table: Table, names: Names) -> Content:
    """The text of a block or cell: `text`, or `parts`, a list of strings and of tables with conditions of their own."""
    if table.has("parts"):
        parts = []
        for number, item in enumerate(table.items("parts")):
            data = {"text": item} if isinstance(item, str) else item
            inner = Table(table.source, (*table.key, "parts", number), data)
            parts.append(_part(inner, names))
            inner.done()
        return tuple(parts)
    return (_part(table, names),)


def parse_each(table: Table, names: Names) -> str:
    """The key `each`: the name of a list field."""
    each = table.text("each")
    if each not in names.fields or names.fields[each].kind not in ("list", "rows"):
        table.refuse(each, f"“each”要用列表字段，没有这样的列表“{each}”。", "unknown_key")
    return each


def _part(table: Table, names: Names) -> Part:
    each, outside = None, names
    if table.has("each"):
        each = parse_each(table, names)
        names = names.inside(each)
    asked = parse_condition(table, names)
    of_item = names.extra - outside.extra
    condition, item = asked.without(of_item), asked.only(of_item)
    join = table.text("join", "") if each else ""
    face = table.choice("face", ROLES) if table.has("face") else None
    return Part(parse_pieces(table, table.text("text"), names), condition, each, item, join, face)


def parse_pieces(table: Table, text: str, names: Names) -> tuple[str | Slot, ...]:
    """`text` as literals and slots; refused for single braces and for names the form does not declare."""
    pieces: list[str | Slot] = []
    for found in _PIECE.finditer(text):
        token = found[0]
        if token in ("{{", "}}"):
            pieces.append(token[0])
        elif token in ("{", "}"):
            table.refuse(_near(text, found.start()), "花括号不成对；要印出花括号请写两个。")
        elif token[0] == "{":
            name = found[1].strip()
            if not names.knows(name):
                table.refuse(token, f"不认识的字段“{token}”。", "unknown_key")
            pieces.append(Slot(name))
        else:
            pieces.append(token)
    return tuple(pieces)


def _near(text: str, position: int) -> str:
    """The part of the line around `position` by which the place is found again in the file."""
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    return text[start : end if end >= 0 else len(text)]


def fill(content: Content, scope: Mapping[str, Any]) -> list[Span]:
    """`content` with the values of `scope` put in: stretches of plain text, each with its face or None."""
    spans: list[Span] = []
    for part in content:
        if not part.condition.holds(scope):
            continue
        if part.each is None:
            spans.append((filled(part.pieces, scope), part.face))
        else:
            items = item_scopes(scope, part.each)
            texts = [filled(part.pieces, inner) for inner in items if part.item.holds(inner)]
            spans.append((part.join.join(texts), part.face))
    return spans


def item_scopes(scope: Mapping[str, Any], each: str) -> Iterable[Mapping[str, Any]]:
    """For every item of the list `each` the values that hold inside its repetition."""
    items: Sequence[Any] = scope.get(each) or ()
    for number, item in enumerate(items, start=1):
        columns = item if isinstance(item, Mapping) else {ITEM: item}
        yield {**scope, ORDER: number, ORDINAL: chinese(number), **columns}


def chinese(number: int) -> str:
    """`number` from 1 to 99 in Chinese characters (一, 十一, 二十三), a larger one in digits."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


def filled(pieces: tuple[str | Slot, ...], scope: Mapping[str, Any]) -> str:
    """`pieces` with the values of `scope` put in; a value that is missing prints nothing.

    Where what people type meets the form's own words no stop stands twice: 材料。，情况复杂 is 材料，情况复杂, and
    经查，经查， is said once.
    """
    texts: list[str] = []
    for place, piece in enumerate(pieces):
        if isinstance(piece, str):
            texts.append(piece)
        elif piece.name.endswith(COUNT):
            texts.append(str(len(scope.get(piece.name.removesuffix(COUNT)) or ())))
        else:
            after = pieces[place + 1] if place + 1 < len(pieces) else ""
            texts.append(_joined(texts[-1] if texts else "", plain(scope.get(piece.name)), after))
    return "".join(texts)


def _joined(before: str, value: str, after: str | Slot) -> str:
    """`value` without the stop that the form's own words after it bring, and without the lead-in before it."""
    lead = _LEAD_IN.search(before)
    if lead is not None:
        value = value.removeprefix(lead[0])
    return value.rstrip(_STOPS) if isinstance(after, str) and after.startswith(_FOLLOWING) else value
