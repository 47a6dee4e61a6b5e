"""作废 with its reason: a page that asks before anything happens. Enter in the field does not void."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from petidesk.ui.forms.inputs import Field, TextField
from petidesk.ui.look import containers, controls
from petidesk.ui.look.theme import spaced


class VoidPanel(QWidget):
    """`confirmed` carries the reason, `left` asks to go back without voiding."""

    confirmed = Signal(str)
    left = Signal()

    def __init__(self, outcome: str, deed: str) -> None:
        """`outcome`: what will stay and what will be gone; `deed`: the words of the button."""
        super().__init__()
        self._words = controls.label("", "section", wrap=True)
        self.why = TextField()
        self.why_field = Field(self.tr("作废原因"), self.why)
        frame, column = controls.card()
        column.addWidget(self._words)
        column.addWidget(controls.label(outcome, wrap=True))
        column.addWidget(self.why_field)
        deeds = containers.Flow(0.5)
        self.void = controls.button(deed, self._confirm, part="danger-main", icon="trash")
        deeds.add(controls.button(self.tr("不作废  Esc"), self.leave))
        deeds.add(self.void)
        column.addWidget(deeds)
        outer = QVBoxLayout(self)
        spaced(outer, 0)
        outer.addWidget(frame)
        outer.addStretch(1)

    def begin(self, number: str) -> None:
        """Ask for the reason; nothing is voided yet."""
        self._words.setText(self.tr("作废 {0}").format(number))
        self.why.clear()
        self.why_field.say("")
        self.why.setFocus()

    def leave(self) -> None:
        """Go back without voiding."""
        self.left.emit()

    def refuse(self, message: str) -> None:
        """The desk refused."""
        self.why_field.say(message, "error")

    def _confirm(self) -> None:
        why = self.why.text().strip()
        if not why:
            self.refuse(self.tr("请写明作废的原因"))
            self.why.setFocus()
            return
        self.confirmed.emit(why)
