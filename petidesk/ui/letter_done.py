"""After issuing: the number large, the paper to print, and the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from petidesk.domain.letters import Issued, Letter
from petidesk.ui import controls
from petidesk.ui.letter_printouts import letter_printout
from petidesk.ui.preview import PreviewPanel
from petidesk.ui.theme import spaced

if TYPE_CHECKING:
    from petidesk.desk.opening import Desk
    from petidesk.ui.seat import Seat


class LetterDone(QWidget):
    """`closed` goes on; `serve_wanted` and `receipt_wanted` carry the Letter; `printed` what the printer took."""

    closed = Signal()
    serve_wanted = Signal(object)
    receipt_wanted = Signal(object)
    printed = Signal(str)

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__()
        self._desk = desk
        self._letter: Letter | None = None
        outer = QVBoxLayout(self)
        spaced(outer, 0.5)
        self.number = controls.label("", "title")
        self.next = controls.label("", "soft", wrap=True)
        self.notice = controls.Notice("amber", closable=True)
        self.notice.hide()
        outer.addWidget(self.notice)
        deeds = controls.Flow(0.75)
        deeds.add(self.number)
        self.serve = controls.button(self.tr("登记送达…"), self._serve, icon="check")
        self.receipt = controls.button(self.tr("送达回证"), self._receipt, icon="file-text")
        self.leave = controls.button(self.tr("完成  Esc"), self.closed.emit, icon="chevron-left")
        for part in (self.leave, self.serve, self.receipt):
            deeds.add(part)
        self._deeds = deeds
        outer.insertWidget(0, deeds)
        outer.insertWidget(1, self.next)
        outer.addWidget(controls.rule())
        self.preview = PreviewPanel(seat)
        self.preview.closed.connect(self.closed)
        self.preview.printed.connect(self.printed)
        outer.addWidget(self.preview, 1)

    @property
    def letter(self) -> Letter | None:
        """The letter that was issued."""
        return self._letter

    def show_issued(self, issued: Issued) -> None:
        """Show what was issued; the focus stands on the print button."""
        letter = issued.letter
        self._letter = letter
        self.number.setText(letter.document_no)
        words = self.tr("《{0}》已定稿归卷。").format(letter.title)
        if letter.signed_by:
            words = self.tr("《{0}》已签发。").format(letter.title)
        if letter.to_serve:
            words += self.tr("下一步：打印、盖章，送达以后登记送达。")
        self.next.setText(words)
        self.serve.setVisible(letter.waits_for_service)
        self.receipt.setVisible(letter.waits_for_service)
        self._deeds.again()
        self.notice.setVisible(bool(issued.warnings))
        if issued.warnings:
            self.notice.show_as("amber", "\n".join(issued.warnings))
        self.preview.show_printout(letter_printout(self._desk, letter))

    def _serve(self) -> None:
        if self._letter is not None:
            self.serve_wanted.emit(self._letter)

    def _receipt(self) -> None:
        if self._letter is not None:
            self.receipt_wanted.emit(self._letter)
