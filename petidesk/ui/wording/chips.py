"""The fields that a text may use, found by their initials: Enter or a click puts one at the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from petidesk.domain.typeahead import Choice, TypeAhead
from petidesk.domain.wording.chips import Chip, called
from petidesk.ui.forms.inputs import TextField
from petidesk.ui.look import containers, controls
from petidesk.ui.look.theme import sized, spaced

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
    """`chosen` carries the chip to put in."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, Chip] = {}
        self._ahead = TypeAhead(())
        self._shown = SHOWN
        self._source = False
        self.box = _Box(self.tr("找字段：字或首字母"))
        self.box.setProperty("own_enter", True)
        self.box.textChanged.connect(lambda _text: self._show())
        self.box.taken.connect(self._take_first)
        self.chips = containers.Flow(0.35)
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

    def fill(self, chips: Sequence[Chip], *, source: bool) -> None:
        """The fields that may be used now. `source`: written in braces, as the text of the form has them."""
        self._known = {chip.name: chip for chip in chips}
        self._source = source
        self._ahead = TypeAhead(Choice(chip.name, chip.name if source else called(chip.name)) for chip in chips)
        self.setEnabled(bool(chips))
        self.box.clear()
        self._show()

    def names(self) -> list[str]:
        """The fields that are shown."""
        return [choice.value for choice in self._ahead.rank(self.box.text().strip(), self._shown).choices]

    def _show(self) -> None:
        self.chips.clear()
        for name in self.names():
            words = f"{{{name}}}" if self._source else called(name)
            chip = controls.button(words, partial(self.chosen.emit, self._known[name]), part="chip")
            chip.setToolTip(self._tip(self._known[name]))
            self.chips.add(chip)

    def _tip(self, chip: Chip) -> str:
        if chip.kind == "flag":
            return self.tr("是或不是：写成条件")
        if chip.kind == "rows":
            return self.tr("多行：逐行重复，每行有 {0}").format("、".join(chip.columns))
        return self.tr("多条：逐条重复，每条是 {项}") if chip.kind == "list" else self.tr("放到光标处")

    def _take_first(self) -> None:
        if names := self.names():
            self.chosen.emit(self._known[names[0]])
            self.box.clear()


def source_of(chip: Chip) -> str:
    """How the text of a form uses a field: ``{字段}``, of a list the way to repeat it, of a yes or no a condition."""
    if chip.kind in ("list", "rows"):
        inner = "{项}" if chip.kind == "list" else "".join(f"{{{column}}}" for column in chip.columns[:2])
        return f'{{ each = "{chip.name}", text = "{inner}", join = "；" }}'
    return f'when = "{chip.name}"' if chip.kind == "flag" else f"{{{chip.name}}}"
