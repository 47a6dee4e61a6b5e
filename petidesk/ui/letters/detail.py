"""One letter beside the list: its pages as they were frozen, what became of it, and what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from petidesk.domain.cases.files import CaseFile
from petidesk.domain.letters.closed import ClosedLetter
from petidesk.domain.letters.letters import LETTER_STATES, Letter
from petidesk.domain.papers import Paper
from petidesk.ui import work
from petidesk.ui.letters.service import ServicePanel
from petidesk.ui.look import containers, controls
from petidesk.ui.look.dates import day_words
from petidesk.ui.look.theme import spaced
from petidesk.ui.paper.sheet import SheetView
from petidesk.ui.record.view import Key, RecordView

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

RECEIPT = "service_receipt"
_BADGES = {"draft": "badge-ink", "issued": "badge-leaf", "voided": "badge-seal"}


@dataclass(frozen=True, slots=True)
class OpenedLetter:
    """A letter with the title of its case and who came first on it; of an accusation its pages when it was opened."""

    letter: Letter | ClosedLetter
    case_title: str
    recipient: str
    revealed: Paper | None

    @property
    def closed(self) -> bool:
        """Whether its pages stay closed for this look."""
        return self.letter.restricted and self.revealed is None


class LetterDetail(RecordView[OpenedLetter]):
    """Shows one letter by its id. A look at an accusation's letter is one look: read again, it is closed again."""

    files_kind = "letter"

    print_wanted = Signal(object)  # a Letter
    edit_wanted = Signal(int)
    receipt_wanted = Signal(object)  # the Letter that is served
    case_wanted = Signal(str)
    envelope_wanted = Signal(object)  # the Letter that goes into it
    service_ended = Signal()  # 登记送达 was recorded or put away

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.facts = controls.label("", "soft", wrap=True)
        self.add_line(self.facts)
        self.pages_view = SheetView(desk.papers.page_count, desk.papers.page_png)
        # The pages, or in their place the card of a closed letter, which scrolls in a low window.
        self.pages = containers.Stack()
        self.pages.addWidget(self.pages_view)
        self.sheet.read(self.pages)
        self._build_deeds()
        self.service = ServicePanel(desk.now)
        self.service.recorded.connect(self._record_service)
        self.service.left.connect(self._leave_service)
        self.keep_panel(self.service)
        self.add_void(
            self.tr("作废以后这份文书仍然看得见，文号不再使用；它记下的那一步随着撤销，期限照旧往下走。"),
            self.tr("作废这份文书"),
            self._desk.letters.void,
        )

    def _build_deeds(self) -> None:
        self.edit_button = controls.button(self.tr("继续写"), self.edit, icon="pencil")
        self.print_button = controls.button(self.tr("打印"), self.print, icon="printer")
        self.serve_button = controls.button(self.tr("登记送达…"), self.ask_service, icon="check")
        self.receipt_button = controls.button(self.tr("送达回证"), self.receipt, icon="file-text")
        self.envelope_button = controls.button(self.tr("信封"), self.envelope, icon="mail")
        self.case_button = controls.button(self.tr("打开信访事项"), self.open_case, icon="folder-open")
        self.void_button = controls.button(self.tr("作废…"), self.ask_void, part="danger", icon="trash")
        self.add_deeds(
            self.edit_button,
            self.print_button,
            self.serve_button,
            self.receipt_button,
            self.envelope_button,
            self.case_button,
            self.void_button,
        )

    @property
    def letter(self) -> Letter | ClosedLetter | None:
        """The letter that is shown."""
        return None if self.opened is None else self.opened.letter

    # ---- what is shown ---------------------------------------------------------------------------------------------

    def read(self, key: Key, why: str) -> OpenedLetter:
        """The letter and what of its case stands beside it; for a reason the pages of an accusation's letter."""
        desk = self._desk
        assert isinstance(key, int)  # a draft has no number
        letter = desk.letters.get(key)
        case = desk.cases.get(letter.case_no) if letter.case_no else None
        people = case.people if isinstance(case, CaseFile) else ()
        recipient = next((person.name for person in people if person.name), "")
        revealed = desk.letters.preview(key, unmask=why) if why else None
        return OpenedLetter(letter, case.title if isinstance(case, CaseFile) else "", recipient, revealed)

    def identity(self, opened: OpenedLetter) -> tuple[int, str]:
        """Its id and document number; a draft has none."""
        return opened.letter.letter_id, opened.letter.document_no

    def show_opened(self, opened: OpenedLetter) -> None:
        """The head with what became of the letter, and what may be done with it."""
        letter = opened.letter
        title = letter.document_no or self.tr("草稿：{0}").format(letter.title)
        self.head.show_record("", title, self._badges(letter))
        self.setAccessibleName(self.tr("文书 {0} {1}").format(letter.title, letter.document_no))
        self.facts.setText("　".join(self._facts(opened)))
        self.notice.hide()
        if letter.state == "voided":
            self.say(
                "seal", self.tr("已作废：{0}").format("" if isinstance(letter, ClosedLetter) else letter.void_reason)
            )
        issued, draft = letter.state == "issued", letter.state == "draft"
        self.edit_button.setVisible(draft)
        self.print_button.setVisible(not draft and not opened.closed)
        self.serve_button.setVisible(letter.waits_for_service)
        self.receipt_button.setVisible(letter.waits_for_service and letter.form != RECEIPT)
        self.envelope_button.setVisible(letter.waits_for_service and not letter.restricted and bool(letter.case_no))
        self.case_button.setVisible(bool(letter.case_no))
        self.void_button.setVisible(issued and letter.served_on is None)

    def emptied(self) -> None:
        """Neither pages nor what became of the letter before."""
        self.facts.clear()
        self._drop_card()
        self.pages_view.forget()

    def show_sheet(self, *, stay: bool) -> None:
        """The frozen pages; of an accusation's letter why they are closed."""
        opened, desk = self.opened, self._desk
        assert opened is not None  # it is what is shown
        self._drop_card()
        revealed, letter_id = opened.revealed, opened.letter.letter_id
        if revealed is not None:
            self.pages_view.ask(letter_id, lambda: revealed, at_once=True)
        elif not opened.closed:
            self.pages_view.ask(letter_id, lambda: desk.letters.preview(letter_id), at_once=True)
        else:
            self.pages_view.forget()
            holder = QWidget()
            column = QVBoxLayout(holder)
            spaced(column, 0, (0, 0, 0.5, 0))
            column.addWidget(self.make_closed_card())
            column.addStretch(1)
            self.pages.addWidget(containers.Scroll(holder))
            self.pages.setCurrentIndex(1)

    def _drop_card(self) -> None:
        before = self.pages.widget(1)
        if before is not None:
            self.pages.removeWidget(before)
            before.hide()
            before.deleteLater()
        self.closed_card = None

    def _badges(self, letter: Letter | ClosedLetter) -> list[QWidget]:
        found = [(LETTER_STATES[letter.state], _BADGES[letter.state])]
        if letter.waits_for_service:
            found.append((self.tr("待送达"), "badge-amber"))
        if letter.restricted:
            found.append((self.tr("检举控告 · 限制查阅"), "badge-amber"))
        return [controls.label(words, part) for words, part in found]

    def _facts(self, opened: OpenedLetter) -> list[str]:
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
        if isinstance(letter, Letter) and letter.anyway:
            lines.append(self.tr("有请求未答复仍签发，理由：{0}").format(letter.anyway))
        if letter.prints:
            lines.append(self.tr("打印 {0} 次").format(letter.prints))
        return lines

    # ---- deeds -----------------------------------------------------------------------------------------------------

    def edit(self) -> None:
        """Go on writing a draft."""
        if self.letter is not None and self.letter.state == "draft":
            self.edit_wanted.emit(self.letter.letter_id)

    def print(self) -> None:
        """Print the frozen bytes, with the preview; a voided letter for the file."""
        if self.letter is not None and self.letter.state != "draft":
            self.print_wanted.emit(self.letter)

    def receipt(self) -> None:
        """Draft the 送达回证 of this letter."""
        if self.letter is not None:
            self.receipt_wanted.emit(self.letter)

    def envelope(self) -> None:
        """Print the envelope that this letter goes into."""
        if self.letter is not None:
            self.envelope_wanted.emit(self.letter)

    def open_case(self) -> None:
        """Open the case that the letter belongs to."""
        if self.letter is not None and self.letter.case_no:
            self.case_wanted.emit(self.letter.case_no)

    def may_record(self, kind: str) -> bool:
        """A letter is served, as long as it waits for that."""
        return kind == "served" and self.letter is not None and self.letter.waits_for_service

    def record_due(self, _kind: str) -> None:
        """登记送达."""
        self.ask_service()

    def ask_service(self) -> None:
        """登记送达: the small panel in place."""
        if self.opened is not None and self.opened.letter.waits_for_service and not self.editing:
            self.put(self.service)
            self.service.begin(self.opened.letter, self.opened.recipient, self._desk.today())

    def _leave_service(self) -> None:
        self.drop()
        self.service_ended.emit()

    def _record_service(self, document: dict[str, str]) -> None:
        letter, desk = self.letter, self._desk
        if letter is None:
            return

        def done(_recorded: object) -> None:
            self.drop()
            self.tell_done(self.tr("{0} 已登记送达").format(letter.document_no))
            self.service_ended.emit()

        work.run(
            self,
            lambda: desk.cases.record(letter.case_no, "served", document),
            done,
            self.service.refuse,
            title=self.tr("正在登记送达"),
        )
