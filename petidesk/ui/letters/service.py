"""登记送达 of an issued letter: how, when, to whom, who saw it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from petidesk.domain.cases.events import METHODS
from petidesk.domain.letters.letters import Letter
from petidesk.ui.forms.date_field import DateField
from petidesk.ui.forms.inputs import Field, TextField
from petidesk.ui.forms.keys import FieldKeys
from petidesk.ui.look import controls
from petidesk.ui.look.dates import day_words
from petidesk.ui.look.theme import spaced

# Ways of service that someone must have seen, or a picture must show (rules/papers.md).
_WITNESSED = ("left",)
# Papers whose service starts the thirty days for a review (《信访工作条例》第三十五条).
_REVIEWED = ("handling_opinion",)


class ServicePanel(QWidget):
    """`recorded` carries the document of the event `served`; the page records it."""

    recorded = Signal(object)
    left = Signal()

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._number = ""
        self.words = controls.label("", "section", wrap=True)
        self.method = QComboBox()
        for code, words in METHODS.items():
            self.method.addItem(words, code)
        self.day = DateField(now, with_time=False, placeholder=self.tr("如 3.8、昨天"))
        self.recipient = TextField()
        self.witness = TextField()
        self.method_field = Field(self.tr("送达方式"), self.method)
        self.day_field = Field(self.tr("送达日期"), self.day)
        self.recipient_field = Field(self.tr("受送达人（代收的写代收人和关系）"), self.recipient)
        self.witness_field = Field(self.tr("见证人，或拍照、录像说明"), self.witness)
        frame, column = controls.card()
        column.addWidget(self.words)
        self.hint = controls.label("", "soft", wrap=True)
        column.addWidget(self.hint)
        for field in (self.method_field, self.day_field, self.recipient_field, self.witness_field):
            column.addWidget(field)
        deeds = controls.Flow(0.5)
        self.save = controls.button(self.tr("登记送达"), self.record, part="primary", icon="check")
        self.back = controls.button(self.tr("不登记  Esc"), self.leave)
        deeds.add(self.save)
        deeds.add(self.back)
        column.addWidget(deeds)
        outer = QVBoxLayout(self)
        spaced(outer, 0)
        outer.addWidget(frame)
        outer.addStretch(1)
        self._keys = FieldKeys(self)
        self._order: list[QWidget] = [self.method, self.day, self.recipient, self.witness, self.save]
        for editor in (self.method, self.day, self.recipient, self.witness):
            self._keys.watch(editor)
        self._keys.forward.connect(lambda widget: self._step(widget, 1))
        self._keys.back.connect(lambda widget: self._step(widget, -1))
        self.method.currentIndexChanged.connect(lambda _place: self._judge())

    def begin(self, letter: Letter, recipient: str, today: datetime) -> None:
        """Record the service of this letter; the first who came is offered as its recipient."""
        self._number = letter.document_no
        self.words.setText(self.tr("登记送达：{0} {1}").format(letter.title, letter.document_no))
        hint = self.tr("回证交回以后登记：邮寄的填回执上的签收日期。")
        if letter.form in _REVIEWED:
            hint += self.tr("受送达人从送达的第二天起有30日可以请求复查。")
        self.hint.setText(hint)
        self.method.setCurrentIndex(0)
        self.day.setText(today.date().isoformat())
        self.day_field.say(day_words(today.date()))
        self.recipient.setText(recipient)
        self.recipient.setCursorPosition(0)
        self.witness.clear()
        for field in (self.recipient_field, self.witness_field):
            field.say("")
        self._judge()
        self.method.setFocus()

    def _judge(self) -> None:
        needed = self.method.currentData() in _WITNESSED
        self.witness_field.say(self.tr("留置送达要有见证人，或者拍照、录像") if needed else "", "small")

    def _step(self, widget: QWidget, step: int) -> None:
        place = self._order.index(widget) + step
        if 0 <= place < len(self._order):
            self._order[place].setFocus(Qt.FocusReason.TabFocusReason)

    def record(self) -> None:
        """Hand the event over, or say what is missing."""
        moment = self.day.value()
        if moment is None:
            self.day_field.say(self.tr("请填写送达日期"), "error")
            self.day.setFocus()
            return
        if not self.recipient.text().strip():
            self.recipient_field.say(self.tr("请填写受送达人"), "error")
            self.recipient.setFocus()
            return
        document: dict[str, Any] = {
            "on": moment.date().isoformat(),
            "document_no": self._number,
            "method": str(self.method.currentData()),
            "recipient": self.recipient.text().strip(),
        }
        if self.witness.text().strip():
            document["witness"] = self.witness.text().strip()
        self.recorded.emit(document)

    def leave(self) -> None:
        """Go back without recording."""
        self.left.emit()

    def refuse(self, message: str, path: str) -> None:
        """The desk refused: the sentence beside its field."""
        fields = {
            "on": self.day_field,
            "method": self.method_field,
            "recipient": self.recipient_field,
            "witness": self.witness_field,
        }
        field = fields.get(path, self.day_field)
        field.say(message, "error")
        field.editor.setFocus()
