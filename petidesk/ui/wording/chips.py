"""The fields that a form may use, found by their initials: Enter or a click puts {字段} at the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from petidesk.domain.typeahead import Choice, TypeAhead
from petidesk.ui.forms.inputs import TextField
from petidesk.ui.look import controls
from petidesk.ui.look.theme import sized, spaced

if TYPE_CHECKING:
    from petidesk.desk.letters.wording import Chip

SHOWN, FEW = 9, 4


class _Box(TextField):
    taken = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the first field that was found."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        else:
            super().keyPressEvent(event)


class ChipBox(QWidget):
    """`chosen` carries the text to put in: ``{字段}``, and of a list the way to repeat it."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, Chip] = {}
        self._ahead = TypeAhead(())
        self._shown = SHOWN
        self.box = _Box(self.tr("找字段：字或首字母"))
        self.box.textChanged.connect(lambda _text: self._show())
        self.box.taken.connect(self._take_first)
        self.chips = controls.Flow(0.35)
        self.box.setAccessibleName(self.tr("找字段，回车放到光标处"))
        sized(self.box, width=13)
        row = QHBoxLayout(self)
        spaced(row, 0.5)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.chips, 1)

    def set_room(self, few: bool) -> None:
        """One line of fields where there is little room."""
        shown = FEW if few else SHOWN
        if shown != self._shown:
            self._shown = shown
            self._show()

    def fill(self, chips: Sequence[Chip]) -> None:
        """The fields of another form."""
        self._known = {chip.name: chip for chip in chips}
        self._ahead = TypeAhead(Choice(chip.name) for chip in chips)
        self.box.clear()
        self._show()

    def names(self) -> list[str]:
        """The fields that are shown."""
        return [choice.value for choice in self._ahead.rank(self.box.text().strip(), self._shown).choices]

    def _show(self) -> None:
        self.chips.clear()
        for name in self.names():
            chip = controls.button(f"{{{name}}}", partial(self._take, name), part="chip")
            chip.setToolTip(self._tip(self._known[name]))
            self.chips.add(chip)

    def _tip(self, chip: Chip) -> str:
        if chip.kind == "flag":
            return self.tr("是或不是：写在 when、unless 里")
        if chip.kind == "rows":
            return self.tr("多行：用 each 重复，每行有 {0}").format("、".join(chip.columns))
        return self.tr("多条：用 each 重复，每条是 {项}") if chip.kind == "list" else self.tr("放到光标处")

    def _take_first(self) -> None:
        if names := self.names():
            self._take(names[0])
            self.box.clear()

    def _take(self, name: str) -> None:
        chip = self._known[name]
        if chip.kind in ("list", "rows"):
            inner = "{项}" if chip.kind == "list" else "".join(f"{{{column}}}" for column in chip.columns[:2])
            self.chosen.emit(f'{{ each = "{name}", text = "{inner}", join = "；" }}')
        elif chip.kind == "flag":
            self.chosen.emit(f'when = "{name}"')
        else:
            self.chosen.emit(f"{{{name}}}")
