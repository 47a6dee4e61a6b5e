"""The rows that an old register could not give: a table to read, to copy and to keep as a text file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from petidesk.domain.imports.imports import Refusal
from petidesk.ui.look.theme import ROW, theme
from petidesk.ui.translate import translate

Index = QModelIndex | QPersistentModelIndex


def refusal_headings() -> tuple[str, ...]:
    """Row, column, value, reason."""

    return (
        translate("ImportRefusals", "行"),
        translate("ImportRefusals", "列"),
        translate("ImportRefusals", "表里写的"),
        translate("ImportRefusals", "为什么不能导入"),
    )


def refusal_cells(refusal: Refusal) -> tuple[str, ...]:
    """One bad cell as text."""
    return (str(refusal.row), refusal.column, refusal.value, refusal.reason)


def refusals_text(refusals: Sequence[Refusal]) -> str:
    """All of it with tabs between, as a spreadsheet takes it."""
    lines = [refusal_headings(), *map(refusal_cells, refusals)]
    return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in lines) + "\n"


def write_refusals(file: Path, refusals: Sequence[Refusal]) -> None:
    """The text with a mark at its start by which every editor knows UTF-8. Raises OSError."""
    file.write_text(refusals_text(refusals), encoding="utf-8-sig")


class RefusalModel(QAbstractTableModel):
    """The refusals of one report; they are at hand, nothing is fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.refusals: tuple[Refusal, ...] = ()

    def show_refusals(self, refusals: Sequence[Refusal]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.refusals = tuple(refusals)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One row for each bad cell."""
        return 0 if parent.isValid() else len(self.refusals)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Row, column, value, reason."""
        return 0 if parent.isValid() else 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings."""
        shown = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return refusal_headings()[section] if shown else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The cell; its tooltip says it whole."""
        if index.isValid() and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return refusal_cells(self.refusals[index.row()])[index.column()]
        return None


class RefusalTable(QTableView):
    """Ctrl+C copies the rows that are marked."""

    _WIDTHS = (4.0, 7.0, 12.0)

    def __init__(self) -> None:
        super().__init__()
        self.rows = RefusalModel()
        self.setModel(self.rows)
        self.setAccessibleName(self.tr("不能导入的行"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.em(ROW))
        heads = self.horizontalHeader()
        heads.setFixedHeight(theme.em(ROW))
        for section, ems in enumerate(self._WIDTHS):
            heads.resizeSection(section, theme.em(ems))
        heads.resizeSection(3, max(self.viewport().width() - theme.em(sum(self._WIDTHS)), theme.em(24)))
        self.setMinimumHeight(theme.em(ROW * 4))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The reason takes the room that is left."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_marked()
        else:
            super().keyPressEvent(event)

    def copy_marked(self) -> None:
        """Put the marked rows, or all when none is marked, on the clipboard."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        marked = [self.rows.refusals[row] for row in rows] or list(self.rows.refusals)
        QGuiApplication.clipboard().setText(refusals_text(marked))
