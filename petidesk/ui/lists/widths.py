"""How wide the columns of a list are: each what it needs, dates and names whole before the title grows."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QFontMetrics

from petidesk.ui.lists.row_model import Column
from petidesk.ui.look.theme import theme

# So many rows say what a column needs: as many as a window shows.
MEASURED = 40
# So many of the longest words of a column are measured, the others are not wider.
LONGEST_WORDS = 6
# What is longer than this, in ems, is text to be read elsewhere.
LONGEST = 24.0
# Beside the words, in ems: the padding of the cell; a mark; the arrow of the sort order.
_AROUND, _MARK, _ARROW = 1.6, 1.3, 1.0
# The column that grows keeps so much of what it was built with, however little room there is.
_GIVES_WAY = 0.65


@dataclass(frozen=True, slots=True)
class Wish:
    """One column in pixels. `built`: as it was designed; `need`: its longest words; `held`: dragged by the clerk.

    `head`: its heading alone, which is never cut.
    """

    built: int
    need: int
    grows: bool = False
    held: bool = False
    head: int = 0

    @property
    def least(self) -> int:
        """What it keeps when there is little room: what it needs, but no more than it was built with."""
        return self.built if self.held else min(self.built, self.need)


def share(room: int, wishes: Sequence[Wish]) -> list[int]:
    """The widths in `room` pixels; they fill it, unless even the least of all is more.

    First the columns that do not grow get what they need, those that lack little before those that lack much, then the
    one that grows, which gives way where there is too little; what is left is shared by all in proportion, so that no
    column stands alone at the far side of a wide window.
    """
    widths = [wish.least for wish in wishes]
    for place, wish in enumerate(wishes):
        if wish.grows and not wish.held:
            short = max(sum(widths) - room, 0)
            widths[place] -= min(short, widths[place] - max(round(widths[place] * _GIVES_WAY), wish.head))
    lacking = sorted(range(len(wishes)), key=lambda place: (wishes[place].grows, wishes[place].need - widths[place]))
    for place in lacking:
        if not wishes[place].held:
            widths[place] += min(max(wishes[place].need - widths[place], 0), max(room - sum(widths), 0))
    free = [place for place, wish in enumerate(wishes) if not wish.held]
    spare, base = room - sum(widths), sum(widths[place] for place in free)
    if spare > 0 and base:
        for place in free:
            widths[place] += spare * widths[place] // base
        widths[free[-1]] += room - sum(widths)
    return widths


@dataclass(frozen=True, slots=True)
class Need:
    """What a column needs, in pixels: for its heading alone, and for that and the words below it."""

    head: int = 0
    words: int = 0

    def wish(self, built: int, *, grows: bool = False, held: bool = False) -> Wish:
        """Of a column that was built so wide. A heading is never cut; before the first rows a column is as built."""
        return Wish(built if held else max(built, self.head), self.words or built, grows, held, self.head)


def _length(words: str) -> int:
    """How long words are, nearly: a Chinese character is twice as wide as a digit. To measure them takes longer."""
    return len(words) + len(words.encode())


def needs(columns: Sequence[Column[Any]], rows: Sequence[Any], *, bold: bool = False) -> list[Need]:
    """What each column needs for its heading and for these rows, at the font step in force."""
    metrics, around = QFontMetrics(theme.font(bold=bold)), theme.em(_AROUND)
    found = []
    for column in columns:
        mark = theme.em(_MARK) if column.tone is not None and not column.shapeless else 0
        longest = heapq.nlargest(LONGEST_WORDS, {column.text(row) for row in rows}, key=_length)
        words = max((metrics.horizontalAdvance(text) for text in longest), default=0)
        head = metrics.horizontalAdvance(column.heading) + (theme.em(_ARROW) if column.sort else 0) + around
        found.append(Need(head, min(max(words + mark + around, head), theme.em(LONGEST))))
    return found
