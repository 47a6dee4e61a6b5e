"""记一笔…: everything that can happen to a record, found by words or pinyin initials, in place and by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from petidesk.ui.look import controls, items
from petidesk.ui.look.theme import role, sized, spaced

_KIND = Qt.ItemDataRole.UserRole


class Offered(Protocol):
    """A kind of event; of what may not be recorded now, why and the article."""

    @property
    def kind(self) -> str:
        """The kind, as the record's rules name it."""

    @property
    def label(self) -> str:
        """What it is called."""

    @property
    def allowed(self) -> bool:
        """Whether it may be recorded now."""

    @property
    def why_not(self) -> str:
        """Why it may not."""

    @property
    def basis(self) -> str:
        """The article that says so."""


Narrowed = Callable[[str], Sequence[tuple[str, Sequence[Offered]]]]


class EventMenu(QFrame):
    """`chosen` carries the kind to record, `left` asks to go back to the record."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        role(self, "card")
        self._narrowed: Narrowed = lambda _typed: ()
        self._shown: dict[str, Offered] = {}
        column = QVBoxLayout(self)
        spaced(column, 0.5, (1, 0.75, 1, 0.75))
        head = QHBoxLayout()
        spaced(head, 0.5)
        head.addWidget(controls.label(self.tr("记一笔"), "section"), 1)
        head.addWidget(controls.icon_button("x", self.tr("收起 Esc"), self.left.emit))
        column.addLayout(head)
        self.typed = QLineEdit()
        self.typed.setPlaceholderText(self.tr("发生了什么，或拼音首字母"))
        self.typed.setAccessibleName(self.tr("发生了什么"))
        self.typed.installEventFilter(self)
        self.typed.textChanged.connect(self._narrow)
        self.typed.setProperty("own_enter", True)
        self.typed.returnPressed.connect(self._choose)
        column.addWidget(self.typed)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("可以记的事"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(lambda _now, _before: self._tell())
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        sized(self.list, min_height=3)
        column.addWidget(self.list, 1)
        self.why = controls.label("", "small", wrap=True)
        column.addWidget(self.why)
        self.setFocusProxy(self.typed)

    def show_offers(self, narrowed: Narrowed) -> None:
        """Offer what may be recorded. `narrowed` answers what was typed: headings (or none) with what is under each."""
        self._narrowed = narrowed
        self.typed.clear()
        self._narrow("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down move in the list while the field keeps the focus; headings are passed over."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self._move(step)
                return True
        return super().eventFilter(watched, event)

    def _move(self, step: int) -> None:
        row = self.list.currentRow()
        for _ in range(self.list.count()):
            row = (row + step) % self.list.count()
            if self.list.item(row).data(_KIND):
                self.list.setCurrentRow(row)
                return

    def _narrow(self, typed: str) -> None:
        self.list.clear()
        self._shown.clear()
        for heading, offers in self._narrowed(typed):
            if heading:
                self._add_heading(heading)
            for offer in offers:
                self._shown[offer.kind] = offer
                item = QListWidgetItem(f"    {offer.label}" if heading else offer.label)
                item.setData(_KIND, offer.kind)
                if not offer.allowed:
                    items.words(item, "text_soft")
                self.list.addItem(item)
        self.list.setCurrentRow(-1)
        self._move(1)
        self._tell()

    def _add_heading(self, words: str) -> None:
        head = QListWidgetItem(words)
        head.setFlags(Qt.ItemFlag.NoItemFlags)
        items.words(head, "text_soft", scale=0.9)
        self.list.addItem(head)

    def _current(self) -> Offered | None:
        item = self.list.currentItem()
        return self._shown.get(str(item.data(_KIND))) if item is not None else None

    def _tell(self) -> None:
        """Why the marked one may not be recorded now, with the article."""
        offer = self._current()
        if offer is None:
            self.why.setText("" if self.list.count() else self.tr("没有这样的事。"))
        elif offer.allowed:
            self.why.setText(self.tr("回车打开"))
        else:
            self.why.setText(offer.why_not + (f"（{offer.basis}）" if offer.basis else ""))

    def _choose(self) -> None:
        offer = self._current()
        if offer is not None and offer.allowed:
            self.chosen.emit(offer.kind)
