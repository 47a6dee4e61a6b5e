"""The parties of a dispute as rows that grow by Enter: side, name, telephone, identity number."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain import identity
from petidesk.domain.ledger.disputes import SIDES
from petidesk.ui.forms.inputs import TextField
from petidesk.ui.forms.keys import FieldKeys
from petidesk.ui.look import controls
from petidesk.ui.look.theme import role, spaced, theme

# From these widths on, in ems, the four inputs of a party stand in one line, or two by two.
FOUR, TWO = 36.0, 17.0


class _Name(TextField):
    emptied = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Backspace in an empty name removes the row."""
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
        else:
            super().keyPressEvent(event)


class PartyRow(QWidget):
    """One party. `changed` fires with every key."""

    changed = Signal()
    dropped = Signal()

    def __init__(self, today: Callable[[], date], side: str) -> None:
        super().__init__()
        self._today = today
        self._columns = 0
        self.side = QComboBox()
        for code, words in SIDES.items():
            self.side.addItem(words, code)
        self.side.setCurrentIndex(max(self.side.findData(side), 0))
        self.name = _Name(self.tr("姓名、单位"))
        self.phone = TextField(self.tr("电话"))
        self.id_number = TextField(self.tr("身份证号"))
        self.drop = controls.icon_button("x", self.tr("去掉这一行"), self.dropped.emit)
        self.drop.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._note = controls.label("", "small", wrap=True)
        self._note.hide()
        column = QVBoxLayout(self)
        spaced(column, 0.25)
        line = QHBoxLayout()
        spaced(line, 0.5)
        holder = QWidget()
        self._grid = QGridLayout(holder)
        spaced(self._grid, 0.5)
        line.addWidget(holder, 1)
        line.addWidget(self.drop, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(line)
        column.addWidget(self._note)
        self.name.emptied.connect(self.dropped)
        self.side.currentIndexChanged.connect(self.changed)
        for editor in (self.name, self.phone, self.id_number):
            editor.textChanged.connect(self.changed)
        self.id_number.textChanged.connect(lambda: self._judge(left=False))
        self.id_number.editingFinished.connect(lambda: self._judge(left=True))
        theme.changed.connect(self._lay)
        self._lay()

    def stops(self) -> list[QWidget]:
        """The inputs in their order."""
        return [self.side, self.name, self.phone, self.id_number]

    @property
    def empty(self) -> bool:
        """Whether nobody was typed."""
        return not any(editor.text().strip() for editor in (self.name, self.phone, self.id_number))

    def raw(self) -> dict[str, str]:
        """What stands in the row."""
        return {
            "side": str(self.side.currentData()),
            "name": self.name.text().strip(),
            "phone": "".join(self.phone.text().split()),
            "id_number": "".join(self.id_number.text().split()),
        }

    def put(self, raw: Mapping[str, Any]) -> None:
        """Show a party."""
        self.side.setCurrentIndex(max(self.side.findData(str(raw.get("side", "other"))), 0))
        for editor, key in ((self.name, "name"), (self.phone, "phone"), (self.id_number, "id_number")):
            editor.setText(str(raw.get(key, "")))
            editor.setCursorPosition(0)

    def call(self, place: int) -> None:
        """Name the inputs for a screen reader by the place of the row."""
        names = (self.tr("哪一方"), self.tr("姓名、单位"), self.tr("电话"), self.tr("身份证号"))
        for editor, words in zip(self.stops(), names, strict=True):
            editor.setAccessibleName(self.tr("当事人{0} {1}").format(place + 1, words))

    def say(self, words: str, tone: str = "error") -> None:
        """A sentence under the row; empty text takes it away."""
        role(self._note, tone)
        self._note.setText(words)
        self._note.setVisible(bool(words))
        self.name.setAccessibleDescription(words)

    def said(self) -> str:
        """The sentence under the row."""
        return self._note.text()

    def _judge(self, *, left: bool) -> None:
        """Sex and birth date of a complete number at once; what is wrong with it when it is left."""
        number = "".join(self.id_number.text().split())
        if not number:
            self.say("")
            return
        answer = identity.check(number, self._today())
        if answer.problem is None and answer.birth is not None:
            self.say(
                self.tr("{0}年{1}月{2}日生").format(answer.birth.year, answer.birth.month, answer.birth.day), "small"
            )
        elif left and answer.problem is not None:
            tone = "warn" if answer.problem == "check_digit" else "error"
            self.say(self.tr("身份证号：{0}").format(identity.PROBLEMS[answer.problem]), tone)
        else:
            self.say("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One line, two, or four."""
        super().resizeEvent(event)
        self._lay()

    def _lay(self) -> None:
        width = self.width() / theme.em(1)
        columns = 4 if width >= FOUR else 2 if width >= TWO else 1
        if columns == self._columns:
            return
        self._columns = columns
        for place, editor in enumerate(self.stops()):
            self._grid.addWidget(editor, place // columns, place % columns)
        for place in range(4):
            self._grid.setColumnStretch(place, (2, 4, 4, 5)[place] if columns == 4 else int(place < columns))


class PartiesField(QWidget):
    """Rows of parties. Enter in the last input of the last row begins another; Enter in an empty name leaves."""

    changed = Signal()

    def __init__(self, keys: FieldKeys, today: Callable[[], date]) -> None:
        super().__init__()
        self._keys = keys
        self._today = today
        self._rows: list[PartyRow] = []
        column = QVBoxLayout(self)
        spaced(column, 0.5)
        self._column = QVBoxLayout()
        spaced(self._column, 0.5)
        column.addLayout(self._column)
        self.more = controls.button(self.tr("再加一人"), self.add, part="link", icon="user-plus")
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._append({})

    def rows(self) -> list[PartyRow]:
        """The rows in their order."""
        return list(self._rows)

    def stops(self) -> list[QWidget]:
        """Where Enter stops, row by row."""
        return [stop for row in self._rows for stop in row.stops()]

    def raw(self) -> list[dict[str, str]]:
        """Every party that was typed, without the empty rows."""
        return [row.raw() for row in self._rows if not row.empty]

    def put(self, raw: Sequence[Mapping[str, Any]]) -> None:
        """Show these parties, or one empty row."""
        while self._rows:
            self._take(self._rows[-1])
        for party in raw or [{}]:
            self._append(party)

    def refuse(self, place: int, words: str) -> QWidget | None:
        """Say what is wrong with one of those that were typed; where to put the focus."""
        typed = [row for row in self._rows if not row.empty]
        if not 0 <= place < len(typed):
            return None
        typed[place].say(words)
        return typed[place].name

    def clear_words(self) -> None:
        """Take the sentences away."""
        for row in self._rows:
            row.say("")

    def add(self) -> None:
        """Another row, on the side that stands against the one before."""
        against = {"a": "b", "b": "b"}.get(str(self._rows[-1].side.currentData()), "other")
        self._append({"side": against}).name.setFocus(Qt.FocusReason.TabFocusReason)

    def _append(self, raw: Mapping[str, Any]) -> PartyRow:
        row = PartyRow(self._today, "a")
        row.put({"side": "a", **raw})
        row.changed.connect(self.changed)
        row.dropped.connect(lambda: self._drop(row))
        self._rows.append(row)
        self._column.addWidget(row)
        for stop in row.stops():
            self._keys.watch(stop, lambda shift, row=row, stop=stop: self._enter(row, stop, shift))  # type: ignore[misc]
        self._number()
        return row

    def _enter(self, row: PartyRow, stop: QWidget, shift: bool) -> bool:
        """Whether the Enter was used here; else it goes to the next input."""
        last = row is self._rows[-1]
        if shift:
            return False
        if stop is row.name and row.empty:
            if last and len(self._rows) > 1:
                self._leave(row)
                return True
            return False
        if stop is row.id_number and last and not row.empty:
            self.add()
            return True
        return False

    def _leave(self, row: PartyRow) -> None:
        after = self._rows[self._rows.index(row) - 1].id_number
        self._take(row)
        self._keys.forward.emit(after)
        self.changed.emit()

    def _drop(self, row: PartyRow) -> None:
        if len(self._rows) == 1:
            row.put({"side": "a"})
            return
        place = self._rows.index(row)
        self._rows[place - 1 if place else 1].name.setFocus(Qt.FocusReason.BacktabFocusReason)
        self._take(row)
        self.changed.emit()

    def _take(self, row: PartyRow) -> None:
        for stop in row.stops():
            self._keys.forget(stop)
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._number()

    def _number(self) -> None:
        for place, row in enumerate(self._rows):
            row.call(place)
            row.drop.setVisible(len(self._rows) > 1)
