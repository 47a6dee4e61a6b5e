"""The line that chooses the table: what is counted, divided by what, which numbers of it are shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from petidesk.domain.statistics.catalogue import SUBJECTS
from petidesk.domain.statistics.dimensions import Measure, Subject
from petidesk.ui.look import containers
from petidesk.ui.look.theme import sized, spaced
from petidesk.ui.statistics.period import Beside

# So many measures are shown until somebody chooses: with their comparison they fill a table.
USUAL = 3


class WhatBar(QWidget):
    """`changed`: another table is wanted. `narrowed`: only other measures of the same one."""

    changed = Signal()
    narrowed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._filling = False
        self.subjects = _combo(self.tr("统计什么"), 9)
        for name, subject in SUBJECTS.items():
            self.subjects.addItem(subject.label, name)
        self.first = _combo(self.tr("按什么分列"), 9)
        self.second = _combo(self.tr("再按什么交叉"), 9)
        # A box for each measure of a subject that was chosen once: what was ticked stays so when it comes back.
        self._boxes: dict[tuple[str, str], QCheckBox] = {}
        self.line = containers.Flow(0.75)
        for words, combo in (
            (self.tr("统计"), self.subjects),
            (self.tr("按"), self.first),
            (self.tr("交叉"), self.second),
        ):
            name = combo.accessibleName()
            self.line.add(Beside(words, combo))
            combo.setAccessibleName(name)
        self.crossing = QCheckBox(self.tr("排成交叉表"))
        self.crossing.setChecked(True)
        self.crossing.setToolTip(self.tr("一项竖着、一项横着，看勾上的第一个数；不勾就一行一行列出，带同比"))
        self.crossing.toggled.connect(lambda _on: self.narrowed.emit())
        self.line.add(self.crossing)
        column = QVBoxLayout(self)
        spaced(column, 0)
        column.addWidget(self.line)
        self._offer_of_subject()
        self.subjects.activated.connect(lambda _place: self._another_subject())
        self.first.activated.connect(lambda _place: self._another_first())
        self.second.activated.connect(lambda _place: self._another_second())

    # ---- what is chosen --------------------------------------------------------------------------------------------

    @property
    def subject(self) -> Subject:
        """What is counted."""
        return SUBJECTS[str(self.subjects.currentData())]

    @property
    def by(self) -> tuple[str, ...]:
        """The dimensions: none, one or two."""
        chosen = (str(combo.currentData() or "") for combo in (self.first, self.second))
        return tuple(name for name in chosen if name)

    def wanted(self) -> tuple[Measure, ...]:
        """The measures that are shown, in the order of the catalogue."""
        every = self.subject.measures
        return tuple(measure for measure in every if len(every) == 1 or self.box(measure.name).isChecked())

    def choose(self, subject: str, by: Sequence[str] = (), shown: Sequence[str] = ()) -> None:
        """Choose from outside; what the catalogue does not know is passed over. `changed` is not sent."""
        self._filling = True
        self.subjects.setCurrentIndex(max(self.subjects.findData(subject), 0))
        self._offer_of_subject()
        for combo, name in zip((self.first, self.second), (*by, "", ""), strict=False):
            combo.setCurrentIndex(max(combo.findData(name), 0))
            if combo is self.first:
                self._offer_second()
        self._show_crossing()
        known = [measure.name for measure in self.subject.measures]
        for name in known if len(known) > 1 and set(known) & set(shown) else ():
            self.box(name).setChecked(name in shown)
        self._filling = False

    # ---- offering --------------------------------------------------------------------------------------------------

    def _another_subject(self) -> None:
        by = self.by
        self._filling = True
        self._offer_of_subject()
        for combo, name in zip((self.first, self.second), (*by, "", ""), strict=False):
            combo.setCurrentIndex(max(combo.findData(name), 0))
            if combo is self.first:
                self._offer_second()
        self._filling = False
        self._show_crossing()
        self.changed.emit()

    def _another_first(self) -> None:
        self._offer_second()
        self.changed.emit()

    def _another_second(self) -> None:
        self._show_crossing()
        self.changed.emit()

    def _offer_of_subject(self) -> None:
        self.first.clear()
        self.first.addItem(self.tr("不分列"), "")
        for dimension in self.subject.dimensions:
            self.first.addItem(dimension.label, dimension.name)
        self._offer_second()
        several = len(self.subject.measures) > 1
        for (subject, _name), box in self._boxes.items():
            box.setVisible(several and subject == self.subject.name)
        whole = len(self.subject.measures) == USUAL + 1  # 结转, 受理, 办结 and 在办 are one sum
        for place, measure in enumerate(self.subject.measures if several else ()):
            if (self.subject.name, measure.name) not in self._boxes:
                self.line.add(self._make(measure, on=whole or place < USUAL))
        self.line.again()

    def _make(self, measure: Measure, *, on: bool) -> QCheckBox:
        box = self._boxes[self.subject.name, measure.name] = QCheckBox(measure.label)
        box.setChecked(on)
        box.setToolTip(measure.definition)
        box.toggled.connect(self._ticked)
        return box

    def box(self, measure: str) -> QCheckBox:
        """The box of a measure of the chosen subject."""
        return self._boxes[self.subject.name, measure]

    def _offer_second(self) -> None:
        """Every other dimension; nothing to cross where the table is not divided."""
        first, chosen = str(self.first.currentData() or ""), str(self.second.currentData() or "")
        self.second.clear()
        self.second.addItem(self.tr("不交叉"), "")
        for dimension in self.subject.dimensions if first else ():
            if dimension.name != first:
                self.second.addItem(dimension.label, dimension.name)
        self.second.setCurrentIndex(max(self.second.findData(chosen), 0))
        self.second.setEnabled(bool(first))
        self._show_crossing()

    def _show_crossing(self) -> None:
        self.crossing.setVisible(bool(self.second.currentData()))
        self.line.again()

    def _ticked(self, _on: bool) -> None:
        """One number at least is shown."""
        if self._filling:
            return
        if not self.wanted():
            self.box(self.subject.measures[0].name).setChecked(True)  # which asks for itself
        else:
            self.narrowed.emit()


def _combo(name: str, width: float) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setMaxVisibleItems(20)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    sized(made, width=width)
    return made
