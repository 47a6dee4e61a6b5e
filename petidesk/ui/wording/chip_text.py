"""A text with chips: a field stands in it as one piece, is deleted as one, and is copied as {字段}.

A chip is one character of the document with the name of its field beside it, so that neither a cursor nor an input
method ever comes inside. What is pasted becomes chips again where a field of that name may stand here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from PySide6.QtCore import QMimeData, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QPyTextObject,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QTextEdit

from petidesk.domain.wording.chips import Segment, called, joined, segments
from petidesk.ui.look.theme import theme

_CHIP = QTextFormat.ObjectTypes.UserObject.value + 1
_NAME = QTextFormat.Property.UserProperty.value + 1
_OBJECT = "\ufffc"
_NO_TYPING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class _Chips(QPyTextObject):
    """Draws the chips of one text."""

    def intrinsicSize(self, document: QTextDocument, place: int, made: QTextFormat) -> QSizeF:
        """As wide as its words with a little room."""
        metrics = QFontMetricsF(document.defaultFont())
        words = called(str(made.property(_NAME)))
        return QSizeF(metrics.horizontalAdvance(words) + metrics.height() * 0.7, metrics.height())

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        document: QTextDocument,
        place: int,
        made: QTextFormat,
    ) -> None:
        """A tinted card with the name of the field."""
        card = QRectF(rect).adjusted(1.5, 0.5, -1.5, -0.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("ink"))
        painter.setBrush(theme.color("ink_tint"))
        painter.drawRoundedRect(card, card.height() * 0.25, card.height() * 0.25)
        painter.setFont(document.defaultFont())
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, called(str(made.property(_NAME))))
        painter.restore()


class ChipText(QTextEdit):
    """One text. `edited` after every change, `entered` when it gets the focus, `onward` (1, -1) when keys leave it."""

    edited = Signal()
    entered = Signal()
    onward = Signal(int)

    def __init__(self, name: str, allowed: Callable[[str], bool]) -> None:
        """`allowed`: whether the field of a name may stand here."""
        super().__init__()
        self._allowed = allowed
        self.setAccessibleName(name)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._chips = _Chips(self)
        self.document().documentLayout().registerHandler(_CHIP, self._chips)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self.document().contentsChanged.connect(self._changed)
        self._quiet = False

    # ---- what it says ----------------------------------------------------------------------------------------------

    def text(self) -> str:
        """What stands in it, as a form holds it."""
        return joined(_segments_of(self.document().begin()))

    def set_text(self, text: str) -> None:
        """Another text; what could be taken back before cannot any more."""
        self._quiet = True
        self.setUndoRedoEnabled(False)
        self.clear()
        self._write(QTextCursor(self.document()), segments(text), known=lambda _name: True)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.setUndoRedoEnabled(True)
        self._quiet = False
        self._tell()

    def insert_chip(self, name: str) -> None:
        """A field at the cursor, over what is chosen."""
        self._write(self.textCursor(), (Segment(name, chip=True),), known=self._allowed)
        self.setFocus()

    def _write(self, cursor: QTextCursor, parts: tuple[Segment, ...], known: Callable[[str], bool]) -> None:
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        for part in parts:
            if part.chip and known(part.text):
                cursor.insertText(_OBJECT, _format(part.text))
            else:
                cursor.insertText(f"{{{part.text}}}" if part.chip else part.text, QTextCharFormat())
        cursor.endEditBlock()

    def _changed(self) -> None:
        if not self._quiet:
            self._tell()
            self.edited.emit()

    def _tell(self) -> None:
        """A screen reader hears the fields by name."""
        said = "".join(f"〔{called(part.text)}〕" if part.chip else part.text for part in segments(self.text()))
        self.setAccessibleDescription(said)

    # ---- keys, copying ---------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Shift+Enter back, Alt+Enter is a new line; a name in braces becomes a chip as it is closed."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.textCursor().insertText("\n", QTextCharFormat())
            elif not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.onward.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            return
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers() and self._at_edge(step):
            self.onward.emit(step)
            return
        if event.text().isprintable() and event.text() and not event.modifiers() & _NO_TYPING:
            self._plainly()
        super().keyPressEvent(event)
        if event.text() == "}":
            self._close_name()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What an input method writes beside a chip are words."""
        if event.commitString():
            self._plainly()
        super().inputMethodEvent(event)

    def _plainly(self) -> None:
        """Typing goes on without the look of the chip beside it; over what is chosen it begins anew."""
        if self.textCursor().hasSelection():
            self.textCursor().removeSelectedText()
        self.setCurrentCharFormat(QTextCharFormat())

    def _at_edge(self, step: int) -> bool:
        cursor = self.textCursor()
        move = QTextCursor.MoveOperation.Up if step < 0 else QTextCursor.MoveOperation.Down
        return not cursor.movePosition(move)

    def _close_name(self) -> None:
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        start = before.rfind("{")
        name = before[start + 1 : -1].strip()
        if start >= 0 and _OBJECT not in name and self._allowed(name):
            cursor.setPosition(cursor.block().position() + start, QTextCursor.MoveMode.KeepAnchor)
            self._write(cursor, (Segment(name, chip=True),), known=self._allowed)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copied as words with {字段}, so that it may go anywhere and come back."""
        data = QMimeData()
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        data.setText(joined(_segments_of(self.document().findBlock(start), start, end)))
        return data

    def insertFromMimeData(self, source: QMimeData) -> None:
        """What is pasted has plain ends of lines, and chips where fields of these names may stand."""
        if source.hasText():
            text = source.text().replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n").replace(_OBJECT, "")
            self._write(self.textCursor(), segments(text), known=self._allowed)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Fields that are chosen from the list come here."""
        super().focusInEvent(event)
        self.entered.emit()

    # ---- room ------------------------------------------------------------------------------------------------------

    def _fit(self) -> None:
        """As high as its text."""
        around = self.contentsMargins().top() + self.contentsMargins().bottom()
        wanted = round(self.document().size().height()) + around
        if wanted != self.height() or self.minimumHeight() != wanted:
            self.setFixedHeight(wanted)


def _format(name: str) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setObjectType(_CHIP)
    made.setProperty(_NAME, name)
    made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBottom)
    return made


def _segments_of(block: QTextBlock, start: int = 0, end: int | None = None) -> Iterator[Segment]:
    """The words and chips from a block on, between two positions of the document."""
    first = True
    while block.isValid() and (end is None or block.position() < end):
        if not first:
            yield Segment("\n")
        first = False
        place = block.begin()
        while not place.atEnd():
            fragment = place.fragment()
            begins = fragment.position()
            text = fragment.text()
            low, high = max(start - begins, 0), len(text) if end is None else max(min(end - begins, len(text)), 0)
            name = fragment.charFormat().property(_NAME)
            for piece in re.split(f"({_OBJECT})", text[low:high].replace("\u2028", "\n")):
                if piece == _OBJECT and name:
                    yield Segment(str(name), chip=True)
                elif piece and piece != _OBJECT:
                    yield Segment(piece)
            place += 1
        block = block.next()
