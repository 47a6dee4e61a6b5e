"""One step of the first start."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from petidesk.ui.look import controls
from petidesk.ui.look.theme import spaced


class Step(QWidget):
    """One step: a heading, a sentence, its fields. `first` has the keys when it is shown; without one Enter goes on."""

    def __init__(self, title: str, explain: str) -> None:
        super().__init__()
        self.title = title
        self.column = QVBoxLayout(self)
        spaced(self.column, 0.75, (0, 0, 0.5, 0))
        self.column.addWidget(controls.label(title, "title", wrap=True))
        self.column.addWidget(controls.label(explain, "soft", wrap=True))
        self.first: QWidget | None = None
