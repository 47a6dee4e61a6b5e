"""A numbered list that grows by Enter: requests (诉求) and materials. Enter in an empty row leaves the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from petidesk.ui.forms.inputs import TextField
from petidesk.ui.forms.keys import FieldKeys
from petidesk.ui.look import controls
from petidesk.ui.look.theme import sized, spaced


class _Line(TextField):
    emptied = Signal()
    up = Signal()
    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down move between the rows; Backspace in an empty row removes it."""
        if event.key() == Qt.Key.Key_Up:
            self.up.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.down.emit()
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
        else:
            super().keyPressEvent(event)


class RowsField(QWidget):
    """Rows of one line each, numbered from 1. There is always one empty row to type into."""

    changed = Signal()

    def __init__(self, keys: FieldKeys, row_name: str, placeholder: str) -> None:
        """`row_name` is what a screen reader calls a row, with {0} for its number."""
        super().__init__()
        self._keys = keys
        self._row_name = row_name
        self._placeholder = placeholder
        self._rows: list[tuple[QWidget, _Line]] = []
        self._column = QVBoxLayout(self)
        spaced(self._column, 0.25)
        self._append("")

    def texts(self) -> list[str]:
        """What was typed, row by row, without the empty ones."""
        return [line.text() for _, line in self._rows if line.text().strip()]

    def set_texts(self, texts: Sequence[str]) -> None:
        """Show these rows and an empty one when there are none."""
        if [line.text() for _, line in self._rows] == list(texts or [""]):
            return
        while self._rows:
            self._drop(len(self._rows) - 1)
        for text in texts or [""]:
            self._append(text)

    def lines(self) -> list[TextField]:
        """The inputs, first row first."""
        return [line for _, line in self._rows]

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:  # type: ignore[override, unused-ignore]
        """Go to the last row: there one goes on."""
        self._rows[-1][1].setFocus(reason)

    def _append(self, text: str, after: int | None = None) -> _Line:
        place = len(self._rows) if after is None else after + 1
        holder = QWidget()
        line = _Line(self._placeholder)
        number = controls.label("", "soft", buddy=line)
        number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        sized(number, min_width=1.2)
        across = QHBoxLayout(holder)
        spaced(across, 0.5)
        across.addWidget(number)
        across.addWidget(line, 1)
        line.setText(text)
        line.textChanged.connect(self.changed)
        line.emptied.connect(lambda: self._remove(line))
        line.up.connect(lambda: self._move(line, -1))
        line.down.connect(lambda: self._move(line, 1))
        self._rows.insert(place, (holder, line))
        self._column.insertWidget(place, holder)
        self._keys.watch(line, self._taker(line))
        before = self._rows[place - 1][1] if place else None
        if before is not None:
            QWidget.setTabOrder(before, line)
        self._number()
        return line

    def _taker(self, line: _Line) -> Callable[[bool], bool]:
        return lambda shift: self._enter(line, shift)

    def _enter(self, line: _Line, shift: bool) -> bool:
        place = self._place(line)
        if shift:
            return self._move(line, -1)
        if not line.text().strip():
            if len(self._rows) > 1:
                self._drop(place)
            return False
        if place + 1 < len(self._rows):
            return self._move(line, 1)
        self._append("").setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _move(self, line: _Line, step: int) -> bool:
        place = self._place(line) + step
        if not 0 <= place < len(self._rows):
            return False
        self._rows[place][1].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _remove(self, line: _Line) -> None:
        place = self._place(line)
        if len(self._rows) > 1:
            self._rows[max(place - 1, 0) if place else 1][1].setFocus(Qt.FocusReason.BacktabFocusReason)
            self._drop(place)
            self.changed.emit()

    def _drop(self, place: int) -> None:
        holder, line = self._rows.pop(place)
        self._keys.forget(line)
        self._column.removeWidget(holder)
        holder.hide()
        holder.deleteLater()
        self._number()

    def _place(self, line: _Line) -> int:
        return next(place for place, (_, known) in enumerate(self._rows) if known is line)

    def _number(self) -> None:
        for place, (holder, line) in enumerate(self._rows):
            layout = holder.layout()
            first = layout.itemAt(0) if layout is not None else None
            number = first.widget() if first is not None else None
            assert isinstance(number, QLabel)
            number.setText(str(place + 1))
            line.setAccessibleName(self._row_name.format(place + 1))
