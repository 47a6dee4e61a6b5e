"""Finding the case to merge into: type a number, a title or a name, and take one of those found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from petidesk.domain.cases.files import CaseRow, state_words
from petidesk.ui import work
from petidesk.ui.forms.fields import FieldAnswer, line
from petidesk.ui.forms.inputs import TextField
from petidesk.ui.forms.typeahead_field import keeps_escape
from petidesk.ui.look.names import first_names
from petidesk.ui.look.theme import sized

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

MOST = 8


class CaseFinder(TextField):
    """Typed text asks the desk; Up and Down move in the list below, Enter takes the marked case."""

    def __init__(self, desk: Desk, own: str) -> None:
        super().__init__("")
        self._desk = desk
        self._own = own
        self._latest = work.Latest(self, 150)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("找到的信访事项"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        sized(self.list, height=9)
        self.list.hide()
        self.list.itemClicked.connect(lambda _item: self.take())
        self.textEdited.connect(self._ask)

    def popup(self) -> QListWidget:
        """The cases that were found."""
        return self.list

    def _ask(self, text: str) -> None:
        desk, typed = self._desk, text.strip()
        if not typed:
            self._latest.forget()
            self.list.hide()
            return
        self._latest.ask(lambda: desk.cases.search(typed, MOST + 1), self._show)

    def _show(self, rows: Sequence[CaseRow]) -> None:
        self.list.clear()
        # 《信访工作条例》第三十条第三款: an accusation is never one case with anything else.
        for row in [row for row in rows if row.case_no != self._own and not row.restricted][:MOST]:
            names = first_names(row.names, row.people) or self.tr("匿名")
            words = "  ".join((row.case_no, row.title, names, state_words(row)))
            item = QListWidgetItem(words)
            item.setToolTip(words)
            item.setData(Qt.ItemDataRole.UserRole, row.case_no)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(self.list.count() > 0)

    def take(self, shift: bool = False) -> bool:
        """Enter: the marked case's number stands in the field. Always False: the same Enter goes on."""
        item = self.list.currentItem()
        if self.list.isVisible() and item is not None and not shift:
            self.setText(str(item.data(Qt.ItemDataRole.UserRole)))
            self.list.hide()
        return False

    def event(self, event: QEvent) -> bool:
        """Esc closes the list before any shortcut of the page hears it."""
        if event.type() == QEvent.Type.ShortcutOverride and keeps_escape(event, self.list):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down move in the list, Esc closes it."""
        key = event.key()
        if key == Qt.Key.Key_Escape and self.list.isVisible():
            self.list.hide()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.list.isVisible():
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
        else:
            super().keyPressEvent(event)


def finder_answer(desk: Desk, key: str, label: str, own: str = "") -> FieldAnswer:
    """A field for the number of another case than `own`, with what was found below it."""
    editor = CaseFinder(desk, own)
    return line(key, label, editor, editor.list)
