"""The steps by which a short paper is set closer until it stands on one page, and where they end.

A letter keeps its size as long as its lines can come nearer: the pitch goes down to 24 pt, then the size to 14 pt.
A form in smaller print than that gives up a little of its leading and no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from petidesk.documents.forms.forms import Style

LEAST_PITCH, LEAST_SIZE = 24.0, 14.0  # pt
PITCH_STEP, SIZE_STEP = 1.0, 0.5
READABLE = 7.0  # pt, of print in a box
SMALL_LEADING = (0.95, 0.9, 0.85)


def smaller_styles(styles: Mapping[str, Style], *, to_organ: bool = False) -> Iterator[Mapping[str, Style]]:
    """All styles of a paper for each step, the mildest first. Titles and letterhead keep their size.

    A letter `to_organ` is an official document: its text stays 3号 (GB/T 9704-2012, 5.2.2), only its lines come nearer.
    """
    body = styles["body"]
    if body.size < LEAST_SIZE or not body.pitch:
        for part in SMALL_LEADING:
            yield {name: _closer(style, part) for name, style in styles.items()}
        return
    for pitch, size in _steps(body.line, body.size, body.size if to_organ else LEAST_SIZE):
        yield {name: _like(style, body, pitch, size) for name, style in styles.items()}


def smaller_text(style: Style) -> Iterator[Style]:
    """`style` in smaller and smaller sizes down to what is still readable, for a box that does not grow."""
    size = style.size
    while size > READABLE:
        size = max(size - SIZE_STEP, READABLE)
        yield replace(style, size=size, pitch=style.pitch * size / style.size)


def _steps(pitch: float, size: float, least: float) -> Iterator[tuple[float, float]]:
    while pitch > LEAST_PITCH:
        pitch = max(float(int(pitch - 0.01)) if pitch % PITCH_STEP else pitch - PITCH_STEP, LEAST_PITCH)
        yield pitch, size
    while size > least:
        size = max(size - SIZE_STEP, least)
        yield pitch, size


def _like(style: Style, body: Style, pitch: float, size: float) -> Style:
    """`style` in the new setting: what has the size of the text follows it; other sizes stay."""
    if style.size != body.size:
        return style
    same = replace(style, size=size, spread=style.spread * size / body.size)
    return replace(same, pitch=pitch) if style.pitch == body.pitch else same


def _closer(style: Style, part: float) -> Style:
    return replace(style, leading=style.leading * part, pitch=style.pitch * part)
