"""A letter as the one who writes it reads it: its fixed text in order, with the places where something is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PartKind = Literal["text", "heading", "ask", "requests"]


@dataclass(frozen=True, slots=True)
class OutlinePart:
    """`text` and `heading` are fixed and hold `text`; `ask` is typed and named by `name`; `requests` are the answers.

    The answers to the requests stand together, wherever the form prints result and answer.
    """

    kind: PartKind
    text: str = ""
    name: str = ""
