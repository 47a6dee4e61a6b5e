"""Which column of the old register goes where: each heading with a choice of fields and what stands below it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from petidesk.domain.imports.imports import Proposal
from petidesk.ui.look import controls
from petidesk.ui.look.theme import sized, spaced

SAMPLES_SHOWN = 3


class MappingGrid(QWidget):
    """One line for each heading. A field that is chosen a second time leaves the heading that had it."""

    changed = Signal()

    def __init__(self, proposal: Proposal) -> None:
        super().__init__()
        self._choices: list[tuple[str, QComboBox]] = []
        grid = QGridLayout(self)
        spaced(grid, 0.5)
        grid.setColumnStretch(2, 1)
        for place, words in enumerate((self.tr("表里的标题"), self.tr("导入为"), self.tr("前几行"))):
            grid.addWidget(controls.label(words, "soft"), 0, place)
        for row, mapped in enumerate(proposal.mapping, 1):
            choice = self._choice(proposal, mapped.name or mapped.heading, mapped.field)
            heading = controls.label(mapped.name or mapped.heading, wrap=True, buddy=choice)
            sized(heading, min_width=6)
            samples = [line[row - 1] for line in proposal.sample[:SAMPLES_SHOWN] if row - 1 < len(line)]
            sample = controls.Elided("；".join(text for text in samples if text), "soft")
            grid.addWidget(heading, row, 0)
            grid.addWidget(choice, row, 1)
            grid.addWidget(sample, row, 2, Qt.AlignmentFlag.AlignVCenter)

    def _choice(self, proposal: Proposal, heading: str, field: str | None) -> QComboBox:
        choice = QComboBox()
        choice.setAccessibleName(self.tr("“{0}”导入为").format(heading))
        choice.addItem(self.tr("不导入"), None)
        for key in proposal.fields:
            choice.addItem(proposal.label(key), key)
        choice.setCurrentIndex(max(choice.findData(field), 0))
        choice.setMaxVisibleItems(16)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        sized(choice, min_width=8)
        choice.currentIndexChanged.connect(lambda _place: self._chosen(choice))
        self._choices.append((heading, choice))
        return choice

    def _chosen(self, choice: QComboBox) -> None:
        key = choice.currentData()
        for _, other in self._choices:
            if key is not None and other is not choice and other.currentData() == key:
                other.setCurrentIndex(0)
        self.changed.emit()

    def mapping(self) -> dict[str, str | None]:
        """Heading to field, None for a column that is left out."""
        return {heading: choice.currentData() for heading, choice in self._choices}

    def choose(self, heading: str, field: str | None) -> None:
        """Choose a field for a heading."""
        for known, choice in self._choices:
            if known == heading:
                choice.setCurrentIndex(max(choice.findData(field), 0))
