"""What is read beside a list and has no page of its own: a title with a badge, below it the facts in plain words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from petidesk.ui.look import controls
from petidesk.ui.look.theme import spaced


class BriefView(QWidget):
    """Whoever makes one fills in `title`, `badge` and `facts`, and puts what else there is below them in `column`."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        spaced(self.column, 0.75, (0, 0, 0.5, 1))
        head = QHBoxLayout()
        spaced(head, 0.75)
        self.title = controls.label("", "section")
        # A badge from the first: a plain label that becomes one later keeps its margins.
        self.badge = controls.label("", "badge-ink")
        head.addWidget(self.title)
        head.addWidget(self.badge)
        head.addStretch(1)
        self.column.addLayout(head)
        self.facts = controls.label("", wrap=True)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(self.facts)
