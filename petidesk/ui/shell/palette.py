"""Ctrl+K: type 打印, 备份 or the first letters of the pinyin, Enter does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from petidesk.ui.look import controls
from petidesk.ui.look.theme import sized, spaced


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be done from anywhere: its words, their pinyin initials, its key and the call."""

    words: str
    initials: str
    shortcut: str
    call: Callable[[], object]


def matching(commands: Sequence[Command], typed: str) -> list[Command]:
    """The commands whose words or initials hold what was typed, those that begin with it first."""
    wanted = typed.strip().lower()
    hits = [each for each in commands if wanted in each.words.lower() or wanted in each.initials]
    return sorted(hits, key=lambda each: not (each.words.startswith(wanted) or each.initials.startswith(wanted)))


class Palette(QDialog):
    """The list of commands with one field to type in."""

    def __init__(self, commands: Sequence[Command], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("命令"))
        self._commands = commands
        self._shown: list[Command] = []
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down move in the list while the field keeps the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
        return False

    def _narrow(self, typed: str) -> None:
        self._shown = matching(self._commands, typed)
        self.list.clear()
        for each in self._shown:
            self.list.addItem(QListWidgetItem(f"{each.words}    {each.shortcut}" if each.shortcut else each.words))
        self.list.setCurrentRow(0)
        self._nothing.setVisible(not self._shown)

    def _run(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._shown):
            self.accept()
            self._shown[row].call()
