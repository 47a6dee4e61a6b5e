"""A start screen that asks one thing: a card in the middle of the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from petidesk.ui.look import containers, controls, icons
from petidesk.ui.look.theme import sized, spaced


def middle_card(screen: QWidget, icon: str, title: str, explain: str) -> QVBoxLayout:
    """Lay an empty screen out: its card with icon, title and a sentence. What it asks goes into the column."""
    outer = QVBoxLayout(screen)
    spaced(outer, 0, (1, 1, 1, 1))
    inner = QWidget()
    tall, around = QVBoxLayout(inner), QHBoxLayout()
    tall.addStretch(1)
    tall.addLayout(around)
    tall.addStretch(2)
    around.addStretch(1)
    frame, column = controls.card()
    spaced(column, 1, (2, 1.5, 2, 1.5))
    sized(frame, max_width=38)
    around.addWidget(frame, 100)
    around.addStretch(1)
    outer.addWidget(containers.Scroll(inner))
    head = QHBoxLayout()
    spaced(head, 0.75)
    picture = controls.label()
    icons.put(picture, icon, "ink", 2)
    head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    head.addWidget(controls.label(title, "title", wrap=True), 1)
    column.addLayout(head)
    column.addWidget(controls.label(explain, "soft", wrap=True))
    return column
