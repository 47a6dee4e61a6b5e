"""A text of a form as words and chips: ``{字段}`` is a chip, a brace that is printed is written twice."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

COUNT = ".数"
# Names that every form knows beside its fields (documents/forms/forms.py).
EVERYWHERE = ("标题", "主送", "联")
# What the fields inside a repetition and of a page are called where people read them.
_CALLED = {
    "项": "这一项",
    "序": "第几项（1、2）",
    "序数": "第几项（一、二）",
    "联": "第几联",
    "页": "页码",
    "页数": "总页数",
}
_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[^{}]+|[{}]")


@dataclass(frozen=True, slots=True)
class Chip:
    """A field that may be used in a paper's text. `kind`: text, flag, list or rows; `columns` of rows."""

    name: str
    kind: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """Some words, or the name of a field where `chip` is set."""

    text: str
    chip: bool = False


def segments(text: str) -> tuple[Segment, ...]:
    """The words and chips of a text as a form holds it."""
    found: list[Segment] = []
    for piece in _PIECE.finditer(text):
        token = piece[0]
        if piece[1] is not None:
            found.append(Segment(piece[1].strip(), chip=True))
        else:
            words = token[0] if token in ("{{", "}}") else token
            if found and not found[-1].chip:
                words = found.pop().text + words
            found.append(Segment(words))
    return tuple(found)


def joined(parts: Iterable[Segment]) -> str:
    """The text as a form holds it."""
    return "".join(
        f"{{{part.text}}}" if part.chip else part.text.replace("{", "{{").replace("}", "}}") for part in parts
    )


def called(name: str) -> str:
    """What a chip says: the field in its own words."""
    if name.endswith(COUNT):
        return f"{name.removesuffix(COUNT)}的件数"
    return _CALLED.get(name, name)
