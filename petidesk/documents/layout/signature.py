"""The signature of an official letter: organ, date and the room for the seal (GB/T 9704-2012, 7.3.5).

With a seal the date ends four characters from the right, the organ stands above it on the same middle, and the seal
lies over both so that its top is within one line of the text. Without one the organ ends two characters from the right
in the second line, and the date begins two characters further in.
"""

from __future__ import annotations

from dataclasses import replace

from petidesk.documents.forms.forms import Style
from petidesk.documents.layout.lines import measure_text, paragraphs
from petidesk.documents.layout.marks import Mark
from petidesk.documents.layout.strips import Strip, place_line

DATE_RIGHT = 4.0  # characters, with a seal
NAME_RIGHT = 2.0  # characters, without
# Organ and date stand a little below the middle of the seal (7.3.5.1), by this part of its width.
LOW = 1 / 14


def signature_strips(organ: str, date: str, seal: float, style: Style, width: float) -> list[Strip]:
    """Empty lines, organ, date, and what the seal needs below; `seal` is its width in pt, 0 when there is none."""
    flat = replace(style, align="left", indent=0.0, hang=0.0, left=0.0, right=0.0, prose=False)
    organ, date = organ.strip(), date.strip()
    name_x, date_x = (_sealed if seal else _bare)(measure_text(organ, flat), measure_text(date, flat), flat, width)
    blank = _lines_before(seal, flat.line) if seal else 1
    strips = [Strip(flat.line) for _ in range(blank)]
    for text, x in ((organ, name_x), (date, date_x)):
        strips.append(Strip(flat.line, _placed(text, flat, x, width), line=True))
    below = seal_bottom(seal, flat.line) - (blank + 2) * flat.line
    for strip in strips[:-1]:
        strip.keep = True
    # At the foot of a page the seal may reach below the type area: its lowest point is far from the page number.
    return [*strips, Strip(below, gap=True)] if seal and below > 0 else strips


def seal_top(seal: float, line: float) -> float:
    """How far below the text the seal begins, in pt, for a seal `seal` pt across and lines of `line` pt."""
    return (_lines_before(seal, line) + 1) * line - LOW * seal - seal / 2


def seal_bottom(seal: float, line: float) -> float:
    """How far below the text the seal ends, in pt."""
    return seal_top(seal, line) + seal


def _lines_before(seal: float, line: float) -> int:
    """The fewest empty lines that keep the seal off the text; its top is then within one line of it."""
    return next(count for count in range(1, 40) if (count + 1) * line >= (0.5 + LOW) * seal)


def _sealed(name: float, date: float, style: Style, width: float) -> tuple[float, float]:
    """Left ends of organ and date: both on one middle, the longer one never past the right edge."""
    right = DATE_RIGHT * style.size
    middle = width - max(right + date / 2, style.size + name / 2)
    return middle - name / 2, middle - date / 2


def _bare(name: float, date: float, style: Style, width: float) -> tuple[float, float]:
    """Left ends of organ and date: the longer one of the two ends two characters from the right."""
    two = NAME_RIGHT * style.size
    name_x = width - two - name
    if date > name:
        name_x = width - two - date - two
    return max(name_x, 0.0), max(name_x, 0.0) + two


def _placed(text: str, style: Style, x: float, width: float) -> list[Mark]:
    line = paragraphs([(text, None)], style, width * 2)[0].lines[0]
    return place_line(line, style, max(x, 0.0), 0.0, width, True)
