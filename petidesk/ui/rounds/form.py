"""Opening a screening round: which days, until when, which villages; this half month and all of them at first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from petidesk.domain.ledger.events import month_days, month_of
from petidesk.domain.ledger.rounds import ROUND_KINDS
from petidesk.domain.trouble import Refused
from petidesk.ui.forms.fields import FieldAnswer, chips, day, optional, text
from petidesk.ui.forms.form import Form
from petidesk.ui.forms.inputs import Field
from petidesk.ui.look.grids import FormGrid
from petidesk.ui.look.theme import ROW, sized

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

MIDDLE = 15


def half_month(today: date) -> tuple[date, date]:
    """The half of the month that today lies in: 1 to 15, or 16 to the last day (rules/ledger.md, 5)."""
    first, last = month_days(month_of(today))
    if today.day <= MIDDLE:
        return first, today.replace(day=MIDDLE)
    return today.replace(day=MIDDLE + 1), last


class VillageTicks(QListWidget):
    """The villages, ticked at first."""

    def __init__(self, villages: Sequence[str]) -> None:
        super().__init__()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        sized(self, min_height=4 * ROW)
        for name in villages:
            item = QListWidgetItem(name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            self.addItem(item)
        self.tick(villages)

    def ticked(self) -> list[str]:
        """The villages that are ticked."""
        found = [self.item(place) for place in range(self.count())]
        return [item.text() for item in found if item.checkState() == Qt.CheckState.Checked]

    def tick(self, names: Sequence[str]) -> None:
        """Tick these villages and no other."""
        for place in range(self.count()):
            item = self.item(place)
            item.setCheckState(Qt.CheckState.Checked if item.text() in names else Qt.CheckState.Unchecked)

    def some(self) -> list[str]:
        """The villages that are ticked. Refused when there is none."""
        if not self.ticked():
            raise Refused("missing", self.tr("至少选一个村（社区）"), field="villages")
        return self.ticked()


class RoundForm(Form):
    """`opened` carries the new round."""

    SCROLLS: ClassVar[bool] = True

    opened = Signal(object)

    def __init__(self, desk: Desk, villages: list[str]) -> None:
        super().__init__(self.tr("开一轮排查"))
        self._desk = desk
        since, until = half_month(desk.today())
        grid = FormGrid()
        for key, words, on in (
            ("since", self.tr("开始日期"), since),
            ("until", self.tr("结束日期"), until),
            ("due_on", self.tr("报送期限"), until),
        ):
            self.put_in(grid, day(key, words, desk.now, ahead=True, required=True, begins=on), 4)
        self.put_in(grid, chips("kind", self.tr("种类"), list(ROUND_KINDS.items()), "regular"), 12)
        hint = self.tr("例如 春节前专项排查")
        self.put_in(grid, text("title", optional(self.tr("名称")), placeholder=hint), 6)
        self.put_in(grid, text("note", optional(self.tr("备注"))), 6)
        self.column.addWidget(grid)
        self.villages = VillageTicks(villages)
        field = Field(self.tr("向哪些村（社区）布置，空格键去掉或选上"), self.villages)
        ticks = self.villages
        self.add(FieldAnswer("villages", field, ticks.itemChanged, ticks.ticked, ticks.tick, ticks.some))
        self.column.setStretchFactor(field, 100)  # the list takes the height that is left
        self.foot(self.tr("开始这一轮"))

    def send(self, document: dict[str, Any]) -> None:
        """Open the round."""
        desk = self._desk
        self.run(lambda: desk.rounds.open(document), self.opened.emit, self.tr("正在保存"))
