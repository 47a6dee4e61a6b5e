"""What stands beside the paper of a letter: its text under the case's 事项概要, or the card that asks for a reason.

The words of 事项概要 stand on the letter; they are changed on the case itself, with an event of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from petidesk.domain.trouble import Trouble
from petidesk.domain.visits.fields import MATTER_FIELDS
from petidesk.ui import work
from petidesk.ui.forms.inputs import Field, TextField
from petidesk.ui.letters.body import LetterBody
from petidesk.ui.letters.opening import OpenedLetter
from petidesk.ui.look.theme import spaced

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk


def under_title(desk: Desk, opened: OpenedLetter, body: LetterBody, changed: Callable[[], object]) -> QWidget:
    """The text under 事项概要; an accusation and a meeting have none."""
    letter = opened.letter
    if letter.restricted or not letter.case_no:
        return body
    title = CaseTitle(desk, letter.case_no, opened.case_title)
    title.changed.connect(changed)
    return _column(title, body, stretch=False)


def on_top(card: QWidget) -> QWidget:
    """A card alone, where the text will be."""
    return _column(card, stretch=True)


def _column(*parts: QWidget, stretch: bool) -> QWidget:
    inner = QWidget()
    column = QVBoxLayout(inner)
    spaced(column, 0.75)
    for part in parts:
        column.addWidget(part)
    if stretch:
        column.addStretch(1)
    return inner


class CaseTitle(QWidget):
    """One line with the case's title. `changed`: another one was recorded, and every paper of the case says it."""

    changed = Signal()

    def __init__(self, desk: Desk, case_no: str, title: str) -> None:
        super().__init__()
        self._desk, self._case_no, self._title = desk, case_no, title
        self.words = TextField()
        self.words.setMaxLength(next(known.limit for known in MATTER_FIELDS if known.key == "title"))
        self.field = Field(self.tr("事项概要（印在文书上，在这里改就是改这一件的概要）"), self.words)
        column = QVBoxLayout(self)
        spaced(column, 0, (0, 0, 0.75, 0))  # as the text below it
        column.addWidget(self.field)
        self.words.setText(title)
        self.words.editingFinished.connect(self._record)

    def _record(self) -> None:
        title, case_no, desk = self.words.text().strip(), self._case_no, self._desk
        if title == self._title:
            return
        if not title:
            self.words.setText(self._title)
            return
        self._title = title
        document = {"title": title, "on": desk.today().isoformat()}
        work.run(
            self, lambda: desk.cases.record(case_no, "titled", document), lambda _: self.changed.emit(), self._refused
        )

    def _refused(self, trouble: Trouble) -> None:
        self.field.say(trouble.message, "error")
