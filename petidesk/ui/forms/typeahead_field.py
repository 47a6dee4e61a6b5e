"""Type-ahead: characters, pinyin or initials find a value, last used first; a new value is offered as 新增“…”.

Letters (dc for 东村) only search. Leaving the field takes what they found; letters that found nothing are refused, and
`chosen` never gives them away as a value.

The list is a plain child of the window under the field, never a window of its own: it takes no focus, so an input
method goes on composing and nothing has to be closed first. It goes when its field goes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from petidesk.domain.typeahead import Choice, TypeAhead, bare_letters, letters_refused
from petidesk.ui.forms.inputs import TextField
from petidesk.ui.look.theme import role, theme

ROWS = 8
Match = Callable[[str], Sequence[str]]


def within(values: Sequence[str]) -> Match:
    """How a field finds one of a few values."""
    ahead = TypeAhead(Choice(value) for value in values)

    def match(typed: str) -> list[str]:
        return [choice.value for choice in ahead.rank(typed, len(values)).choices]

    return match


def keeps_escape(event: QEvent, shown: QWidget) -> bool:
    """Whether a ShortcutOverride asks for the Esc of a field whose list is shown: the page then does not hear it."""
    if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and shown.isVisible():
        event.accept()
        return True
    return False


class TypeAheadField(TextField):
    """`match` gives the values that answer what was typed, best first; for empty text those used last."""

    judged = Signal(str, str)
    accepted = Signal(str)

    def __init__(self, match: Match, placeholder: str = "", *, grows: bool = True) -> None:
        """`grows`: a new value joins the list when the visit is saved (villages, categories)."""
        super().__init__(placeholder)
        self.setProperty("letters", True)  # they are no sign that Chinese cannot be typed (chinese.py)
        self._match = match
        self._grows = grows
        self._quiet = False
        self._list = QListWidget(self)
        role(self._list, "popup")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.hide()
        self._list.itemClicked.connect(self._take_item)
        self.destroyed.connect(self._list.deleteLater)  # it hangs on the window, not on its field
        self.textChanged.connect(self._typed)

    def setAccessibleName(self, name: str) -> None:
        """The list is named after its field."""
        super().setAccessibleName(name)
        self._list.setAccessibleName(self.tr("{0}：可选的").format(name))

    def popup(self) -> QListWidget:
        """The list of values under the field."""
        return self._list

    def put(self, text: str) -> None:
        """Show a value without asking for others."""
        if text == self.text():
            return
        self._quiet = True
        self.setText(text)
        self._quiet = False
        self._list.hide()
        self._judge()

    def take(self, shift: bool = False) -> bool:
        """Enter: take the marked value. Always False, so that the same Enter goes on to the next field."""
        item = self._list.currentItem()
        if self._list.isVisible() and item is not None and (not shift or bare_letters(self.text())):
            self._accept(str(item.data(Qt.ItemDataRole.UserRole)))
        self._list.hide()
        return False

    def settle(self) -> None:
        """Typing is over: letters become the marked value."""
        if bare_letters(self.text()):
            self.take()
        self._list.hide()

    def unchosen(self) -> bool:
        """Whether letters stand in it that are no value."""
        text = self.text().strip()
        return bare_letters(text) and not self._known(text)

    def chosen(self, path: str = "") -> str:
        """The value. Refused, at `path`, while letters stand in it that found none."""
        self.settle()
        if self.unchosen():
            raise letters_refused(self.text().strip(), path)
        return self.text().strip()

    def event(self, event: QEvent) -> bool:
        """Esc closes a list that is open before any shortcut of the page hears it."""
        if event.type() == QEvent.Type.ShortcutOverride and keeps_escape(event, self._list):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens and moves, Up moves (from the first to 新增), Esc closes."""
        key = event.key()
        if key == Qt.Key.Key_Down and not self._list.isVisible():
            self._offer(self.text() if not self._known(self.text()) else "")
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._list.isVisible():
            step = 1 if key == Qt.Key.Key_Down else -1
            self._list.setCurrentRow((self._list.currentRow() + step) % self._list.count())
        elif key == Qt.Key.Key_Escape and self._list.isVisible():
            self._list.hide()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click into the empty field shows what was used last."""
        super().mousePressEvent(event)
        if not self.text():
            self._offer("")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whichever way it is left, the marked value is taken when letters were typed (dc for 东村)."""
        passing = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.reason() not in passing:
            self.settle()
        self._list.hide()
        super().focusOutEvent(event)
        self._judge()

    def _typed(self, text: str) -> None:
        if self._quiet:
            return
        self.judged.emit("", "small")
        if text.strip() and self.hasFocus():
            self._offer(text.strip())
        else:
            self._list.hide()

    def _offer(self, text: str) -> None:
        found = list(self._match(text))
        self._list.clear()
        for value in found:
            self._add(value, value)
        if text and text not in found and not bare_letters(text):
            words = self.tr("新增“{0}”") if self._grows else self.tr("就写“{0}”")
            self._add(words.format(text), text)
        if not self._list.count() or found == [text]:
            self._list.hide()
            return
        self._list.setCurrentRow(0)
        self._place()

    def _add(self, shown: str, value: str) -> None:
        item = QListWidgetItem(shown)
        item.setData(Qt.ItemDataRole.UserRole, value)
        self._list.addItem(item)

    def _place(self) -> None:
        window = self.window()
        if self._list.parentWidget() is not window:
            self._list.setParent(window)
            role(self._list, "popup")
        row = max(self._list.sizeHintForRow(0), 1)
        height = row * min(self._list.count(), ROWS) + 2 * self._list.frameWidth()
        below = self.mapTo(window, QPoint(0, self.height()))
        room = window.height() - below.y()
        top = below.y() if room >= min(height, row * 3) else max(below.y() - self.height() - height, 0)
        height = min(height, window.height() - top)
        width = max(self.width(), min(self._list.sizeHintForColumn(0) + theme.em(2), window.width() - below.x()))
        self._list.setGeometry(below.x(), top, width, height)
        self._list.show()
        self._list.raise_()

    def _take_item(self, item: QListWidgetItem) -> None:
        self._accept(str(item.data(Qt.ItemDataRole.UserRole)))
        self._list.hide()

    def _accept(self, value: str) -> None:
        self.put(value)
        self.accepted.emit(value)

    def _known(self, text: str) -> bool:
        return not text.strip() or text.strip() in self._match(text.strip())

    def _judge(self) -> None:
        text = self.text().strip()
        if self.unchosen():
            self.judged.emit(letters_refused(text).message, "error")
            return
        new = self._grows and not self._known(text)
        self.judged.emit(self.tr("新增，保存时记入") if new else "", "small")
