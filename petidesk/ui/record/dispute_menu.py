"""记一笔…: everything that can happen to a dispute, found by words or pinyin initials, in place and by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from petidesk.ui.ledger.steps import Step, narrowed
from petidesk.ui.look import controls
from petidesk.ui.look.theme import role, sized, spaced, theme


class DisputeMenu(QFrame):
    """`chosen` carries the kind to record, `left` asks to go back."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        role(self, "card")
        self._steps: tuple[Step, ...] = ()
        self._shown: list[Step] = []
        column = QVBoxLayout(self)
        spaced(column, 0.5, (1, 0.75, 1, 0.75))
        head = QHBoxLayout()
        spaced(head, 0.5)
        head.addWidget(controls.label(self.tr("记一笔"), "section"), 1)
        head.addWidget(controls.icon_button("x", self.tr("收起 Esc"), self.left.emit))
        column.addLayout(head)
        self.typed = QLineEdit()
        self.typed.setPlaceholderText(self.tr("什么事，或拼音首字母"))
        self.typed.setAccessibleName(self.tr("发生了什么"))
        self.typed.installEventFilter(self)
        self.typed.textChanged.connect(self._narrow)
        self.typed.returnPressed.connect(self._choose)
        column.addWidget(self.typed)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("可以记的事"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(lambda _row: self._tell())
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        sized(self.list, min_height=3)
        column.addWidget(self.list, 1)
        self.why = controls.label("", "small", wrap=True)
        column.addWidget(self.why)
        self.setFocusProxy(self.typed)

    def show_steps(self, steps: tuple[Step, ...]) -> None:
        """Offer what may be recorded; what may not stands below, with its reason."""
        self._steps = tuple(sorted(steps, key=lambda step: bool(step.why_not)))
        self.typed.clear()
        self._narrow("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down move in the list while the field keeps the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.list.count():
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
        return super().eventFilter(watched, event)

    def _narrow(self, typed: str) -> None:
        self._shown = narrowed(self._steps, typed)
        self.list.clear()
        for step in self._shown:
            item = QListWidgetItem(step.label)
            if step.why_not:
                item.setForeground(theme.color("text_soft"))
            self.list.addItem(item)
        if self._shown:
            self.list.setCurrentRow(0)
        self._tell()

    def _current(self) -> Step | None:
        row = self.list.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _tell(self) -> None:
        """Why the marked one may not be recorded now."""
        step = self._current()
        if step is None:
            self.why.setText("" if self._shown else self.tr("没有这样的事。"))
        elif step.why_not:
            self.why.setText(step.why_not + (f"（{step.basis}）" if step.basis else ""))
        else:
            self.why.setText(self.tr("回车打开"))

    def _choose(self) -> None:
        step = self._current()
        if step is not None and not step.why_not:
            self.chosen.emit(step.kind)
