"""What stands in place of an accusation's content, on every page alike: why it is closed, and the reason to open it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from petidesk.ui.forms.inputs import Field
from petidesk.ui.look import controls
from petidesk.ui.look.theme import role, spaced


class ClosedCard(QFrame):
    """`opened` carries the reason for looking; `refuse` says why it stays closed."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        role(self, "card")
        column = QVBoxLayout(self)
        spaced(column, 0.75, (1, 1, 1, 1))
        column.addWidget(controls.label(self.tr("此件为检举控告"), "section"))
        column.addWidget(
            controls.label(
                self.tr(
                    "内容、姓名和电话只给经办的人看，不得透露给被检举、控告的人员和单位"
                    "（《信访工作条例》第三十条第三款）。打开要写明理由，每次打开都有记录。"
                ),
                wrap=True,
            )
        )
        self.why = QLineEdit()
        self.field = Field(self.tr("打开的理由"), self.why)
        column.addWidget(self.field)
        self.button = controls.button(self.tr("打开内容"), self.ask, part="primary", icon="eye")
        self.button.setProperty("ends_entry", True)  # where the next step of the record leads, Enter comes here still
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def lead(self, leads: bool) -> None:
        """Whether opening it is what is done next; else the record has a next step of its own."""
        controls.fill(self.button, leads)

    def ask(self) -> None:
        """Ask for the content; a reason is needed."""
        why = self.why.text().strip()
        if why:
            self.opened.emit(why)
        else:
            self.refuse(self.tr("请写明理由"))

    def refuse(self, words: str) -> None:
        """Say beside the field why it stays closed."""
        self.field.say(words, "error")
        self.why.setFocus()
