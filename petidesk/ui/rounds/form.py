"""Opening a screening round: which days, until when, which villages; this half month and all of them at first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from petidesk.domain.ledger.events import month_days, month_of
from petidesk.domain.ledger.rounds import ROUND_KINDS, Round
from petidesk.domain.trouble import Refused, Trouble
from petidesk.ui import work
from petidesk.ui.forms.date_field import DateField
from petidesk.ui.forms.inputs import ChipChoice, Field, TextField
from petidesk.ui.forms.keys import FieldKeys
from petidesk.ui.look import controls
from petidesk.ui.look.grids import FormGrid
from petidesk.ui.look.theme import ROW, sized, spaced

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

MIDDLE = 15


def half_month(today: date) -> tuple[date, date]:
    """The half of the month that today lies in: 1 to 15, or 16 to the last day (rules/ledger.md, 5)."""
    first, last = month_days(month_of(today))
    if today.day <= MIDDLE:
        return first, today.replace(day=MIDDLE)
    return today.replace(day=MIDDLE + 1), last


class RoundForm(QWidget):
    """`opened` carries the new round, `left` asks to go back."""

    opened = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk, villages: list[str]) -> None:
        super().__init__()
        self._desk = desk
        self._keys = FieldKeys(self)
        self._keys.forward.connect(lambda widget: self._step(widget, 1))
        self._keys.back.connect(lambda widget: self._step(widget, -1))
        since, until = half_month(desk.today())
        self.days: dict[str, DateField] = {}
        self.fields: dict[str, Field] = {}
        self._grid = FormGrid()
        for key, words, day in (
            ("since", self.tr("开始日期"), since),
            ("until", self.tr("结束日期"), until),
            ("due_on", self.tr("报送期限"), until),
        ):
            editor = DateField(desk.now, with_time=False, placeholder=self.tr("例如 3.8"), ahead=True)
            editor.setText(day.isoformat())
            self.days[key] = editor
            self._add(key, Field(words, editor), 4)
        self.kind = ChipChoice(list(ROUND_KINDS.items()), "regular")
        self._add("kind", Field(self.tr("种类"), self.kind), 12)
        self.title = TextField(self.tr("例如 春节前专项排查"))
        self._add("title", Field(self.tr("名称（可不填）"), self.title), 6)
        self.note = TextField()
        self._add("note", Field(self.tr("备注（可不填）"), self.note), 6)
        self.villages = QListWidget()
        self.villages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        sized(self.villages, min_height=4 * ROW)
        for name in villages:
            item = QListWidgetItem(name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.villages.addItem(item)
        self._build()

    def _add(self, key: str, field: Field, units: int) -> None:
        self.fields[key] = field
        self._grid.add(field, units)
        for stop in field.stops():
            self._keys.watch(stop)

    def _build(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        spaced(column, 0.75, (0, 0, 0.75, 0))
        head = QHBoxLayout()
        spaced(head, 0.5)
        head.addWidget(controls.label(self.tr("开一轮排查"), "section", wrap=True), 1)
        head.addWidget(controls.icon_button("x", self.tr("收起 Esc"), self.left.emit))
        column.addLayout(head)
        self.notice = controls.Notice("amber")
        self.notice.hide()
        column.addWidget(self.notice)
        column.addWidget(self._grid)
        self.fields["villages"] = Field(self.tr("向哪些村（社区）布置，空格键去掉或选上"), self.villages)
        column.addWidget(self.fields["villages"], 1)
        actions = controls.Flow(0.5)
        self.save_button = controls.button(self.tr("开始这一轮  Ctrl+Enter"), self.save, part="primary")
        actions.add(self.save_button)
        actions.add(controls.button(self.tr("收起  Esc"), self.left.emit))
        outer = QVBoxLayout(self)
        spaced(outer, 0.5)
        outer.addWidget(controls.Scroll(inner), 1)
        outer.addWidget(actions)
        self.setAccessibleName(self.tr("开一轮排查"))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.save)

    def start_typing(self) -> None:
        """Put the focus on the first day."""
        first = self.days["since"]
        first.setFocus()
        first.selectAll()

    def _step(self, widget: QWidget, step: int) -> None:
        groups = [field.stops() for field in self.fields.values()]
        place = next((place for place, group in enumerate(groups) if widget in group), 0) + step
        if not 0 <= place < len(groups):
            return
        chosen = next((part for part in groups[place] if part.property("checked")), groups[place][0])
        chosen.setFocus()
        if isinstance(chosen, QLineEdit):
            chosen.selectAll()

    def document(self) -> dict[str, Any]:
        """The document of `ledger round open`. Refused beside a day that is not understood."""
        found: dict[str, Any] = {"kind": self.kind.chosen()}
        for key, editor in self.days.items():
            day = editor.value()
            if day is None:
                raise Refused("bad_value", self.tr("这个日期看不懂，例如 3.8、2026-3-8"), field=key)
            found[key] = day.date().isoformat()
        chosen = [self.villages.item(place) for place in range(self.villages.count())]
        found["villages"] = [item.text() for item in chosen if item.checkState() == Qt.CheckState.Checked]
        if not found["villages"]:
            raise Refused("missing", self.tr("至少选一个村（社区）"), field="villages")
        return found | {"title": self.title.text().strip(), "note": self.note.text().strip()}

    def save(self) -> None:
        """Open the round."""
        if not self.save_button.isEnabled():
            return
        self.notice.hide()
        for field in self.fields.values():
            field.say("")
        try:
            document = self.document()
        except Refused as refusal:
            self._refused(refusal)
            return
        desk = self._desk
        self.save_button.setEnabled(False)
        work.run(self, lambda: desk.rounds.open(document), self._done, self._refused, title=self.tr("正在保存"))

    def _done(self, found: Round) -> None:
        self.opened.emit(found)

    def _refused(self, trouble: Trouble) -> None:
        self.save_button.setEnabled(True)
        field = self.fields.get(trouble.field or "")
        if field is None:
            self.notice.show_as("amber", trouble.message)
            self.notice.show()
            return
        field.say(trouble.message, "error")
        field.stops()[0].setFocus()
