"""Setting Chinese text in lines: where a line may end, which font draws each stretch, how it is justified.

Rules (after GB/T 15834-2011 and common practice): no line begins with closing punctuation or ends with opening
punctuation; letters and digits of one word or number stay together; ── and …… are not parted; closing punctuation may
hang over the edge by its empty half; a document number such as 〔2026〕12号 is not parted. A run that is longer than a
whole line is cut where the line is full.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from petidesk.documents import fonts
from petidesk.documents.fonts import Run
from petidesk.documents.forms.forms import Style
from petidesk.documents.forms.template import Span

NO_START = frozenset("，。、；：？！）》〉」』】〕〗］｝’”…—～·％℃‰,.;:?!)]}%’”")
NO_END = frozenset("（《〈「『【〔〖［｛‘“([{￥$№＃")
# Full-width closing marks have their ink in the left half of the square.
HALF = frozenset("，。、；：）》」』】〕〗］｝？！")
INSEPARABLE = frozenset("…—─")
HANG = 0.5
# Beyond this much space between two characters (em) a line is left ragged: extraction would read it as a blank.
MAX_STRETCH = 0.09
# A paragraph's last line of one character is drawn onto the line before where that costs no more than this (em) each.
MAX_SQUEEZE = 0.06
KEPT, LONGEST_KEPT = 600, 1200  # paragraphs that are kept once set, and the characters of the longest of them
_WORD, _PLAIN, _CLOSE, _OPEN, _BLANK = range(5)


class Line(NamedTuple):
    """A set line: runs, its natural width in pt, extra space after every character in pt."""

    runs: tuple[Run, ...]
    width: float
    stretch: float
    last: bool


@dataclass(frozen=True)
class Paragraph:
    """The lines of one paragraph of `style`, broken for a measure in pt; a `heading` stays with what follows."""

    style: Style
    measure: float
    lines: tuple[Line, ...]
    heading: bool = False


def _classify(character: str) -> int:
    if character in NO_START:
        return _CLOSE
    if character in NO_END:
        return _OPEN
    if character in " \u00a0":
        return _BLANK
    point = ord(character)
    if (
        point < 0x2E80
        and (character.isalnum() or character in "-/@_&#+=*'\"\\<>|~^`.")
        and not 0x2460 <= point <= 0x24FF
    ):
        return _WORD
    return _PLAIN


class _Classes(dict[str, int]):
    def __missing__(self, character: str) -> int:
        kind = self[character] = _classify(character)
        return kind


_CLASSES = _Classes()


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between these two neighbouring characters."""
    first, second = _CLASSES[before], _CLASSES[after]
    if second in (_CLOSE, _BLANK) or first == _OPEN:
        return False
    if before in INSEPARABLE and before == after:
        return False
    if after == "〔" or (before == "〕" and second == _WORD) or (after == "号" and before.isdigit()):
        return False
    # "3.5", "12:30" and "1,200": ASCII marks between letters or digits do not part them.
    if first == _CLOSE and second == _WORD and before in ",.:%":
        return False
    return not (first == _WORD and second == _WORD)


def measure_text(text: str, style: Style) -> float:
    """The width of `text` in pt when set in one line."""
    table = fonts.glyphs(style.face)
    return sum(table[character].width * style.size + style.spread for character in text)


def paragraphs(spans: Sequence[Span], style: Style, measure: float) -> list[Paragraph]:
    """`spans` set in `style` within `measure` pt; every line end in the text begins a new paragraph."""
    current: list[Span] = []
    result: list[Paragraph] = []
    for text, face in spans:
        head, *rest = text.split("\n")
        current.append((head, face))
        for piece in rest:
            result.append(_set(tuple(current), style, measure))
            current = [(piece, face)]
    result.append(_set(tuple(current), style, measure))
    return result


def _set(spans: tuple[Span, ...], style: Style, measure: float) -> Paragraph:
    """A paragraph: both copies of a paper, and all letters of a run, share what they have in common."""
    if sum(len(text) for text, _ in spans) > LONGEST_KEPT:
        return _paragraph(spans, style, measure)
    return _kept(spans, style, measure)


@lru_cache(maxsize=KEPT)
def _kept(spans: tuple[Span, ...], style: Style, measure: float) -> Paragraph:
    return _paragraph(spans, style, measure)


def _paragraph(spans: Sequence[Span], style: Style, measure: float) -> Paragraph:
    text = "".join(piece for piece, _ in spans)
    glyphs: list[fonts.Glyph] = []
    for piece, face in spans:
        table = fonts.glyphs(face or style.face)
        glyphs += [table[character] for character in piece]
    size, spread = style.size, style.spread
    widths = [glyph.width * size + spread for glyph in glyphs]
    measure = max(measure - (style.left + style.right) * size, size)
    ends = _ends(text, widths, max(measure - style.indent * size, size), max(measure - style.hang * size, size), size)
    if style.align == "justify" and len(ends) > 1:
        room = max(measure - (style.hang if len(ends) > 2 else style.indent) * size, size)
        if _lonely(text, *ends[-1]) and _squeezed(text, widths, ends[-2][0], len(text), room, size) is not None:
            ends = [*ends[:-2], (ends[-2][0], len(text))]
    lines = []
    for number, (start, end) in enumerate(ends):
        room = max(measure - (style.hang if number else style.indent) * size, size)
        lines.append(_line(text, glyphs, widths, start, end, room, style, last=end == ends[-1][1]))
    return Paragraph(style, measure, tuple(lines))


def _ends(text: str, widths: Sequence[float], first: float, rest: float, size: float) -> list[tuple[int, int]]:
    """Start and end of every line: as much as fits, back to the last place where a break is allowed."""
    length = len(text)
    lines: list[tuple[int, int]] = []
    start, room = 0, first
    while True:
        used, best, at = 0.0, -1, start
        while at < length:
            character = text[at]
            if at > start and may_break(text[at - 1], character):
                best = at
            used += widths[at]
            over = used - room
            if over > 0.001 and character != " ":
                allowed = HANG * size if character in HALF and widths[at] > 0.9 * size else 0.0
                if over > allowed + 0.001:
                    break
            at += 1
        if at >= length:
            lines.append((start, length))
            return lines
        cut = best if best > start else max(at, start + 1)
        lines.append((start, cut))
        start, room = cut, rest
        while start < length and text[start] == " ":
            start += 1


def _lonely(text: str, start: int, end: int) -> bool:
    """Whether a line holds one character and its stop alone."""
    return sum(_CLASSES[character] != _CLOSE for character in text[start:end]) <= 1


def _squeezed(
    text: str, widths: Sequence[float], start: int, end: int, room: float, size: float
) -> tuple[float, float] | None:
    """What each character of an overfull line gives up, and the width it then has; None when that is too much."""
    width = sum(widths[start:end])
    edge = HANG * size if text[end - 1] in HALF else 0.0
    less = (width - room - edge) / max(end - start - 1, 1)
    return (less, room + edge) if 0.001 < less <= MAX_SQUEEZE * size else None


def _line(
    text: str,
    glyphs: Sequence[fonts.Glyph],
    widths: Sequence[float],
    start: int,
    end: int,
    room: float,
    style: Style,
    *,
    last: bool,
) -> Line:
    while end > start and text[end - 1] == " " and not last:
        end -= 1
    parts: list[Run] = []
    begin = start
    for at in range(start + 1, end + 1):
        if at == end or glyphs[at].font != glyphs[begin].font:
            parts.append(Run(glyphs[begin].font, "".join([glyph.shown for glyph in glyphs[begin:at]])))
            begin = at
    width = sum(widths[start:end])
    stretch = style.spread
    if last and style.align == "justify" and width > room + 0.001:
        squeezed = _squeezed(text, widths, start, end, room, style.size)
        if squeezed is not None:
            stretch, width = stretch - squeezed[0], squeezed[1]
    if style.align == "justify" and not last and end - start > 1:
        edge = HANG * style.size if text[end - 1] in HALF and width > room else 0.0
        extra = (room - width + edge) / (end - start - 1)
        if extra <= MAX_STRETCH * style.size:
            stretch += extra
            width = room + edge
    return Line(tuple(parts), width, stretch, last)
