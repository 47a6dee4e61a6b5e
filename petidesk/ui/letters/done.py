"""After issuing: the number large, the paper as it was frozen, and the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.letters.closed import ClosedLetter, Issued
from petidesk.domain.letters.letters import Letter
from petidesk.domain.trouble import sentence
from petidesk.ui.look import containers, controls
from petidesk.ui.look.theme import spaced, theme
from petidesk.ui.paper.sheet import SheetView

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

# From this width on, in ems, the paper stands beside the words.
BESIDE = 58.0


class LetterDone(QWidget):
    """`closed` goes on; `print_wanted`, `serve_wanted` and `receipt_wanted` carry the Letter."""

    closed = Signal()
    print_wanted = Signal(object)
    serve_wanted = Signal(object)
    receipt_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._letter: Letter | ClosedLetter | None = None
        row = QHBoxLayout(self)
        spaced(row, 1)
        said = QWidget()
        column = QVBoxLayout(said)
        spaced(column, 0.75)
        self.done = controls.label("", "done", wrap=True)
        self.number = controls.label("", "title", wrap=True)
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.next = controls.label("", wrap=True)
        self.notice = controls.Notice("amber")
        self.notice.hide()
        deeds = containers.Flow(0.5)
        self.print_button = controls.button(self.tr("打印  Ctrl+P"), self.print, part="primary", icon="printer")
        self.serve = controls.button(self.tr("登记送达…"), self._serve, icon="check")
        self.receipt = controls.button(self.tr("送达回证"), self._receipt, icon="file-text")
        self.leave = controls.button(self.tr("完成  Esc"), self.closed.emit, icon="chevron-left")
        for part in (self.print_button, self.serve, self.receipt, self.leave):
            deeds.add(part)
        self._deeds = deeds
        column.addStretch(1)
        for shown in (self.done, self.number, self.next, self.notice, deeds):
            column.addWidget(shown)
        column.addStretch(2)
        row.addWidget(containers.Scroll(said), 1)
        self.sheet = SheetView(desk.papers.page_count, desk.papers.page_png)
        row.addWidget(self.sheet, 1)

    @property
    def letter(self) -> Letter | ClosedLetter | None:
        """The letter that was issued."""
        return self._letter

    def show_issued(self, issued: Issued, *, sent: bool = False) -> None:
        """Show what was issued; `sent`: it is on its way to the printer already."""
        letter, desk = issued.letter, self._desk
        self._letter = letter
        words = self.tr("《{0}》已签发") if letter.signed_by else self.tr("《{0}》已定稿归卷")
        self.done.setText(words.format(letter.title))
        self.number.setText(letter.document_no)
        self.next.setText(self._next(letter, sent))
        self.serve.setVisible(letter.waits_for_service)
        self.receipt.setVisible(letter.waits_for_service)
        self._deeds.again()
        self.notice.setVisible(bool(issued.warnings))
        if issued.warnings:
            self.notice.show_as("amber", "\n".join(map(sentence, issued.warnings)))
        self.sheet.forget()
        if letter.restricted:
            # Nobody asked to look: the picture of an accusation's paper comes with the print preview.
            self.sheet.say(self.tr("检举控告的文书，打印时才显示。"))
        else:
            self.sheet.ask(letter.letter_id, lambda: desk.letters.preview(letter.letter_id), at_once=True)
        (self.leave if sent else self.print_button).setFocus()

    def _next(self, letter: Letter | ClosedLetter, sent: bool) -> str:
        if not letter.to_serve:
            return self.tr("已送打印机。") if sent else self.tr("下一步：打印。")
        if sent:
            return self.tr("已送打印机。下一步：盖章、送达，送达以后登记送达。")
        return self.tr("下一步：打印、盖章、送达，送达以后登记送达。")

    def print(self) -> None:
        """Print the frozen bytes, with the preview."""
        if self._letter is not None:
            self.print_wanted.emit(self._letter)

    def _serve(self) -> None:
        if self._letter is not None:
            self.serve_wanted.emit(self._letter)

    def _receipt(self) -> None:
        if self._letter is not None:
            self.receipt_wanted.emit(self._letter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The paper stands beside the words where there is room."""
        super().resizeEvent(event)
        self.sheet.setVisible(self.width() >= BESIDE * theme.em(1))
