"""The list of earlier imports, each with a way to take it out again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from petidesk.domain.imports.imports import ImportBatch
from petidesk.ui.look import controls
from petidesk.ui.look.theme import spaced

SHOWN = 50


class BatchList(QWidget):
    """`undo` carries the id of the import, after a second look at what it will do."""

    undo = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        spaced(self._column, 0.75)
        self._card: QFrame | None = None
        self.ask = controls.Notice("seal", closable=True)
        self.ask.hide()
        self._column.addWidget(self.ask)

    def show_batches(self, batches: Sequence[ImportBatch]) -> None:
        """The newest first."""
        self.ask.hide()
        if self._card is not None:
            self._column.removeWidget(self._card)
            self._card.deleteLater()
            self._card = None
        if not batches:
            return
        self._card, column = controls.card()
        column.addWidget(controls.label(self.tr("以前的导入"), "section"))
        table = QWidget()
        grid = QGridLayout(table)
        spaced(grid, 0.5)
        grid.setColumnStretch(0, 1)
        for row, batch in enumerate(batches[:SHOWN]):
            self._line(grid, row, batch)
        column.addWidget(table)
        self._column.addWidget(self._card)

    def _line(self, grid: QGridLayout, row: int, batch: ImportBatch) -> None:
        words = self.tr("{0} · {1} 条 · {2:%Y-%m-%d %H:%M} · {3}").format(
            batch.source, batch.taken, batch.at, batch.staff
        )
        grid.addWidget(controls.label(words, wrap=True), row, 0)
        if batch.undone_at is not None:
            undone = self.tr("已撤销 {0:%m-%d %H:%M}").format(batch.undone_at)
            grid.addWidget(controls.label(undone, "soft"), row, 1, Qt.AlignmentFlag.AlignRight)
            return
        button = controls.button(self.tr("撤销"), partial(self._ask, batch), icon="undo")
        button.setAccessibleName(self.tr("撤销导入“{0}”").format(batch.source))
        grid.addWidget(button, row, 1, Qt.AlignmentFlag.AlignRight)

    def _ask(self, batch: ImportBatch) -> None:
        self.ask.show_as(
            "seal",
            self.tr("撤销“{0}”：这 {1} 条来访作废，编号不再使用；以后可以重新导入。").format(batch.source, batch.taken),
            self.tr("撤销这次导入"),
            lambda: self.undo.emit(batch.import_id),
        )
        self.ask.show()
