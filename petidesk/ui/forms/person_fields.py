"""Identity and telephone numbers: checked and grouped while they are typed, in words, never blocking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from petidesk.domain import identity
from petidesk.domain.codes import SEXES
from petidesk.ui.forms.inputs import TextField
from petidesk.ui.look.dates import day_words

_NUMBERS = Qt.InputMethodHint.ImhPreferLatin | Qt.InputMethodHint.ImhNoPredictiveText


class IdentityField(TextField):
    """A resident number fills in sex and birth date; an old one of 15 digits becomes 18 with the space bar."""

    judged = Signal(str, str)
    # sex code and ISO birth date that follow from the number, both empty when it says nothing
    facts = Signal(str, str)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._kind = "111"
        self._offer = ""
        self.setInputMethodHints(_NUMBERS)
        self.setMaxLength(40)
        self.textChanged.connect(lambda: self._judge(left=False))

    def set_kind(self, kind: str) -> None:
        """The kind of document (GA/T 517); only a resident number (111) is checked."""
        self._kind = kind
        self._judge(left=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The space bar takes the 18-digit number that is offered."""
        if event.key() == Qt.Key.Key_Space and self._kind == "111":
            if self._offer:
                self.setText(self._offer)
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving is the time to say that a number is too short."""
        super().focusOutEvent(event)
        self._judge(left=True)

    def _judge(self, *, left: bool) -> None:
        self._offer = ""
        text = "".join(self.text().split())
        if self._kind != "111" or not text:
            self.judged.emit("", "small")
            self.facts.emit("", "")
            return
        answer = identity.check(text, self._today())
        if answer.old_format and answer.normalised:
            self._offer = answer.normalised
            self.judged.emit(self.tr("15位旧号，按空格换成 {0}").format(answer.normalised), "warn")
        elif answer.problem is not None:
            wrong = answer.problem != "length" or left
            tone = "warn" if answer.problem == "check_digit" else "error"
            self.judged.emit(identity.PROBLEMS[answer.problem] if wrong else "", tone)
        elif answer.birth and answer.sex:
            self.judged.emit(f"{SEXES[answer.sex]} · {day_words(answer.birth, weekday=False)}", "done")
        self.facts.emit(answer.sex or "", answer.birth.isoformat() if answer.birth else "")


class PhoneField(TextField):
    """A telephone number, shown 138 0000 1234 when the field is left and plain while it is typed."""

    judged = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setInputMethodHints(_NUMBERS)
        self.setMaxLength(60)
        self.textChanged.connect(lambda: self.judged.emit("", "small"))

    def number(self) -> str:
        """What was typed, without the blanks of the grouping."""
        return "".join(self.text().split())

    def show_number(self, number: str) -> None:
        """Show a number, grouped unless it is being typed."""
        if number != self.number():
            self.setText(number if self.hasFocus() else identity.group_phone(number))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Plain while typing."""
        self._put(self.number())
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Grouped when left; a letter in it is said at once."""
        super().focusOutEvent(event)
        self._put(identity.group_phone(self.text()))
        odd = [character for character in self.number() if not (character.isdigit() or character in "+-()（）－")]
        self.judged.emit(self.tr("电话里只能有数字和 + - ( )。") if odd else "", "error")

    def _put(self, text: str) -> None:
        if text != self.text():
            self.blockSignals(True)
            self.setText(text)
            self.blockSignals(False)
