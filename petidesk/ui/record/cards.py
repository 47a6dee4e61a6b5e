"""What the cards of an open record are made of: texts that can be marked, facts, lines with a light, links."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from petidesk.ui.look import containers, controls, icons
from petidesk.ui.look.lights import SHAPES, TOKENS, Tone
from petidesk.ui.look.theme import role, sized, spaced

# The column of labels in front of the facts, in ems.
LABELS = 6.0


def said(text: str, part: str = "") -> QLabel:
    """A text that can be marked and copied, by mouse and by keyboard."""
    made = controls.label(text, part, wrap=True)
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    # As high as its text at the width there is: a higher minimum would leave a gap at the end of the scrolled page.
    policy = made.sizePolicy()
    policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)
    made.setSizePolicy(policy)
    return made


def section(title: str, *parts: QWidget) -> QFrame:
    """A card with its title."""
    frame, column = controls.card()
    column.addWidget(controls.label(title, "section"))
    for part in parts:
        column.addWidget(part)
    return frame


def facts(pairs: Sequence[tuple[str, str]]) -> QWidget:
    """Label and value, line by line; what is empty is left out."""
    box = QWidget()
    grid = QGridLayout(box)
    spaced(grid, 0.5)
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate((name, value) for name, value in pairs if value):
        head = controls.label(name, "soft")
        sized(head, min_width=LABELS)
        grid.addWidget(head, row, 0, Qt.AlignmentFlag.AlignTop)
        text = said(value)
        text.setAccessibleName(f"{name}：{value}")
        grid.addWidget(text, row, 1)
    return box


def together(*parts: QWidget) -> QWidget:
    """Lines that belong together, close below each other."""
    box = QWidget()
    column = QVBoxLayout(box)
    spaced(column, 0.25)
    for part in parts:
        column.addWidget(part)
    return box


def link(words: str, call: Callable[[], object], name: str = "", icon: str = "") -> QWidget:
    """Words to press; `name` says more to one who cannot see what they stand beside."""
    made = controls.button(words, call, part="link", icon=icon)
    if name:
        made.setAccessibleName(name)
    return made


def in_line(*parts: QWidget) -> QWidget:
    """Links side by side, as wide as their words."""
    flow = containers.Flow(0.5)
    for part in parts:
        flow.add(part)
    return flow


def light_line(tone: Tone, words: str, *below: QWidget) -> QWidget:
    """A date: the shape of its light, its words, and the links below."""
    line = QWidget()
    grid = QGridLayout(line)
    spaced(grid, 0.25)
    grid.setColumnStretch(1, 1)
    if tone in SHAPES:
        shape = QLabel()
        icons.put(shape, SHAPES[tone], TOKENS[tone], 0.9)
        holder = QVBoxLayout()
        spaced(holder, 0, (0, 0.3, 0, 0))
        holder.addWidget(shape)
        grid.addLayout(holder, 0, 0, Qt.AlignmentFlag.AlignTop)
    text = said(words)
    if tone in (Tone.LATE, Tone.SOON):
        role(text, "error" if tone is Tone.LATE else "warn")
    grid.addWidget(text, 0, 1)
    if below:
        grid.addWidget(in_line(*below), 1, 1)
    return line
