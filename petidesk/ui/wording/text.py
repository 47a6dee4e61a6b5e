"""The text of a form as lines with numbers: marks on lines that are wrong or changed, a jump to a line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from petidesk.ui.forms.inputs import LinesEdit
from petidesk.ui.look.theme import theme

# Notepad on Windows may have left them in a text that is pasted; the forms are written with the plain end of line.
_LINE_ENDS = str.maketrans({"\u2029": "\n", "\u2028": "\n"})


class _Numbers(QWidget):
    """The strip of line numbers at the left of a text."""

    def __init__(self, text: TemplateText) -> None:
        super().__init__(text)
        self._text = text

    def sizeHint(self) -> QSize:
        """As wide as the highest number."""
        return QSize(self._text.strip_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The numbers of the lines in sight."""
        self._text.paint_numbers(event)


class TemplateText(LinesEdit):
    """A text of lines with their numbers."""

    def __init__(self, name: str, *, read_only: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setReadOnly(read_only)
        self.setProperty("letters", True)  # conditions and names of the source
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        if read_only:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self._wrong = 0
        self._changed: tuple[int, ...] = ()
        self._numbers = _Numbers(self)
        self.blockCountChanged.connect(lambda _count: self._make_room())
        self.updateRequest.connect(self._scrolled)
        theme.changed.connect(self._look_again)
        self._make_room()

    # ---- what is said of the lines ---------------------------------------------------------------------------------

    def text(self) -> str:
        """All lines, parted by the plain end of line."""
        return self.toPlainText().translate(_LINE_ENDS)

    def set_text(self, text: str) -> None:
        """Another text; what could be taken back before cannot any more."""
        self.setPlainText(text)
        self.mark_wrong(0)

    def mark_wrong(self, line: int) -> None:
        """Mark the line (from 1) that is not understood; 0 for none."""
        self._wrong = line
        self._mark()

    def mark_changed(self, lines: Iterable[int]) -> None:
        """Mark the lines (from 1) that differ."""
        self._changed = tuple(lines)
        self._mark()

    def marked(self) -> tuple[int, tuple[int, ...]]:
        """The wrong line and those that differ."""
        return self._wrong, self._changed

    def go_to(self, line: int) -> None:
        """Put the cursor at the beginning of a line (from 1) and show it in the middle."""
        block = self.document().findBlockByNumber(max(line - 1, 0))
        if block.isValid():
            cursor = QTextCursor(block)
            self.setTextCursor(cursor)
            self.centerCursor()
        self.setFocus()

    def insert(self, text: str) -> None:
        """Put a text at the cursor, over what is chosen, and go on typing after it."""
        self.insertPlainText(text)
        self.setFocus()

    def _mark(self) -> None:
        found = [self._selection(line, "amber_tint", "amber") for line in self._changed]
        if self._wrong:
            found.append(self._selection(self._wrong, "seal_tint", "seal"))
        self.setExtraSelections(found)
        self._numbers.update()

    def _selection(self, line: int, ground: str, ink: str) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        block = self.document().findBlockByNumber(line - 1)
        made.cursor = QTextCursor(block if block.isValid() else self.document().lastBlock())
        made.format.setBackground(theme.color(ground))
        made.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
        if theme.contrast:
            # Where tints are white, the ink tells the line.
            made.format.setForeground(theme.color(ink))
        return made

    # ---- the strip of numbers --------------------------------------------------------------------------------------

    def strip_width(self) -> int:
        """Room for the number of the last line, in pixels."""
        digits = max(len(str(self.blockCount())), 2)
        return self.fontMetrics().horizontalAdvance("0") * digits + theme.em(1)

    def _make_room(self) -> None:
        self.setViewportMargins(self.strip_width(), 0, 0, 0)
        self._place_strip()

    def _place_strip(self) -> None:
        inside = self.contentsRect()
        self._numbers.setGeometry(QRect(inside.left(), inside.top(), self.strip_width(), inside.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The strip is as high as the text."""
        super().resizeEvent(event)
        self._place_strip()

    def _scrolled(self, part: QRect, by: int) -> None:
        if by:
            self._numbers.scroll(0, by)
        else:
            self._numbers.update(0, part.y(), self._numbers.width(), part.height())

    def _look_again(self) -> None:
        self._make_room()
        self._mark()

    def paint_numbers(self, event: QPaintEvent) -> None:
        """Paint the numbers that `event` uncovers; those of marked lines in the colour of their mark."""
        painter = QPainter(self._numbers)
        painter.fillRect(event.rect(), theme.color("canvas"))
        painter.setFont(self.font())
        block = self.firstVisibleBlock()
        top = round(self.blockBoundingGeometry(block).translated(self.contentOffset()).top())
        height = self.fontMetrics().height()
        while block.isValid() and top <= event.rect().bottom():
            bottom = top + round(self.blockBoundingRect(block).height())
            number = block.blockNumber() + 1
            if block.isVisible() and bottom >= event.rect().top():
                tone = "seal" if number == self._wrong else "amber" if number in self._changed else "text_soft"
                painter.setPen(theme.color(tone))
                place = QRect(QPoint(0, top), QSize(self._numbers.width() - theme.em(0.4), height))
                painter.drawText(place, Qt.AlignmentFlag.AlignRight, str(number))
            block, top = block.next(), bottom


def changed_lines(mine: str, built_in: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The lines (from 1) of `mine` that are not in `built_in`, and those of `built_in` that are not in `mine`."""
    own, old = mine.split("\n"), built_in.split("\n")
    changed_own: list[int] = []
    changed_old: list[int] = []
    for kind, first, last, first_old, last_old in difflib.SequenceMatcher(None, own, old, False).get_opcodes():
        if kind != "equal":
            changed_own += range(first + 1, last + 1)
            changed_old += range(first_old + 1, last_old + 1)
    return tuple(changed_own), tuple(changed_old)
