"""One dispute on one screen: its head, the timeline, the facts beside it, and one clear next step at the foot."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.ledger.disputes import Dispute, DisputeEvent
from petidesk.domain.trouble import Trouble
from petidesk.domain.visits.typed import DRAFT_KIND, VisitForm
from petidesk.ui import work
from petidesk.ui.ledger.choices import LedgerChoices
from petidesk.ui.ledger.facts import Links
from petidesk.ui.ledger.steps import next_kind, steps
from petidesk.ui.ledger.words import event_label
from petidesk.ui.look import controls, icons
from petidesk.ui.look.theme import sized, spaced
from petidesk.ui.record.dispute_head import DisputeHead
from petidesk.ui.record.dispute_menu import DisputeMenu
from petidesk.ui.record.dispute_sheet import DisputeSheet, Opened
from petidesk.ui.record.entry import VOID, RecordPanel
from petidesk.ui.record.keys import SheetKeys

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk


class DisputeDetail(QWidget):
    """Shows one dispute by its id or number. It holds the frozen value it shows and nothing of the list."""

    closed = Signal()
    # The id of the dispute that is shown now.
    shown = Signal(int)
    # Something was recorded or taken back: lists look again.
    changed = Signal()
    message = Signal(str)
    # A sentence with one action on it, as Page.offer.
    offer = Signal(str, str, object)
    go = Signal(str, object)
    print_wanted = Signal()
    # Amend this dispute, beginning at the field of this key.
    amend = Signal(object, str)

    def __init__(self, desk: Desk, choices: LedgerChoices) -> None:
        super().__init__()
        self._desk = desk
        self._choices = choices
        self._opened: Opened | None = None
        self._asked = 0
        self._full_numbers = False
        self.panel: RecordPanel | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        sized(self, min_width=20)
        self._build()

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        spaced(outer, 0.5, (0.75, 0, 0, 0))
        self.head = DisputeHead()
        self.head.closed.connect(self.closed)
        outer.addWidget(self.head)
        self.notice = controls.Notice("amber", closable=True)
        self.notice.hide()
        outer.addWidget(self.notice)
        self.sheet = DisputeSheet(Links(self.go.emit, self._toggle_numbers, self.ask_amend), self.undo)
        self.menu = DisputeMenu()
        self.menu.chosen.connect(self.record)
        self.menu.left.connect(self.show_facts)
        self.sheet.right.addWidget(self.menu)
        outer.addWidget(self.sheet, 1)
        self.bar = QFrame()
        row = QHBoxLayout(self.bar)
        spaced(row, 0.5)
        self.deeds = controls.Flow(0.5)
        self.main = controls.button(self.tr("下一步"), self._next, part="primary", icon="check")
        self.note_button = controls.button(self.tr("记一笔…  Alt+↓"), self.open_menu, icon="pencil")
        self.amend_button = controls.button(self.tr("更正"), self.ask_amend)
        self.visit_button = controls.button(
            self.tr("转为来访"), self.to_visit, tip=self.tr("用这件纠纷的内容开一份来访登记草稿")
        )
        self.print_button = controls.button(
            self.tr("打印上报单"),
            lambda: self.print_wanted.emit(),
            icon="printer",
            tip=self.tr("村报镇、镇报县的书面报告"),
        )
        self.void_button = controls.button(self.tr("作废…"), lambda: self.record(VOID), part="danger")
        for part in (
            self.main,
            self.note_button,
            self.amend_button,
            self.visit_button,
            self.print_button,
            self.void_button,
        ):
            self.deeds.add(part)
        row.addWidget(self.deeds, 1)
        outer.addWidget(self.bar)
        SheetKeys(self, self.main, self.note_button, self.sheet.read_on)

    # ---- what is shown ---------------------------------------------------------------------------------------------

    @property
    def dispute(self) -> Dispute | None:
        """The dispute that is shown."""
        return None if self._opened is None else self._opened.dispute

    @property
    def dispute_id(self) -> int | None:
        """The id of the dispute that is shown."""
        return None if self.dispute is None else self.dispute.dispute_id

    @property
    def editing(self) -> bool:
        """Whether something is being typed here that must not be replaced."""
        return self.panel is not None

    def show_id(self, dispute_id: int) -> None:
        """Read and show a dispute by its id."""
        self._read(lambda: self._desk.ledger.get(dispute_id=dispute_id))

    def show_no(self, dispute_no: str) -> None:
        """Read and show a dispute by its number."""
        self._read(lambda: self._desk.ledger.get(dispute_no))

    def _read(self, get: Callable[[], Dispute]) -> None:
        if self.editing:
            return
        self._asked += 1
        question, desk = self._asked, self._desk

        def call() -> Opened:
            dispute = get()
            return Opened(dispute, desk.ledger.history(dispute.dispute_no), desk.office.current(), desk.today())

        def done(opened: Opened) -> None:
            if question == self._asked and not self.editing:
                same = self.dispute_id == opened.dispute.dispute_id
                self._full_numbers = self._full_numbers and same
                self._opened = opened
                self.notice.setVisible(self.notice.isVisibleTo(self) and same)
                self._show(stay=same)
                self.shown.emit(opened.dispute.dispute_id)

        work.run(self, call, done, self._failed)

    def _failed(self, trouble: Trouble) -> None:
        words = trouble.message + (f"（{trouble.basis}）" if trouble.basis else "")
        self.notice.show_as("amber" if trouble.exit_status == 3 else "seal", words)
        self.notice.show()

    def _show(self, *, stay: bool = True) -> None:
        opened = self._opened
        assert opened is not None
        dispute = opened.dispute
        self.head.show_dispute(dispute, opened.today, opened.office)
        self.setAccessibleName(self.tr("矛盾纠纷 {0} {1}").format(dispute.dispute_no, dispute.content.heading))
        self.sheet.show_dispute(opened, full_numbers=self._full_numbers, stay=stay)
        kind = next_kind(dispute)
        self.main.setVisible(bool(kind))
        if kind:
            self.main.setText(self.tr("记{0}").format(event_label(kind)))
            icons.recolour(self.main)
        for part in (self.note_button, self.amend_button, self.visit_button, self.void_button):
            part.setVisible(not dispute.voided)
        self.print_button.setVisible(dispute.level != "village" and not dispute.voided)
        self.deeds.again()
        if self.sheet.page is not self.sheet.facts and not self.editing:
            self.show_facts()

    def _toggle_numbers(self) -> None:
        self._full_numbers = not self._full_numbers
        self._show()

    def read_again(self) -> None:
        """The dispute may have changed elsewhere: read it anew."""
        if self.dispute is not None:
            self.show_no(self.dispute.dispute_no)

    # ---- the pages on the right --------------------------------------------------------------------------------------

    def _turn(self, page: QWidget) -> None:
        self.sheet.turn(page)
        self.bar.setVisible(page is self.sheet.facts)

    def show_facts(self) -> None:
        """Back to the facts."""
        if self.sheet.facts is not None:
            self._turn(self.sheet.facts)
        self.setFocus()

    def open_menu(self) -> None:
        """记一笔…: everything that may be recorded."""
        if self._opened is None or self.editing or self._opened.dispute.voided:
            return
        self.menu.show_steps(steps(self._opened.dispute, self._desk.today()))
        self._turn(self.menu)
        self.menu.setFocus()

    def record(self, kind: str) -> None:
        """Open the entry of a kind; `void` asks for the reason of voiding."""
        if self.dispute is None or self.editing:
            return
        self.panel = RecordPanel(self._desk, self.dispute, kind, self._choices, self)
        self.panel.saved.connect(self._saved)
        self.panel.left.connect(self._drop_panel)
        self.sheet.right.addWidget(self.panel)
        self._turn(self.panel)
        self.panel.start_typing()

    def _drop_panel(self) -> None:
        if self.panel is not None:
            self.sheet.right.removeWidget(self.panel)
            self.panel.hide()
            self.panel.deleteLater()
            self.panel = None
        self.show_facts()

    def leave_editing(self) -> bool:
        """Esc: leave the entry or the menu; False when the facts were shown."""
        if self.panel is not None:
            self.panel.leave()
            return True
        if self.sheet.page is not self.sheet.facts:
            self.show_facts()
            return True
        return False

    def keep(self) -> None:
        """The window closes: what is typed is kept."""
        if self.panel is not None:
            self.panel.leave()

    # ---- deeds -----------------------------------------------------------------------------------------------------

    def _next(self) -> None:
        if self.dispute is not None and (kind := next_kind(self.dispute)):
            self.record(kind)

    def ask_amend(self, key: str = "") -> None:
        """Open the form with what is written, beginning at a field."""
        if self.dispute is not None and not self.editing and not self.dispute.voided:
            self.amend.emit(self.dispute, key)

    def _saved(self, dispute: Dispute, warnings: tuple[str, ...]) -> None:
        kind = self.panel.kind if self.panel is not None else ""
        self._drop_panel()
        number = dispute.dispute_no
        self.notice.hide()
        if kind == VOID:
            self.message.emit(self.tr("{0} 已作废").format(number))
        else:
            event_id = max(event.event_id for event in dispute.events)
            words = self.tr("{0} 已记下：{1}").format(number, event_label(kind))
            self.offer.emit(words, self.tr("撤销"), lambda: self._undo(number, event_id, event_label(kind)))
        if warnings:
            self.notice.show_as("amber", self.tr("已记下。请注意：{0}").format("".join(warnings)))
            self.notice.show()
        self.show_no(number)
        self.changed.emit()

    def undo(self, event: DisputeEvent) -> None:
        """Take an event of the timeline back; it stays there, struck through."""
        if self.dispute is not None and not self.editing:
            self._undo(self.dispute.dispute_no, event.event_id, event_label(event.kind))

    def _undo(self, number: str, event_id: int, label: str) -> None:
        desk = self._desk

        def done(_dispute: Dispute) -> None:
            self.notice.hide()
            self.message.emit(self.tr("{0} 已撤销：{1}").format(number, label))
            if self.dispute is not None and self.dispute.dispute_no == number:
                self.show_no(number)
            self.changed.emit()

        work.run(self, lambda: desk.ledger.undo(number, event_id), done, self._failed, title=self.tr("正在撤销"))

    def to_visit(self) -> None:
        """转为来访: a draft of a registration with what is known, in the tray of 来访登记."""
        if self.dispute is None or self.editing:
            return
        desk, number = self._desk, self.dispute.dispute_no

        def call() -> None:
            form = VisitForm.from_document({**desk.ledger.to_visit(number), "received_by": desk.actor.name})
            desk.drafts.save(None, DRAFT_KIND, form.content(), form.restricted)

        work.run(self, call, lambda _: self.go.emit("registration", "drafts"), self._failed)
