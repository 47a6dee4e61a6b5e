"""What a form prints around the parts that are typed for it: fixed paragraphs and the places to type, in order.

Nothing is set here: the outline is for reading beside the inputs, the paper itself comes from `printing.render`. What
hangs on a typed part being there is shown as if it were, so that its place is found before anything is typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from petidesk.documents.forms.blocks import Block, Columns, Grid, Listing, Sign, Text
from petidesk.documents.forms.forms import HEADING, RECEIVER, Form
from petidesk.documents.forms.template import Condition, Content, Part, Slot, fill, filled, item_scopes
from petidesk.domain.letters.letters import OutlinePart

ANSWERS = "请求答复"
BLANK = "＿＿"  # what is left to be written by hand
_ANSWER_COLUMNS = ("结果", "答复")
# Fewer characters of fixed text beside an input (“联系电话：”) only repeat its label.
WORDS = 9
_HEADINGS = ("level1", "level2")
# Letterhead, number and title are not for reading while one writes.
_LEFT_OUT = ("organ", "organ_black", "number", "number_center", "title", "page_left", "page_right")


def outline(form: Form, values: Mapping[str, Any]) -> tuple[OutlinePart, ...]:
    """The parts of `form` for these values: parts typed elsewhere than in the text (in the title) come first."""
    asked = {ask.name for ask in form.asks}
    scope = {**values}
    scope[HEADING] = "".join(text for text, _ in fill(form.heading, scope))
    scope[RECEIVER] = "".join(text for text, _ in fill(form.receiver, scope))
    found = list(_Outline(asked, scope).parts(form.blocks))
    placed = {part.name for part in found}
    first = [OutlinePart("ask", name=ask.name) for ask in form.asks if ask.name not in placed]
    return tuple(first + found)


def unfilled(form: Form, typed: Mapping[str, Any]) -> list[str]:
    """The parts (with `fills`) whose blank the text would print for what was typed: 请你向＿＿＿＿提出 says nothing."""
    contents = [
        block.content for block in form.blocks if isinstance(block, Text) and block.place.condition.holds(typed)
    ]
    blanks = [part for content in contents for part in content if _is_blank(part) and part.condition.holds(typed)]
    left_open = {test.name for part in blanks for test in part.condition.unless}
    return [ask.name for ask in form.asks if ask.fills and ask.name in left_open]


def _is_blank(part: Part) -> bool:
    return any(isinstance(piece, str) and piece.startswith(BLANK) for piece in part.pieces)


def _fixed(text: str, kind: str, least: int) -> Iterator[OutlinePart]:
    """Fixed text without the punctuation of what stood before it; nothing when fewer than `least` characters remain."""
    bare = text.lstrip(" \n　。；，、）").rstrip(" \n　（")
    if len(bare) >= least:
        yield OutlinePart("heading" if kind == "heading" else "text", bare)


class _Outline:
    def __init__(self, asked: set[str], scope: Mapping[str, Any]) -> None:
        self.asked, self.scope = asked, scope
        self.seen: set[str] = set()

    def parts(self, blocks: tuple[Block, ...]) -> Iterator[OutlinePart]:
        for block in blocks:
            if not self.holds(block.place.condition):
                continue
            if isinstance(block, Text):
                if block.each == ANSWERS and any(self.answers(part) for part in block.content):
                    yield from self.requests()
                elif block.each:
                    yield from self.repeated(block)
                elif block.style not in _LEFT_OUT:
                    yield from self.paragraph(block.content, "heading" if block.style in _HEADINGS else "text")
            elif isinstance(block, Columns):
                for column in block.columns:
                    yield from self.parts(column)
            else:
                yield from self.cells(block)

    def cells(self, block: Block) -> Iterator[OutlinePart]:
        """Of ruled cells only what is typed: the paper beside shows the rest better than words can."""
        contents: list[Content] = []
        if isinstance(block, Grid):
            contents = [cell.content for row in block.rows if self.holds(row.condition) for cell in row.cells]
        elif isinstance(block, Sign) and not block.each:
            contents = [content for content, _line in block.labels]
        elif isinstance(block, Listing) and block.each == ANSWERS:
            contents = [column.content for column in block.columns]
        for content in contents:
            answers = isinstance(block, Listing) and any(self.answers(part) for part in content)
            if answers:
                yield from self.requests()
            yield from (part for part in self.paragraph(content, "text") if part.kind in ("ask", "requests"))

    def paragraph(self, content: Content, kind: str) -> Iterator[OutlinePart]:
        """Fixed text up to each place to type, the place, and what follows it."""
        text, typed = "", False
        for piece in self.pieces(content):
            if isinstance(piece, str):
                text += piece
                continue
            typed = True
            yield from _fixed(text, kind, WORDS)
            text = ""
            yield piece
        yield from _fixed(text, kind, WORDS if typed else 1)

    def pieces(self, content: Content) -> Iterator[str | OutlinePart]:
        for part in content:
            if not self.holds(part.condition):
                continue
            if part.each in self.asked:
                yield from self.ask(str(part.each))
            elif part.each == ANSWERS and self.answers(part):
                yield from self.requests()
            elif part.each is not None:
                items = item_scopes(self.scope, part.each)
                yield part.join.join(filled(part.pieces, inner) for inner in items if part.item.holds(inner))
            else:
                for piece in part.pieces:
                    if isinstance(piece, str):
                        yield piece
                    elif piece.name in self.asked:
                        yield from self.ask(piece.name)
                    else:
                        yield filled((piece,), self.scope)

    def ask(self, name: str) -> Iterator[OutlinePart | str]:
        """The place of a part the first time it is printed; after that what was typed there."""
        if name in self.seen:
            yield filled((Slot(name),), self.scope) or "……"
            return
        self.seen.add(name)
        yield OutlinePart("ask", name=name)

    def requests(self) -> Iterator[OutlinePart]:
        """The place of the answers, the first time."""
        if ANSWERS not in self.seen:
            self.seen.add(ANSWERS)
            yield OutlinePart("requests")

    def repeated(self, block: Text) -> Iterator[OutlinePart]:
        """A paragraph for every item of a list; where the list itself is typed, its place."""
        if block.each in self.asked:
            if block.each not in self.seen:
                self.seen.add(block.each)
                yield OutlinePart("ask", name=block.each)
            return
        for inner in item_scopes(self.scope, block.each):
            text = "".join(span for span, _ in fill(block.content, inner))
            yield from _fixed(text, "text", 1)

    def answers(self, part: Part) -> bool:
        return any(isinstance(piece, Slot) and piece.name in _ANSWER_COLUMNS for piece in part.pieces)

    def holds(self, condition: Condition) -> bool:
        """A part that is typed counts as there; what it is compared with counts as typed."""
        for test in condition.when:
            if not (test.name in self.asked and test.same is None) and not test.holds(self.scope):
                return False
        for test in condition.unless:
            if (test.name in self.asked and test.same is None) or test.holds(self.scope):
                return False
        return True
