"""One letter beside the list: its pages as they were frozen, what became of it, and what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from petidesk.domain.letters.letters import LETTER_STATES, Letter
from petidesk.domain.papers import Paper
from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.letters.service import ServicePanel
from petidesk.ui.look import controls
from petidesk.ui.look.dates import day_words
from petidesk.ui.look.theme import sized, spaced
from petidesk.ui.paper.sheet import SheetView
from petidesk.ui.record.closed_card import ClosedCard
from petidesk.ui.record.void_panel import VoidPanel

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

RECEIPT = "service_receipt"


@dataclass(frozen=True, slots=True)
class _Opened:
    letter: Letter
    case_title: str
    recipient: str


class LetterDetail(QWidget):
    """Shows one letter by its id. It holds the frozen value it shows and nothing of the list."""

    closed = Signal()
    # The letter was served, voided or thrown away: lists look again.
    changed = Signal()
    message = Signal(str)
    print_wanted = Signal(object)  # a Letter
    edit_wanted = Signal(int)
    receipt_wanted = Signal(object)  # the Letter that is served
    case_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._opened: _Opened | None = None
        self._asked = 0
        self._why = ""  # the reason given for opening a letter of an accusation, until a letter is read again
        self.closed_card: ClosedCard | None = None
        self._then_serve = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        sized(self, min_width=20)
        self._build()

    # ---- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        spaced(outer, 0.5, (0.75, 0, 0, 0))
        head = QHBoxLayout()
        spaced(head, 0.5)
        self.back = controls.button(self.tr("返回列表  Esc"), self.closed.emit, part="link", icon="chevron-left")
        self.number = controls.Elided("", "section")
        self.close_button = controls.icon_button("x", self.tr("关上 Esc"), self.closed.emit)
        head.addWidget(self.back)
        head.addWidget(self.number, 1)
        head.addWidget(self.close_button)
        outer.addLayout(head)
        self.badges = controls.Flow(0.5)
        outer.addWidget(self.badges)
        self.facts = controls.label("", "soft", wrap=True)
        outer.addWidget(self.facts)
        self.notice = controls.Notice("amber", closable=True)
        self.notice.hide()
        outer.addWidget(self.notice)
        self.stack = QStackedWidget()
        self.reading = QWidget()
        column = QVBoxLayout(self.reading)
        spaced(column, 0.5)
        self.sheet = SheetView(self._desk.papers.page_count, self._desk.papers.page_png)
        # The pages, or in their place the card of a closed letter, which scrolls in a low window.
        self.pages = QStackedWidget()
        self.pages.addWidget(self.sheet)
        column.addWidget(self.pages, 1)
        column.addWidget(self._build_deeds())
        self.stack.addWidget(self.reading)
        self.service = ServicePanel(self._desk.now)
        self.service_page = controls.Scroll(self.service)
        self.service.recorded.connect(self._record_service)
        self.service.left.connect(self.leave_panel)
        self.void = VoidPanel(
            self.tr("作废以后这份文书仍然看得见，文号不再使用；它记下的那一步随着撤销，期限照旧往下走。"),
            self.tr("作废这份文书"),
        )
        self.void_page = controls.Scroll(self.void)
        self.void.confirmed.connect(self._void)
        self.void.left.connect(self.leave_panel)
        for page in (self.service_page, self.void_page):
            self.stack.addWidget(page)
        outer.addWidget(self.stack, 1)

    def _build_deeds(self) -> QWidget:
        self.deeds = controls.Flow(0.5)
        self.edit_button = controls.button(self.tr("继续写"), self.edit, icon="pencil")
        self.print_button = controls.button(self.tr("打印"), self.print, icon="printer")
        self.serve_button = controls.button(self.tr("登记送达…"), self.ask_service, icon="check")
        self.receipt_button = controls.button(self.tr("送达回证"), self.receipt, icon="file-text")
        self.case_button = controls.button(self.tr("打开信访事项"), self.open_case, icon="folder-open")
        self.void_button = controls.button(self.tr("作废…"), self.ask_void, part="danger", icon="trash")
        for part in (
            self.edit_button,
            self.print_button,
            self.serve_button,
            self.receipt_button,
            self.case_button,
            self.void_button,
        ):
            self.deeds.add(part)
        return self.deeds

    # ---- what is shown ---------------------------------------------------------------------------------------------

    @property
    def letter(self) -> Letter | None:
        """The letter that is shown."""
        return None if self._opened is None else self._opened.letter

    @property
    def letter_id(self) -> int | None:
        """Its id."""
        return None if self._opened is None else self._opened.letter.letter_id

    @property
    def reason(self) -> str:
        """The reason for which the letter of an accusation was opened; empty for any other."""
        return self._why

    @property
    def editing(self) -> bool:
        """Whether a panel is open in which something is typed."""
        return self.stack.currentWidget() is not self.reading

    def set_over(self, over: bool) -> None:
        """Over the list there is a way back in words; beside it a small cross is enough."""
        self.back.setVisible(over)
        self.close_button.setVisible(not over)

    def show_id(self, letter_id: int) -> None:
        """Read and show a letter."""
        if self.editing:
            return
        self._asked += 1
        question, desk = self._asked, self._desk

        def call() -> _Opened:
            letter = desk.letters.get(letter_id)
            case = desk.cases.get(letter.case_no) if letter.case_no else None
            named = next((person.name for person in case.people if person.name), "") if case else ""
            return _Opened(letter, case.title if case else "", "" if case is None or case.masked else named)

        def done(opened: _Opened) -> None:
            if question == self._asked and not self.editing:
                self._opened, self._why = opened, ""
                self._show(opened)

        work.run(self, call, done, self._failed)

    def _failed(self, trouble: Trouble) -> None:
        self.notice.show_as("amber", trouble.message + (f"（{trouble.basis}）" if trouble.basis else ""))
        self.notice.show()

    def _show(self, opened: _Opened) -> None:
        letter, desk = opened.letter, self._desk
        self.notice.hide()
        self.number.set_whole(letter.document_no or self.tr("草稿：{0}").format(letter.title))
        self.setAccessibleName(self.tr("文书 {0} {1}").format(letter.title, letter.document_no))
        self._show_badges(letter)
        self.facts.setText("　".join(self._facts(opened)))
        if letter.state == "voided":
            self.notice.show_as("seal", self.tr("已作废：{0}").format(letter.void_reason))
            self.notice.show()
        issued, draft = letter.state == "issued", letter.state == "draft"
        self.edit_button.setVisible(draft)
        self.print_button.setVisible(issued and not letter.restricted)
        self.serve_button.setVisible(letter.waits_for_service)
        self.receipt_button.setVisible(letter.waits_for_service and letter.form != RECEIPT)
        self.case_button.setVisible(bool(letter.case_no))
        self.void_button.setVisible(issued and letter.served_on is None)
        self.deeds.again()
        self._put_card(letter)
        if not letter.restricted:
            self.sheet.ask(lambda: desk.letters.preview(letter.letter_id), at_once=True)
        if self._then_serve:
            self._then_serve = False
            self.ask_service()

    def _put_card(self, letter: Letter) -> None:
        """In place of the pages of an accusation's letter stands why they are closed."""
        self._drop_card()
        if letter.restricted:
            self.sheet.forget()
            self.closed_card = ClosedCard()
            self.closed_card.opened.connect(self.reveal)
            holder = QWidget()
            column = QVBoxLayout(holder)
            spaced(column, 0, (0, 0, 0.5, 0))
            column.addWidget(self.closed_card)
            column.addStretch(1)
            self.pages.addWidget(controls.Scroll(holder))
            self.pages.setCurrentIndex(1)

    def _drop_card(self) -> None:
        before = self.pages.widget(1)
        if before is not None:
            self.pages.removeWidget(before)
            before.hide()
            before.deleteLater()
        self.closed_card = None

    def reveal(self, why: str) -> None:
        """Show the pages of an accusation's letter for the reason typed, until a letter is read again."""
        letter, desk, card, question = self.letter, self._desk, self.closed_card, self._asked
        if letter is None or card is None:
            return

        def done(paper: Paper) -> None:
            if question == self._asked and card is self.closed_card:
                self._why = why
                self._drop_card()
                self.print_button.setVisible(letter.state == "issued")
                self.deeds.again()
                self.sheet.ask(lambda: paper, at_once=True)

        work.run(
            self,
            lambda: desk.letters.preview(letter.letter_id, unmask=why),
            done,
            lambda trouble: card.refuse(trouble.message),
        )

    def _show_badges(self, letter: Letter) -> None:
        self.badges.clear()
        parts = {"draft": "badge-ink", "issued": "badge-leaf", "voided": "badge-seal"}
        found = [(LETTER_STATES[letter.state], parts[letter.state])]
        if letter.waits_for_service:
            found.append((self.tr("待送达"), "badge-amber"))
        if letter.restricted:
            found.append((self.tr("检举控告 · 限制查阅"), "badge-amber"))
        for words, part in found:
            self.badges.add(controls.label(words, part))

    def _facts(self, opened: _Opened) -> list[str]:
        letter = opened.letter
        lines = []
        if letter.document_no:
            lines.append(letter.title)
        if letter.case_no:
            lines.append(f"{letter.case_no} {opened.case_title}".strip())
        if letter.signed_on is not None and letter.state != "draft":
            signer = self.tr("{0}签发").format(letter.signed_by) if letter.signed_by else self.tr("定稿")
            lines.append(f"{day_words(letter.signed_on, weekday=False)} {signer}")
        if letter.served_on is not None:
            lines.append(self.tr("{0} 送达").format(day_words(letter.served_on, weekday=False)))
        if letter.anyway:
            lines.append(self.tr("有请求未答复仍签发，理由：{0}").format(letter.anyway))
        if letter.prints:
            lines.append(self.tr("打印 {0} 次").format(letter.prints))
        return lines

    # ---- actions ---------------------------------------------------------------------------------------------------

    def edit(self) -> None:
        """Go on writing a draft."""
        if self.letter is not None and self.letter.state == "draft":
            self.edit_wanted.emit(self.letter.letter_id)

    def print(self) -> None:
        """Print the frozen bytes, with the preview."""
        if self.letter is not None and self.letter.state == "issued":
            self.print_wanted.emit(self.letter)

    def receipt(self) -> None:
        """Draft the 送达回证 of this letter."""
        if self.letter is not None:
            self.receipt_wanted.emit(self.letter)

    def open_case(self) -> None:
        """Open the case that the letter belongs to."""
        if self.letter is not None and self.letter.case_no:
            self.case_wanted.emit(self.letter.case_no)

    def serve(self, letter_id: int) -> None:
        """Show this letter and open 登记送达 as soon as it is read."""
        self._then_serve = True
        self.show_id(letter_id)

    def ask_service(self) -> None:
        """登记送达: the small panel in place."""
        if self._opened is not None and self._opened.letter.waits_for_service:
            self.stack.setCurrentWidget(self.service_page)
            self.service.begin(self._opened.letter, self._opened.recipient, self._desk.now())

    def ask_void(self) -> None:
        """作废: the panel with the reason; nothing is voided yet."""
        if self.letter is not None:
            self.stack.setCurrentWidget(self.void_page)
            self.void.begin(self.letter.document_no)

    def leave_panel(self) -> bool:
        """Back to the pages; False when no panel was open."""
        if not self.editing:
            return False
        self.stack.setCurrentWidget(self.reading)
        self.setFocus()
        return True

    def _record_service(self, document: dict[str, str]) -> None:
        letter, desk = self.letter, self._desk
        if letter is None:
            return

        def done(_recorded: object) -> None:
            self.leave_panel()
            self.message.emit(self.tr("{0} 已登记送达").format(letter.document_no))
            self.show_id(letter.letter_id)
            self.changed.emit()

        work.run(
            self,
            lambda: desk.cases.record(letter.case_no, "served", document),
            done,
            lambda trouble: self.service.refuse(trouble.message, trouble.field or ""),
            title=self.tr("正在登记送达"),
        )

    def _void(self, why: str) -> None:
        letter, desk = self.letter, self._desk
        if letter is None:
            return

        def done(_letter: Letter) -> None:
            self.leave_panel()
            self.message.emit(self.tr("{0} 已作废").format(letter.document_no))
            self.show_id(letter.letter_id)
            self.changed.emit()

        work.run(
            self,
            lambda: desk.letters.void(letter.document_no, why),
            done,
            lambda trouble: self.void.refuse(trouble.message),
            title=self.tr("正在作废"),
        )
