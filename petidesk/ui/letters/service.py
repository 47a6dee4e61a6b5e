"""登记送达 of an issued letter: how, when, to whom, who saw it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import Signal

from petidesk.domain.cases.events import METHODS
from petidesk.domain.letters.closed import ClosedLetter
from petidesk.domain.letters.letters import Letter
from petidesk.ui.forms.fields import day, flag, listed, text
from petidesk.ui.forms.form import Form
from petidesk.ui.look import controls

# Ways of service that someone must have seen, or a picture must show (rules/papers.md).
_WITNESSED = ("left",)
ELECTRONIC = "electronic"  # asks for consent
# Papers whose service starts the thirty days for a review (《信访工作条例》第三十五条).
_REVIEWED = ("handling_opinion",)


class ServicePanel(Form):
    """`recorded` carries the document of the event `served`; the page records it."""

    recorded = Signal(object)

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._number = ""
        self.hint = controls.label("", "soft", wrap=True)
        self.column.addWidget(self.hint)
        method = listed("method", self.tr("送达方式"), list(METHODS.items()), next(iter(METHODS)))
        method.changed.connect(self._judge)
        self.add(method)
        self.add(day("on", self.tr("送达日期"), now, required=True))
        self.add(text("recipient", self.tr("受送达人（代收的写代收人和关系）")))
        self.add(text("witness", self.tr("见证人，或拍照、录像说明")))
        self.add(flag("consent", self.tr("受送达人同意电子送达"), unsure=True))
        self.foot(self.tr("登记送达"), leave=self.tr("不登记  Esc"))
        self.column.addStretch(1)
        self._judge()

    def begin(self, letter: Letter | ClosedLetter, recipient: str, today: date) -> None:
        """Record the service of this letter; the first who came is offered as its recipient."""
        self._number = letter.document_no
        self.title.setText(self.tr("登记送达：{0} {1}").format(letter.title, letter.document_no))
        hint = self.tr("回证交回以后登记：邮寄的填回执上的签收日期。")
        if letter.form in _REVIEWED:
            hint += self.tr("受送达人从送达的第二天起有30日可以请求复查。")
        self.hint.setText(hint)
        first = next(iter(METHODS))
        self.put({"method": first, "on": today.isoformat(), "recipient": recipient, "witness": ""})
        self.settle()
        self._judge()
        self.start_typing()

    def _judge(self) -> None:
        self.answers["consent"].field.setVisible(self.answers["method"].raw() == ELECTRONIC)
        needed = self.answers["method"].raw() in _WITNESSED
        self.answers["witness"].field.say(self.tr("留置送达要有见证人，或者拍照、录像") if needed else "", "small")

    def document(self) -> dict[str, Any]:
        """The event `served`."""
        found = {key: value for key, value in super().document().items() if value}
        return {**found, "document_no": self._number}

    def send(self, document: dict[str, Any]) -> None:
        """The page knows the case."""
        self.recorded.emit(document)
