"""Which column of the old register goes where: each heading with a choice of fields and what stands below it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from petidesk.domain.headings import MappedHeading
from petidesk.domain.imports.imports import Proposal
from petidesk.ui.look import controls
from petidesk.ui.look.theme import sized, spaced

SAMPLES_SHOWN = 3


class MappingGrid(QWidget):
    """One line for each heading, those that are not sure first. A field chosen twice leaves the heading that had it.

    A column that watches people has no choice (rules/people.md, 2).
    """

    changed = Signal()

    def __init__(self, proposal: Proposal) -> None:
        super().__init__()
        self._choices: list[tuple[str, QComboBox]] = []
        self._grid = QGridLayout(self)
        spaced(self._grid, 0.5)
        self._grid.setColumnStretch(2, 1)
        columns = list(enumerate(proposal.mapping))
        unsure = [(place, one) for place, one in columns if one.guess]
        self.first_unsure: QComboBox | None = None
        if unsure:
            self._head(self.tr("拿不准的栏，请您定"))
            for place, mapped in unsure:
                self._line(proposal, place, mapped)
            self.first_unsure = self._choices[0][1]
        self._head(self.tr("表里的标题"))
        for place, mapped in columns:
            if not mapped.guess:
                self._line(proposal, place, mapped)

    def _head(self, words: str) -> None:
        row = self._grid.rowCount()
        for place, text in enumerate((words, self.tr("导入为"), self.tr("前几行"))):
            self._grid.addWidget(controls.label(text, "soft"), row, place)

    def _line(self, proposal: Proposal, place: int, mapped: MappedHeading) -> None:
        row = self._grid.rowCount()
        name = mapped.name or mapped.heading
        samples = [line[place] for line in proposal.sample if place < len(line)]
        shown = [text for text in samples if text][:SAMPLES_SHOWN]
        if mapped.watched:
            heading, shown = controls.label(name, wrap=True), []
            self._grid.addWidget(controls.label(self.tr("本程序不记录"), "soft"), row, 1)
        else:
            choice = self._choice(proposal, name, mapped)
            heading = controls.label(name, wrap=True, buddy=choice)
            self._grid.addWidget(choice, row, 1)
        sized(heading, min_width=6)
        self._grid.addWidget(heading, row, 0)
        sample = controls.Elided("；".join(shown), "soft")
        self._grid.addWidget(sample, row, 2, Qt.AlignmentFlag.AlignVCenter)

    def _choice(self, proposal: Proposal, name: str, mapped: MappedHeading) -> QComboBox:
        choice = QComboBox()
        choice.setAccessibleName(self.tr("“{0}”导入为").format(name))
        choice.addItem(self.tr("不导入"), None)
        if mapped.guess:
            choice.addItem(self.tr("可能是：{0}").format(proposal.label(mapped.guess)), mapped.guess)
        for key in proposal.fields:
            if key != mapped.guess:
                choice.addItem(proposal.label(key), key)
        choice.setCurrentIndex(max(choice.findData(mapped.field), 0))
        choice.setMaxVisibleItems(16)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        sized(choice, min_width=11)
        choice.currentIndexChanged.connect(lambda _place: self._chosen(choice))
        self._choices.append((name, choice))
        return choice

    def _chosen(self, choice: QComboBox) -> None:
        key = choice.currentData()
        for _, other in self._choices:
            if key is not None and other is not choice and other.currentData() == key:
                other.setCurrentIndex(0)
        self.changed.emit()

    def mapping(self) -> dict[str, str | None]:
        """The name of each column to its field, None for one that is left out."""
        return {name: choice.currentData() for name, choice in self._choices}

    def choose(self, name: str, field: str | None) -> None:
        """Choose a field for a column."""
        for known, choice in self._choices:
            if known == name:
                choice.setCurrentIndex(max(choice.findData(field), 0))


class SheetChoice(QComboBox):
    """All sheets of one head, or one of them; shown where there is a choice. `sheet` is None for all."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("工作表"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        sized(self, min_width=14, max_width=24)

    def offer(self, proposal: Proposal) -> None:
        """The sheets of a file that is looked at for the first time."""
        self.blockSignals(True)
        self.clear()
        if len(proposal.sheets) > 1:
            self.addItem(self.tr("表头一样的 {0} 张一起导入").format(len(proposal.sheets)), None)
        for name in (*proposal.sheets, *proposal.others):
            self.addItem(self.tr("只导入“{0}”").format(name), name)
        self.setCurrentIndex(0)
        self.blockSignals(False)

    @property
    def sheet(self) -> str | None:
        """The one sheet chosen."""
        name: str | None = self.currentData() if self.count() > 1 else None
        return name
