"""开张前还差: what the office has not been given yet, each a button that leads to its field and back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from petidesk.domain.office.fields import BACKUP_PLACE
from petidesk.domain.office.opening import VILLAGES
from petidesk.domain.office.unset import COUNTY, NAME
from petidesk.ui.look import containers, controls
from petidesk.ui.look.theme import role, spaced

if TYPE_CHECKING:
    from petidesk.ui.seat import Seat


class OpeningCard(QFrame):
    """Hidden while nothing is missing; folded to its heading where the clerk wants it so. `wanted` carries the key."""

    wanted = Signal(str)

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        role(self, "notice-ink")
        self._seat = seat
        self._left = False
        column = QVBoxLayout(self)
        spaced(column, 0.5, (0.75, 0.5, 0.75, 0.6))
        head = QHBoxLayout()
        spaced(head, 0.75)
        self.title = controls.label("", "strong")
        self.fold = controls.button("", self._turn, part="link")
        head.addWidget(self.title, 1)
        head.addWidget(self.fold)
        column.addLayout(head)
        self.why = controls.label("", "soft", wrap=True)
        column.addWidget(self.why)
        self.buttons = containers.Flow(0.5)
        column.addWidget(self.buttons)
        self._words = {
            NAME: self.tr("单位名称"),
            COUNTY: self.tr("所属县（市、区）"),
            "phone": self.tr("窗口电话"),
            "reviewing_body": self.tr("复查机关"),
            "leaders": self.tr("领导"),
            VILLAGES: self.tr("村（社区）"),
            BACKUP_PLACE: self.tr("备份位置"),
        }
        self._keys: tuple[str, ...] = ()
        self.hide()

    def lacking(self) -> tuple[str, ...]:
        """What it says is missing."""
        return self._keys

    def show_lacking(self, keys: Sequence[str]) -> None:
        """Say that these are missing; after one was given, the keys stand on the next."""
        if tuple(keys) != self._keys:
            self._keys = tuple(keys)
            self.buttons.clear()
            for key in keys:
                self.buttons.add(controls.button(self._words[key], partial(self._go, key), icon="pencil"))
            self.buttons.again()
            self.title.setText(self.tr("开张前还差 {0} 项").format(len(keys)))
            self.setAccessibleName(self.title.text())
            self.why.setText(
                self.tr("不急，来访照样能登记。没有单位名称，文书不能签发。")
                if NAME in keys
                else self.tr("不急，来访照样能登记；缺的在纸上留空。")
            )
        self._fit()
        self.setVisible(bool(keys))
        if self._left and keys and not self._seat.opening_folded:
            self.buttons.parts()[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self._left = False

    def _go(self, key: str) -> None:
        self._left = True
        self.wanted.emit(key)

    def _turn(self) -> None:
        self._seat.opening_folded = not self._seat.opening_folded
        self._fit()

    def _fit(self) -> None:
        folded = self._seat.opening_folded
        self.why.setVisible(not folded)
        self.buttons.setVisible(not folded)
        self.fold.setText(self.tr("展开") if folded else self.tr("收起"))
