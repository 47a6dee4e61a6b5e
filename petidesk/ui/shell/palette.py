"""Ctrl+K: type 打印, 备份, its pinyin or the first letters of it; Enter does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from petidesk.domain.typeahead import Choice, TypeAhead
from petidesk.ui import work
from petidesk.ui.look import controls
from petidesk.ui.look.theme import sized, spaced
from petidesk.ui.shell.actions import Action

More = Callable[[], Sequence[Action]]


class Known:
    """Actions that are found by their words, by pinyin and by initials."""

    def __init__(self, actions: Sequence[Action]) -> None:
        self._by_id = {each.id: each for each in actions}
        self._ahead = TypeAhead(Choice(each.id, each.words) for each in self._by_id.values())

    def prepare(self) -> None:
        """Read the pinyin now, off the window's thread."""
        self._ahead.prepare()

    def matching(self, typed: str) -> list[Action]:
        """The actions that answer, those that begin with what was typed first."""
        return [self._by_id[choice.value] for choice in self._ahead.rank(typed, len(self._by_id)).choices]


def matching(actions: Sequence[Action], typed: str) -> list[Action]:
    """The actions among these that answer what was typed."""
    return Known(actions).matching(typed)


class Palette(QDialog):
    """The list of what can be done with one field to type in; `do` is called with the one that was chosen.

    `more` gives further actions; it is asked in a worker.
    """

    def __init__(
        self, actions: Sequence[Action], do: Callable[[Action], object], parent: QWidget, more: More | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("命令"))
        self._actions = list(actions)
        self._known = Known(actions)
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
        work.run(self, self._known.prepare)
        if more is not None:
            work.run(self, lambda: self._with(more()), self._know)

    def _with(self, more: Sequence[Action]) -> tuple[list[Action], Known]:
        every = [*self._actions, *more]
        known = Known(every)
        known.prepare()
        return every, known

    def _know(self, found: tuple[list[Action], Known]) -> None:
        self._actions, self._known = found
        self._narrow(self.typed.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down move in the list while the field keeps the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
        return False

    def _narrow(self, typed: str) -> None:
        row, before = self.list.currentRow(), [each.id for each in self._shown]
        self._shown = self._known.matching(typed)
        self.list.clear()
        for each in self._shown:
            self.list.addItem(QListWidgetItem(f"{each.words}    {each.key}" if each.keys else each.words))
        same = before and [each.id for each in self._shown][: len(before)] == before
        self.list.setCurrentRow(row if same else 0)
        self._nothing.setVisible(not self._shown)

    def _run(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._shown):
            self.accept()
            self._do(self._shown[row])
