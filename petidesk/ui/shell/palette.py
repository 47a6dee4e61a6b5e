"""Ctrl+K: type 打印, 备份 or the first letters of the pinyin, Enter does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from petidesk.domain.search import initials
from petidesk.ui import work
from petidesk.ui.look import controls
from petidesk.ui.look.theme import sized, spaced
from petidesk.ui.shell.actions import Action


def matching(actions: Sequence[Action], typed: str) -> list[Action]:
    """The actions whose words or pinyin initials hold what was typed, those that begin with it first."""
    wanted = typed.strip().lower()
    latin = wanted.isascii() and wanted.isalpha()
    begins, holds = [], []
    for each in actions:
        said = [each.words.lower(), *(initials(each.words) if latin else ())]
        if any(text.startswith(wanted) for text in said):
            begins.append(each)
        elif any(wanted in text for text in said):
            holds.append(each)
    return [*begins, *holds]


class Palette(QDialog):
    """The list of commands with one field to type in; `do` is called with the one that was chosen."""

    def __init__(self, actions: Sequence[Action], do: Callable[[Action], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("命令"))
        self._actions = actions
        self._do = do
        self._shown: list[Action] = []
        column = QVBoxLayout(self)
        spaced(column, 0.5, (1, 1, 1, 1))
        self.typed = QLineEdit()
        self.typed.setPlaceholderText(self.tr("输入要做的事，或拼音首字母，例如 打印 / dy"))
        self.typed.setAccessibleName(self.tr("要做的事"))
        self.typed.installEventFilter(self)
        self.typed.textChanged.connect(self._narrow)
        self.typed.returnPressed.connect(self._run)
        column.addWidget(self.typed)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("可以做的事"))
        self.list.itemActivated.connect(self._run)
        self.list.itemClicked.connect(self._run)
        column.addWidget(self.list, 1)
        self._nothing = controls.label(self.tr("没有这样的命令。"), "soft")
        self._nothing.hide()
        column.addWidget(self._nothing)
        sized(self, min_width=24, min_height=18)
        self._narrow("")
        # The table of readings takes a third of a second to load: it is there before the first letter is typed.
        work.run(self, lambda: [initials(each.words) for each in actions])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down move in the list while the field keeps the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
        return False

    def _narrow(self, typed: str) -> None:
        self._shown = matching(self._actions, typed)
        self.list.clear()
        for each in self._shown:
            self.list.addItem(QListWidgetItem(f"{each.words}    {each.key}" if each.keys else each.words))
        self.list.setCurrentRow(0)
        self._nothing.setVisible(not self._shown)

    def _run(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._shown):
            self.accept()
            self._do(self._shown[row])
