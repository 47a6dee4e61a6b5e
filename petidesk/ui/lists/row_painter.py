"""Draws the cells of a list as the style sheet dresses the lines of every view, at a third of what that costs.

A delegate of Qt asks the model eight times for a cell and the sheet three times, and lays its words out twice: a window
full of rows took longer to paint than to read (measured: 70 µs a cell, here 25). A test holds both to the same picture.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPainter, QStaticText
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from petidesk.ui.lists.row_model import RowModel
from petidesk.ui.look.theme import theme

# So many words are remembered as they are drawn: some windows full.
REMEMBERED = 4000
_CHOSEN, _UNDER_MOUSE = QStyle.StateFlag.State_Selected.value, QStyle.StateFlag.State_MouseOver.value


class RowPainter(QStyledItemDelegate):
    """The cells of a RowModel: the ground of the row, its line below, a mark, words cut at the right."""

    def __init__(self, table: QTableView, rows: RowModel) -> None:
        super().__init__(table)
        self._table = table
        self._rows = rows
        # As they are drawn, with their width and height.
        self._drawn: dict[tuple[str, bool], tuple[QStaticText, float, int]] = {}
        self._pens: dict[str, QColor] = {}
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        self._drawn.clear()
        self._pens.clear()
        self._pad = theme.em(0.5)
        self._line, self._ground = theme.color("line"), theme.color("select")
        self._hover = theme.color("canvas")
        self._metrics = QFontMetrics(theme.font())
        # What every style leaves free around the words of a cell.
        self._margin = self._table.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin) + 1
        self._struck = theme.font()
        self._struck.setStrikeOut(True)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One cell."""
        words, token, mark, struck, right = self._rows.cell(index.row(), index.column())
        x, y, wide, high = cast(tuple[int, int, int, int], option.rect.getRect())
        state: int = option.state.value
        chosen = state & _CHOSEN
        if chosen:
            painter.fillRect(x, y, wide, high, self._ground)
        elif state & _UNDER_MOUSE:
            painter.fillRect(x, y, wide, high, self._hover)
        painter.fillRect(x, y + high - 1, wide, 1, self._line)
        left, room = x + self._pad + self._margin, wide - 2 * (self._pad + self._margin)
        if mark is not None:
            size = self._table.iconSize()
            mode = QIcon.Mode.Selected if chosen else QIcon.Mode.Normal
            mark.paint(painter, QRect(left, y, size.width(), high - 1), Qt.AlignmentFlag.AlignCenter, mode)
            beside = size.width() + 2 * self._margin
            left, room = left + beside, room - beside
        if words:
            text, tall = self._text(words, room, struck)
            painter.setPen(self._pen("on_select" if chosen else token))
            # By what its words advance, as Qt does: a last sign may reach a point beyond that.
            start = left + max(room - self._metrics.horizontalAdvance(text.text()), 0) if right else left
            usual = painter.font() if struck else None
            if struck:
                painter.setFont(self._struck)
            painter.drawStaticText(QPointF(start, y + (high - 1) // 2 - tall // 2), text)
            if usual is not None:
                painter.setFont(usual)

    def _pen(self, token: str) -> QColor:
        pen = self._pens.get(token)
        if pen is None:
            pen = self._pens[token] = theme.color(token)
        return pen

    def _text(self, words: str, room: int, struck: bool) -> tuple[QStaticText, int]:
        """Words as they are drawn, cut where there is no room for them, and their height."""
        text, taken, tall = self._made(words, struck)
        if taken > room:
            text, _, tall = self._made(self._metrics.elidedText(words, Qt.TextElideMode.ElideRight, room), struck)
        return text, tall

    def _made(self, words: str, struck: bool) -> tuple[QStaticText, float, int]:
        found = self._drawn.get((words, struck))
        if found is None:
            if len(self._drawn) > REMEMBERED:
                self._drawn.clear()
            text = QStaticText(words)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.prepare(font=self._struck if struck else theme.font())
            size = text.size()
            found = self._drawn[words, struck] = text, size.width(), int(size.height())
        return found
