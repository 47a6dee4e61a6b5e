"""Ctrl+L in a plain folder: the window is covered and asks who sits there now. A name by its initials, Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from petidesk.domain.staff import ROLES, Staff
from petidesk.domain.typeahead import Choice, TypeAhead
from petidesk.ui.forms.inputs import TextField
from petidesk.ui.look import containers, controls
from petidesk.ui.look.theme import role, theme
from petidesk.ui.start.middle import middle_card

_NAME = Qt.ItemDataRole.UserRole
_ROWS = 8


class HandoverScreen(QWidget):
    """`people`: whoever works here; the one of the name `usual` stands first. `chosen` is sent with a name."""

    chosen = Signal(str)
    leave = Signal()

    def __init__(self, people: Sequence[Staff], usual: str = "") -> None:
        super().__init__()
        self._roles = {one.name: ROLES[one.role] for one in people if one.active}
        names = sorted(self._roles, key=lambda name: name != usual)
        self._match = TypeAhead([Choice(name) for name in names])
        explain = self.tr(
            "选自己的名字，按 Enter。记录没有加密，这里只挡住屏幕、记下是谁在办，挡不住有心的人；"
            "要真正的保护，到“设置 → 密码加密”。"
        )
        column = middle_card(self, "users", self.tr("现在是谁在用？"), explain)
        self.typed = TextField(self.tr("姓名或拼音首字母"))
        self.typed.setProperty("letters", True)
        self.typed.textChanged.connect(self._show)
        self.typed.returnPressed.connect(self._take)
        self.typed.installEventFilter(self)
        column.addWidget(controls.field(self.tr("姓名"), self.typed))
        self.list = QListWidget()
        role(self.list, "menu")
        self.list.setAccessibleName(self.tr("工作人员"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(lambda _item: self._take())
        column.addWidget(self.list)
        row = containers.Flow(0.5)
        self.enter = controls.button(self.tr("用这个名字"), self._take, part="primary", icon="check")
        row.add(self.enter)
        row.add(controls.button(self.tr("退出程序"), self.leave.emit))
        column.addWidget(row)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._take)
        self._show("")
        QTimer.singleShot(0, self.typed, self.typed.setFocus)

    def names(self) -> list[str]:
        """The names that are offered now, the one that Enter takes marked in the list."""
        return [str(self.list.item(row).data(_NAME)) for row in range(self.list.count())]

    def _show(self, typed: str) -> None:
        self.list.clear()
        for choice in self._match.rank(typed, _ROWS).choices:
            item = QListWidgetItem(f"{choice.value}　{self._roles[choice.value]}")
            item.setData(_NAME, choice.value)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setFixedHeight(theme.em(2.4) * max(min(len(self._roles), _ROWS), 1) + theme.em(0.5))
        self.enter.setEnabled(self.list.count() > 0)

    def _take(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.chosen.emit(str(item.data(_NAME)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move in the list while one types."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
        return super().eventFilter(watched, event)
